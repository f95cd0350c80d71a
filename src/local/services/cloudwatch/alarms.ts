import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { AlarmRecord } from '../../state.ts';
import { tagList, tagsOf, withoutTags } from '../iam/naming.ts';
import { knownComparisons } from './alarm-state.ts';
import type { Nothing, Outputs } from './outputs.generated.ts';
import { renderAlarm } from './render-alarm.ts';
import { type GivenMetric, metricOf, periodOf, statistics } from './statistics.ts';

type GivenTags = readonly { readonly Key: string; readonly Value: string }[];

interface PutMetricAlarm extends GivenMetric {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly Statistic?: string;
  readonly Period?: number;
  readonly EvaluationPeriods?: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator?: string;
  readonly TreatMissingData?: string;
  readonly Tags?: GivenTags;
  readonly [setting: string]: unknown;
}

interface DescribeAlarms {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

interface OnAlarmArn {
  readonly ResourceARN: string;
  readonly Tags?: GivenTags;
  readonly TagKeys?: readonly string[];
}

/** Supported settings. Others are refused, because they would have no effect. */
const understood = new Set([
  ...['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'OKActions', 'AlarmActions'],
  ...['InsufficientDataActions', 'MetricName', 'Namespace', 'Statistic', 'Dimensions', 'Period'],
  ...['EvaluationPeriods', 'DatapointsToAlarm', 'Threshold', 'ComparisonOperator'],
  ...['TreatMissingData', 'Tags'],
]);

const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

function arnOf({ caller, region }: Call, name: string): string {
  return `arn:aws:cloudwatch:${region}:${caller.accountId}:alarm:${name}`;
}

function keyOf({ caller, region }: Call, name: string): string {
  return `${caller.accountId}/${region} ${name}`;
}

const onAlarms =
  (action: string) =>
  (
    input: { readonly AlarmName?: string; readonly AlarmNames?: readonly string[] },
    call: Call,
  ): readonly Permission[] => {
    const names = input.AlarmName === undefined ? (input.AlarmNames ?? ['*']) : [input.AlarmName];
    return names.map((name) => ({
      action: `cloudwatch:${action}`,
      resource: arnOf(call, name),
      accountId: call.caller.accountId,
    }));
  };

const onArn =
  (action: string) =>
  ({ ResourceARN }: OnAlarmArn, { caller }: Call): readonly Permission[] => [
    { action: `cloudwatch:${action}`, resource: ResourceARN, accountId: caller.accountId },
  ];

function findByArn(call: Call, arn: string): AlarmRecord | undefined {
  const name = arn.split(':').slice(6).join(':');
  const found = call.core.state.alarms.get(keyOf(call, name));
  return found?.arn === arn ? found : undefined;
}

/** An alarm by its ARN. @throws AwsError `ResourceNotFoundException`. */
function byArn(call: Call, arn: string): AlarmRecord {
  const found = findByArn(call, arn);
  if (found !== undefined) return found;
  throw new AwsError('ResourceNotFoundException', `Unknown resource: ${arn}`, 404);
}

const tagging = <Output>(
  action: string,
  run: (alarm: AlarmRecord, input: OnAlarmArn, call: Call) => Output,
): Operation =>
  operation<OnAlarmArn, Output>({
    permissions: onArn(action),
    run: (input, call) => run(byArn(call, input.ResourceARN), input, call),
  });

function store(call: Call, alarm: AlarmRecord): Nothing {
  call.core.state.alarms.put(keyOf(call, alarm.name), alarm);
  return {};
}

/** Metric alarms. Their actions are stored and returned, but not run. */
export const alarmOperations: Record<string, Operation> = {
  PutMetricAlarm: operation<PutMetricAlarm, Outputs['PutMetricAlarm']>({
    permissions: onAlarms('PutMetricAlarm'),
    run(input, call) {
      const known = call.core.state.alarms.get(keyOf(call, input.AlarmName));
      return store(call, alarmOf(input, call, known));
    },
  }),
  DescribeAlarms: operation<DescribeAlarms, Outputs['DescribeAlarms']>({
    permissions: onAlarms('DescribeAlarms'),
    run(input, call) {
      const {
        AlarmNames,
        AlarmNamePrefix = '',
        StateValue,
        NextToken = '',
        MaxRecords = 50,
      } = input;
      const prefix = keyOf(call, '');
      const all = call.core.state.alarms
        .list({ prefix: prefix + (AlarmNames === undefined ? AlarmNamePrefix : '') })
        .map(({ document }) => ({ alarm: document, shown: renderAlarm(document, call) }))
        .filter(({ alarm, shown }) => {
          const isNamed = AlarmNames?.includes(alarm.name) ?? true;
          const isInState = StateValue === undefined || shown.StateValue === StateValue;
          return isNamed && isInState && alarm.name > NextToken;
        });
      const page = all.slice(0, MaxRecords);
      return {
        CompositeAlarms: [],
        MetricAlarms: page.map(({ shown }) => shown),
        LogAlarms: undefined,
        NextToken: all.length > page.length ? page.at(-1)?.alarm.name : undefined,
      };
    },
  }),
  DeleteAlarms: operation<{ AlarmNames: readonly string[] }, Outputs['DeleteAlarms']>({
    permissions: onAlarms('DeleteAlarms'),
    run({ AlarmNames }, call) {
      for (const name of AlarmNames) call.core.state.alarms.delete(keyOf(call, name));
      return {};
    },
  }),
  SetAlarmState: operation<
    { AlarmName: string; StateValue: string; StateReason: string },
    Outputs['SetAlarmState']
  >({
    permissions: onAlarms('SetAlarmState'),
    run({ AlarmName, StateValue, StateReason }, call) {
      const found = call.core.state.alarms.get(keyOf(call, AlarmName));
      if (found === undefined) throw new AwsError('ResourceNotFound', 'Unknown alarm', 404);
      const given = { state: StateValue, reason: StateReason, at: call.now };
      return store(call, { ...found, given });
    },
  }),
  TagResource: tagging<Outputs['TagResource']>('TagResource', (alarm, { Tags }, call) =>
    store(call, { ...alarm, tags: { ...alarm.tags, ...tagsOf(Tags) } }),
  ),
  UntagResource: tagging<Outputs['UntagResource']>('UntagResource', (alarm, { TagKeys }, call) =>
    store(call, { ...alarm, tags: withoutTags(alarm.tags, TagKeys) }),
  ),
  ListTagsForResource: operation<OnAlarmArn, Outputs['ListTagsForResource']>({
    permissions: onArn('ListTagsForResource'),
    // For an alarm that does not exist, AWS returns no tags (recorded by a public test suite).
    run: ({ ResourceARN }, call) => ({ Tags: tagList(findByArn(call, ResourceARN)?.tags ?? {}) }),
  }),
};

/** Periods under a minute that an alarm may have, in seconds (API reference, PutMetricAlarm). */
const shortPeriods = [10, 20, 30];

/** @throws AwsError `ValidationError` for unsupported or invalid settings. */
function alarmOf(input: PutMetricAlarm, call: Call, known: AlarmRecord | undefined): AlarmRecord {
  const unknown = Object.keys(input).find(
    (setting) => input[setting] !== undefined && !understood.has(setting),
  );
  if (unknown !== undefined) throw invalid(`Hawser's alarms have no ${unknown}.`);
  for (const needed of [
    ...(['MetricName', 'Namespace', 'Statistic', 'Period'] as const),
    ...(['EvaluationPeriods', 'Threshold', 'ComparisonOperator'] as const),
  ]) {
    if (input[needed] === undefined) throw invalid(`The parameter ${needed} is required.`);
  }
  const { Statistic = '', ComparisonOperator = '', EvaluationPeriods = 1, Period = 60 } = input;
  if (!Object.hasOwn(statistics, Statistic)) throw invalid(`Unknown statistic ${Statistic}.`);
  if (!knownComparisons.includes(ComparisonOperator)) {
    throw invalid(`Hawser's alarms have no comparison ${ComparisonOperator}.`);
  }
  if (!shortPeriods.includes(Period)) periodOf(Period);
  if ((input.DatapointsToAlarm ?? 1) > EvaluationPeriods) {
    throw invalid('DatapointsToAlarm must not be greater than EvaluationPeriods.');
  }
  const { account, region, namespace, name, dimensions } = metricOf(input, call);
  return {
    accountId: account,
    region,
    name: input.AlarmName,
    arn: arnOf(call, input.AlarmName),
    ...(input.AlarmDescription === undefined ? {} : { description: input.AlarmDescription }),
    namespace,
    metric: name,
    dimensions,
    statistic: Statistic,
    period: Period,
    evaluationPeriods: EvaluationPeriods,
    ...(input.DatapointsToAlarm === undefined
      ? {}
      : { datapointsToAlarm: input.DatapointsToAlarm }),
    threshold: input.Threshold ?? 0,
    comparison: ComparisonOperator,
    ...(input.TreatMissingData === undefined ? {} : { missingData: input.TreatMissingData }),
    actionsEnabled: input.ActionsEnabled ?? true,
    actions: {
      alarm: input.AlarmActions ?? [],
      ok: input.OKActions ?? [],
      insufficientData: input.InsufficientDataActions ?? [],
    },
    configuredAt: call.now,
    createdAt: known?.createdAt ?? call.now,
    // Tags given with an alarm that exists change nothing (API reference, PutMetricAlarm).
    tags: known?.tags ?? tagsOf(input.Tags),
  };
}
