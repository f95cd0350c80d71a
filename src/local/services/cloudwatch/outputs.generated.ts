// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly DeleteAlarms: Nothing;
  readonly DescribeAlarms: DescribeAlarmsOutput;
  readonly GetMetricData: GetMetricDataOutput;
  readonly GetMetricStatistics: GetMetricStatisticsOutput;
  readonly ListMetrics: ListMetricsOutput;
  readonly ListTagsForResource: ListTagsForResourceOutput;
  readonly PutMetricAlarm: Nothing;
  readonly SetAlarmState: Nothing;
  readonly TagResource: TagResourceOutput;
  readonly UntagResource: UntagResourceOutput;
}

export interface DescribeAlarmsOutput {
  readonly CompositeAlarms: readonly CompositeAlarm[] | undefined;
  readonly MetricAlarms: readonly MetricAlarm[] | undefined;
  readonly LogAlarms: readonly LogAlarm[] | undefined;
  readonly NextToken: string | undefined;
}

export interface GetMetricDataOutput {
  readonly MetricDataResults: readonly MetricDataResult[] | undefined;
  readonly NextToken: string | undefined;
  readonly Messages: readonly MessageData[] | undefined;
}

export interface GetMetricStatisticsOutput {
  readonly Label: string | undefined;
  readonly Datapoints: readonly Datapoint[] | undefined;
}

export interface ListMetricsOutput {
  readonly Metrics: readonly Metric[] | undefined;
  readonly NextToken: string | undefined;
  readonly OwningAccounts: readonly string[] | undefined;
}

export interface ListTagsForResourceOutput {
  readonly Tags: readonly Tag[] | undefined;
}

export interface TagResourceOutput {

}

export interface UntagResourceOutput {

}

export interface CompositeAlarm {
  readonly ActionsEnabled?: boolean | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
  readonly AlarmArn?: string | undefined;
  readonly AlarmConfigurationUpdatedTimestamp?: Date | undefined;
  readonly AlarmDescription?: string | undefined;
  readonly AlarmName?: string | undefined;
  readonly AlarmRule?: string | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
  readonly OKActions?: readonly string[] | undefined;
  readonly StateReason?: string | undefined;
  readonly StateReasonData?: string | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
  readonly StateValue?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly ActionsSuppressedBy?: string | undefined;
  readonly ActionsSuppressedReason?: string | undefined;
  readonly ActionsSuppressor?: string | undefined;
  readonly ActionsSuppressorWaitPeriod?: number | undefined;
  readonly ActionsSuppressorExtensionPeriod?: number | undefined;
  readonly ActionConfiguration?: ActionConfiguration | undefined;
}

export interface MetricAlarm {
  readonly AlarmName?: string | undefined;
  readonly AlarmArn?: string | undefined;
  readonly AlarmDescription?: string | undefined;
  readonly AlarmConfigurationUpdatedTimestamp?: Date | undefined;
  readonly ActionsEnabled?: boolean | undefined;
  readonly OKActions?: readonly string[] | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
  readonly StateValue?: string | undefined;
  readonly StateReason?: string | undefined;
  readonly StateReasonData?: string | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
  readonly MetricName?: string | undefined;
  readonly Namespace?: string | undefined;
  readonly Statistic?: string | undefined;
  readonly ExtendedStatistic?: string | undefined;
  readonly Dimensions?: readonly Dimension[] | undefined;
  readonly Period?: number | undefined;
  readonly Unit?: string | undefined;
  readonly EvaluationPeriods?: number | undefined;
  readonly DatapointsToAlarm?: number | undefined;
  readonly Threshold?: number | undefined;
  readonly ComparisonOperator?: string | undefined;
  readonly TreatMissingData?: string | undefined;
  readonly EvaluateLowSampleCountPercentile?: string | undefined;
  readonly Metrics?: readonly MetricDataQuery[] | undefined;
  readonly ThresholdMetricId?: string | undefined;
  readonly EvaluationState?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly EvaluationWindow?: EvaluationWindow | undefined;
  readonly WarmUpConfiguration?: WarmUpConfiguration | undefined;
  readonly EvaluationCriteria?: EvaluationCriteria | undefined;
  readonly EvaluationInterval?: number | undefined;
  readonly ActionConfiguration?: ActionConfiguration | undefined;
}

export interface LogAlarm {
  readonly AlarmName?: string | undefined;
  readonly AlarmArn?: string | undefined;
  readonly AlarmDescription?: string | undefined;
  readonly AlarmConfigurationUpdatedTimestamp?: Date | undefined;
  readonly ActionsEnabled?: boolean | undefined;
  readonly OKActions?: readonly string[] | undefined;
  readonly AlarmActions?: readonly string[] | undefined;
  readonly InsufficientDataActions?: readonly string[] | undefined;
  readonly StateValue?: string | undefined;
  readonly StateReason?: string | undefined;
  readonly StateReasonData?: string | undefined;
  readonly StateUpdatedTimestamp?: Date | undefined;
  readonly ScheduledQueryConfiguration?: ScheduledQueryConfiguration | undefined;
  readonly QueryResultsToEvaluate?: number | undefined;
  readonly QueryResultsToAlarm?: number | undefined;
  readonly Threshold?: number | undefined;
  readonly ComparisonOperator?: string | undefined;
  readonly TreatMissingData?: string | undefined;
  readonly StateTransitionedTimestamp?: Date | undefined;
  readonly EvaluationState?: string | undefined;
  readonly ActionLogLineCount?: number | undefined;
  readonly ActionLogLineRoleArn?: string | undefined;
  readonly WarmUpConfiguration?: WarmUpConfiguration | undefined;
  readonly ActionConfiguration?: ActionConfiguration | undefined;
}

export interface MetricDataResult {
  readonly Id?: string | undefined;
  readonly Label?: string | undefined;
  readonly Timestamps?: readonly Date[] | undefined;
  readonly Values?: readonly number[] | undefined;
  readonly StatusCode?: string | undefined;
  readonly Messages?: readonly MessageData[] | undefined;
}

export interface MessageData {
  readonly Code?: string | undefined;
  readonly Value?: string | undefined;
}

export interface Datapoint {
  readonly Timestamp?: Date | undefined;
  readonly SampleCount?: number | undefined;
  readonly Average?: number | undefined;
  readonly Sum?: number | undefined;
  readonly Minimum?: number | undefined;
  readonly Maximum?: number | undefined;
  readonly Unit?: string | undefined;
  readonly ExtendedStatistics?: Readonly<Record<string, number>> | undefined;
}

export interface Metric {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: readonly Dimension[] | undefined;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface ActionConfiguration {
  readonly AlarmTagsPropagation?: AlarmTagsPropagation | undefined;
}

export interface EvaluationWindow {
  readonly WallClockWindow?: WallClockWindow | undefined;
  readonly SlidingWindow?: SlidingWindow | undefined;
}

export interface WarmUpConfiguration {
  readonly WarmUpPeriodDurationInMinutes: number;
  readonly OnlyStartEvaluatingAfterWarmUpPeriodEnds?: boolean | undefined;
}

export interface EvaluationCriteria {
  readonly PromQLCriteria?: AlarmPromQLCriteria | undefined;
}

export interface ScheduledQueryConfiguration {
  readonly QueryString: string;
  readonly LogGroupIdentifiers?: readonly string[] | undefined;
  readonly QueryARN?: string | undefined;
  readonly ScheduledQueryRoleARN: string;
  readonly ScheduleConfiguration: ScheduleConfiguration;
  readonly AggregationExpression: string;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface AlarmTagsPropagation {
  readonly Enabled: boolean;
  readonly IncludedTagKeys?: readonly string[] | undefined;
  readonly ExcludedTagKeys?: readonly string[] | undefined;
}

export interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

export interface MetricDataQuery {
  readonly Id: string;
  readonly MetricStat?: MetricStat | undefined;
  readonly Expression?: string | undefined;
  readonly Label?: string | undefined;
  readonly ReturnData?: boolean | undefined;
  readonly Period?: number | undefined;
  readonly AccountId?: string | undefined;
}

export interface WallClockWindow {
  readonly Timezone?: string | undefined;
}

export interface SlidingWindow {

}

export interface AlarmPromQLCriteria {
  readonly Query: string;
  readonly PendingPeriod?: number | undefined;
  readonly RecoveryPeriod?: number | undefined;
}

export interface ScheduleConfiguration {
  readonly ScheduleExpression: string;
  readonly StartTimeOffset: number;
  readonly EndTimeOffset?: number | undefined;
}

export interface MetricStat {
  readonly Metric: Metric;
  readonly Period: number;
  readonly Stat: string;
  readonly Unit?: string | undefined;
}
