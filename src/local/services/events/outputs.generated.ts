// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly DeleteRule: Nothing;
  readonly DescribeRule: DescribeRuleResponse;
  readonly DisableRule: Nothing;
  readonly EnableRule: Nothing;
  readonly ListRuleNamesByTarget: ListRuleNamesByTargetResponse;
  readonly ListRules: ListRulesResponse;
  readonly ListTagsForResource: ListTagsForResourceResponse;
  readonly ListTargetsByRule: ListTargetsByRuleResponse;
  readonly PutEvents: PutEventsResponse;
  readonly PutRule: PutRuleResponse;
  readonly PutTargets: PutTargetsResponse;
  readonly RemoveTargets: RemoveTargetsResponse;
  readonly TagResource: TagResourceResponse;
  readonly TestEventPattern: TestEventPatternResponse;
  readonly UntagResource: UntagResourceResponse;
}

export interface DescribeRuleResponse {
  readonly Name: string | undefined;
  readonly Arn: string | undefined;
  readonly EventPattern: string | undefined;
  readonly ScheduleExpression: string | undefined;
  readonly State: string | undefined;
  readonly Description: string | undefined;
  readonly RoleArn: string | undefined;
  readonly ManagedBy: string | undefined;
  readonly EventBusName: string | undefined;
  readonly CreatedBy: string | undefined;
}

export interface ListRuleNamesByTargetResponse {
  readonly RuleNames: readonly string[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListRulesResponse {
  readonly Rules: readonly Rule[] | undefined;
  readonly NextToken: string | undefined;
}

export interface ListTagsForResourceResponse {
  readonly Tags: readonly Tag[] | undefined;
}

export interface ListTargetsByRuleResponse {
  readonly Targets: readonly Target[] | undefined;
  readonly NextToken: string | undefined;
}

export interface PutEventsResponse {
  readonly FailedEntryCount: number | undefined;
  readonly Entries: readonly PutEventsResultEntry[] | undefined;
}

export interface PutRuleResponse {
  readonly RuleArn: string | undefined;
}

export interface PutTargetsResponse {
  readonly FailedEntryCount: number | undefined;
  readonly FailedEntries: readonly PutTargetsResultEntry[] | undefined;
}

export interface RemoveTargetsResponse {
  readonly FailedEntryCount: number | undefined;
  readonly FailedEntries: readonly RemoveTargetsResultEntry[] | undefined;
}

export interface TagResourceResponse {

}

export interface TestEventPatternResponse {
  readonly Result: boolean | undefined;
}

export interface UntagResourceResponse {

}

export interface Rule {
  readonly Name?: string | undefined;
  readonly Arn?: string | undefined;
  readonly EventPattern?: string | undefined;
  readonly State?: string | undefined;
  readonly Description?: string | undefined;
  readonly ScheduleExpression?: string | undefined;
  readonly RoleArn?: string | undefined;
  readonly ManagedBy?: string | undefined;
  readonly EventBusName?: string | undefined;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly RoleArn?: string | undefined;
  readonly Input?: string | undefined;
  readonly InputPath?: string | undefined;
  readonly InputTransformer?: InputTransformer | undefined;
  readonly KinesisParameters?: KinesisParameters | undefined;
  readonly RunCommandParameters?: RunCommandParameters | undefined;
  readonly EcsParameters?: EcsParameters | undefined;
  readonly BatchParameters?: BatchParameters | undefined;
  readonly SqsParameters?: SqsParameters | undefined;
  readonly HttpParameters?: HttpParameters | undefined;
  readonly RedshiftDataParameters?: RedshiftDataParameters | undefined;
  readonly SageMakerPipelineParameters?: SageMakerPipelineParameters | undefined;
  readonly DeadLetterConfig?: DeadLetterConfig | undefined;
  readonly RetryPolicy?: RetryPolicy | undefined;
  readonly AppSyncParameters?: AppSyncParameters | undefined;
}

export interface PutEventsResultEntry {
  readonly EventId?: string | undefined;
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}

export interface PutTargetsResultEntry {
  readonly TargetId?: string | undefined;
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}

export interface RemoveTargetsResultEntry {
  readonly TargetId?: string | undefined;
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}

export interface InputTransformer {
  readonly InputPathsMap?: Readonly<Record<string, string>> | undefined;
  readonly InputTemplate: string;
}

export interface KinesisParameters {
  readonly PartitionKeyPath: string;
}

export interface RunCommandParameters {
  readonly RunCommandTargets: readonly RunCommandTarget[];
}

export interface EcsParameters {
  readonly TaskDefinitionArn: string;
  readonly TaskCount?: number | undefined;
  readonly LaunchType?: string | undefined;
  readonly NetworkConfiguration?: NetworkConfiguration | undefined;
  readonly PlatformVersion?: string | undefined;
  readonly Group?: string | undefined;
  readonly CapacityProviderStrategy?: readonly CapacityProviderStrategyItem[] | undefined;
  readonly EnableECSManagedTags?: boolean | undefined;
  readonly EnableExecuteCommand?: boolean | undefined;
  readonly PlacementConstraints?: readonly PlacementConstraint[] | undefined;
  readonly PlacementStrategy?: readonly PlacementStrategy[] | undefined;
  readonly PropagateTags?: string | undefined;
  readonly ReferenceId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
}

export interface BatchParameters {
  readonly JobDefinition: string;
  readonly JobName: string;
  readonly ArrayProperties?: BatchArrayProperties | undefined;
  readonly RetryStrategy?: BatchRetryStrategy | undefined;
}

export interface SqsParameters {
  readonly MessageGroupId?: string | undefined;
}

export interface HttpParameters {
  readonly PathParameterValues?: readonly string[] | undefined;
  readonly HeaderParameters?: Readonly<Record<string, string>> | undefined;
  readonly QueryStringParameters?: Readonly<Record<string, string>> | undefined;
}

export interface RedshiftDataParameters {
  readonly SecretManagerArn?: string | undefined;
  readonly Database: string;
  readonly DbUser?: string | undefined;
  readonly Sql?: string | undefined;
  readonly StatementName?: string | undefined;
  readonly WithEvent?: boolean | undefined;
  readonly Sqls?: readonly string[] | undefined;
}

export interface SageMakerPipelineParameters {
  readonly PipelineParameterList?: readonly SageMakerPipelineParameter[] | undefined;
}

export interface DeadLetterConfig {
  readonly Arn?: string | undefined;
}

export interface RetryPolicy {
  readonly MaximumRetryAttempts?: number | undefined;
  readonly MaximumEventAgeInSeconds?: number | undefined;
}

export interface AppSyncParameters {
  readonly GraphQLOperation?: string | undefined;
}

export interface NetworkConfiguration {
  readonly awsvpcConfiguration?: AwsVpcConfiguration | undefined;
}

export interface BatchArrayProperties {
  readonly Size?: number | undefined;
}

export interface BatchRetryStrategy {
  readonly Attempts?: number | undefined;
}

export interface RunCommandTarget {
  readonly Key: string;
  readonly Values: readonly string[];
}

export interface AwsVpcConfiguration {
  readonly Subnets: readonly string[];
  readonly SecurityGroups?: readonly string[] | undefined;
  readonly AssignPublicIp?: string | undefined;
}

export interface CapacityProviderStrategyItem {
  readonly capacityProvider: string;
  readonly weight?: number | undefined;
  readonly base?: number | undefined;
}

export interface PlacementConstraint {
  readonly type?: string | undefined;
  readonly expression?: string | undefined;
}

export interface PlacementStrategy {
  readonly type?: string | undefined;
  readonly field?: string | undefined;
}

export interface SageMakerPipelineParameter {
  readonly Name: string;
  readonly Value: string;
}
