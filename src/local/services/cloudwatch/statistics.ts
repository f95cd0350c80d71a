import type { Call } from '../../core/call.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { Metric } from '../../usage/metrics.ts';

export interface GivenMetric {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}

/** The statistics of counts, each of which was published as a 1. */
export const statistics: Readonly<Record<string, (sum: number) => number>> = {
  SampleCount: (sum) => sum,
  Sum: (sum) => sum,
  Average: () => 1,
  Minimum: () => 1,
  Maximum: () => 1,
};

export function metricOf(
  { Namespace = '', MetricName = '', Dimensions = [] }: GivenMetric,
  { caller, region }: Call,
): Metric {
  const dimensions = Dimensions.map(({ Name, Value }) => [Name, Value] as const);
  return {
    account: caller.accountId,
    region,
    namespace: Namespace,
    name: MetricName,
    dimensions: dimensions.sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** @returns the period in milliseconds. @throws AwsError for one that is not whole minutes. */
export function periodOf(seconds: number): number {
  if (seconds >= 60 && seconds % 60 === 0) return seconds * 1000;
  throw new AwsError(
    'InvalidParameterValue',
    'The parameter Period must be a multiple of 60 for these metrics.',
  );
}

/** @throws AwsError when the time range is empty. */
export function requireRange(start: Date, end: Date): void {
  if (start < end) return;
  throw new AwsError(
    'InvalidParameterCombination',
    'The parameter StartTime must be less than the parameter EndTime.',
  );
}

export const forMetrics =
  (action: string) =>
  (_input: object, { caller }: Call) => [
    { action: `cloudwatch:${action}`, resource: '*', accountId: caller.accountId },
  ];
