import type { AlarmRecord } from '../../state.ts';
import type { Metrics } from '../../usage/metrics.ts';
import { statistics } from './statistics.ts';

export interface AlarmState {
  readonly value: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** How an alarm compares a statistic with its threshold. Source: CloudWatch API reference, PutMetricAlarm. */
const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

export const knownComparisons: readonly string[] = Object.keys(comparisons);

/**
 * The state of an alarm at a time: its last complete evaluation periods, each with a value or without.
 * Evaluated on request, so that it follows the movable clock. Source: CloudWatch User Guide, "Evaluating an
 * alarm" and "Configuring how alarms treat missing data".
 */
export function stateOf(alarm: AlarmRecord, metrics: Metrics, now: number): AlarmState {
  const period = alarm.period * 1000;
  const end = Math.floor(now / period) * period;
  if (alarm.given !== undefined && alarm.given.at >= end) {
    const { state, reason, at } = alarm.given;
    return { value: state as AlarmState['value'], reason, since: at };
  }
  if (end <= (alarm.createdAt ?? 0)) {
    const reason = 'Unchecked: Initial alarm creation';
    return { value: 'INSUFFICIENT_DATA', reason, since: alarm.createdAt ?? 0 };
  }
  const begin = end - alarm.evaluationPeriods * period;
  const since = Math.max(end, alarm.configuredAt);
  const { accountId: account, region, namespace, metric: name, dimensions } = alarm;
  const sums = metrics.sums({ account, region, namespace, name, dimensions }, begin, end, period);
  const values = sums.map(({ sum }) => statistics[alarm.statistic]?.(sum) ?? 0);
  const breaching = values.filter((value) => breaches(alarm, value)).length;
  const missing = alarm.evaluationPeriods - values.length;
  if (
    values.length === 0 &&
    !['breaching', 'notBreaching'].includes(alarm.missingData ?? 'missing')
  ) {
    return {
      value: 'INSUFFICIENT_DATA',
      reason: `Insufficient Data: ${missing} datapoint${missing === 1 ? ' was' : 's were'} unknown.`,
      since,
    };
  }
  const bad = breaching + (alarm.missingData === 'breaching' ? missing : 0);
  const needed = alarm.datapointsToAlarm ?? alarm.evaluationPeriods;
  return {
    value: bad >= needed ? 'ALARM' : 'OK',
    reason: `Threshold Crossed: ${bad} of the last ${alarm.evaluationPeriods} datapoints ${bad === 1 ? 'was' : 'were'} breaching the threshold (${alarm.threshold}); ${needed} needed for ALARM.`,
    since,
  };
}

function breaches({ comparison, threshold }: AlarmRecord, value: number): boolean {
  return comparisons[comparison]?.(value, threshold) ?? false;
}
