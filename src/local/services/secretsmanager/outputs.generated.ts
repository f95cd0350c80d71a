// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly CreateSecret: CreateSecretResponse;
  readonly DeleteResourcePolicy: DeleteResourcePolicyResponse;
  readonly DeleteSecret: DeleteSecretResponse;
  readonly DescribeSecret: DescribeSecretResponse;
  readonly GetResourcePolicy: GetResourcePolicyResponse;
  readonly GetSecretValue: GetSecretValueResponse;
  readonly ListSecretVersionIds: ListSecretVersionIdsResponse;
  readonly ListSecrets: ListSecretsResponse;
  readonly PutResourcePolicy: PutResourcePolicyResponse;
  readonly PutSecretValue: PutSecretValueResponse;
  readonly RestoreSecret: RestoreSecretResponse;
  readonly RotateSecret: RotateSecretResponse;
  readonly TagResource: Nothing;
  readonly UntagResource: Nothing;
  readonly UpdateSecret: UpdateSecretResponse;
  readonly UpdateSecretVersionStage: UpdateSecretVersionStageResponse;
}

export interface CreateSecretResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly VersionId: string | undefined;
  readonly ReplicationStatus: readonly ReplicationStatusType[] | undefined;
}

export interface DeleteResourcePolicyResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly PolicyName: string | undefined;
}

export interface DeleteSecretResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly DeletionDate: Date | undefined;
}

export interface DescribeSecretResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly Type: string | undefined;
  readonly Description: string | undefined;
  readonly KmsKeyId: string | undefined;
  readonly RotationEnabled: boolean | undefined;
  readonly RotationLambdaARN: string | undefined;
  readonly RotationRules: RotationRulesType | undefined;
  readonly ExternalSecretRotationMetadata: readonly ExternalSecretRotationMetadataItem[] | undefined;
  readonly ExternalSecretRotationRoleArn: string | undefined;
  readonly LastRotatedDate: Date | undefined;
  readonly LastChangedDate: Date | undefined;
  readonly LastAccessedDate: Date | undefined;
  readonly DeletedDate: Date | undefined;
  readonly NextRotationDate: Date | undefined;
  readonly Tags: readonly Tag[] | undefined;
  readonly VersionIdsToStages: Readonly<Record<string, readonly string[]>> | undefined;
  readonly OwningService: string | undefined;
  readonly CreatedDate: Date | undefined;
  readonly PrimaryRegion: string | undefined;
  readonly ReplicationStatus: readonly ReplicationStatusType[] | undefined;
  readonly CrossAccountPrimary: CrossAccountPrimaryType | undefined;
  readonly CrossAccountReplicas: readonly CrossAccountReplicaEntry[] | undefined;
}

export interface GetResourcePolicyResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly ResourcePolicy: string | undefined;
  readonly PolicyName: string | undefined;
}

export interface GetSecretValueResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly VersionId: string | undefined;
  readonly SecretBinary: Uint8Array | undefined;
  readonly SecretString: string | undefined;
  readonly VersionStages: readonly string[] | undefined;
  readonly CreatedDate: Date | undefined;
}

export interface ListSecretVersionIdsResponse {
  readonly Versions: readonly SecretVersionsListEntry[] | undefined;
  readonly NextToken: string | undefined;
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
}

export interface ListSecretsResponse {
  readonly SecretList: readonly SecretListEntry[] | undefined;
  readonly NextToken: string | undefined;
}

export interface PutResourcePolicyResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly PolicyName: string | undefined;
}

export interface PutSecretValueResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly VersionId: string | undefined;
  readonly VersionStages: readonly string[] | undefined;
}

export interface RestoreSecretResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
}

export interface RotateSecretResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly VersionId: string | undefined;
}

export interface UpdateSecretResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
  readonly VersionId: string | undefined;
}

export interface UpdateSecretVersionStageResponse {
  readonly ARN: string | undefined;
  readonly Name: string | undefined;
}

export interface RotationRulesType {
  readonly AutomaticallyAfterDays?: number | undefined;
  readonly Duration?: string | undefined;
  readonly ScheduleExpression?: string | undefined;
}

export interface CrossAccountPrimaryType {
  readonly PrimarySecretARN?: string | undefined;
  readonly ReplicationStatus?: string | undefined;
  readonly StatusMessage?: string | undefined;
}

export interface ReplicationStatusType {
  readonly Region?: string | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly Status?: string | undefined;
  readonly StatusMessage?: string | undefined;
  readonly LastAccessedDate?: Date | undefined;
}

export interface ExternalSecretRotationMetadataItem {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface Tag {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export interface CrossAccountReplicaEntry {
  readonly ReplicaSecretARN?: string | undefined;
  readonly ReplicationRoleARN?: string | undefined;
  readonly ReplicationStatus?: string | undefined;
  readonly StatusMessage?: string | undefined;
}

export interface SecretVersionsListEntry {
  readonly VersionId?: string | undefined;
  readonly VersionStages?: readonly string[] | undefined;
  readonly LastAccessedDate?: Date | undefined;
  readonly CreatedDate?: Date | undefined;
  readonly KmsKeyIds?: readonly string[] | undefined;
}

export interface SecretListEntry {
  readonly ARN?: string | undefined;
  readonly Name?: string | undefined;
  readonly Type?: string | undefined;
  readonly Description?: string | undefined;
  readonly KmsKeyId?: string | undefined;
  readonly RotationEnabled?: boolean | undefined;
  readonly RotationLambdaARN?: string | undefined;
  readonly RotationRules?: RotationRulesType | undefined;
  readonly ExternalSecretRotationMetadata?: readonly ExternalSecretRotationMetadataItem[] | undefined;
  readonly ExternalSecretRotationRoleArn?: string | undefined;
  readonly LastRotatedDate?: Date | undefined;
  readonly LastChangedDate?: Date | undefined;
  readonly LastAccessedDate?: Date | undefined;
  readonly DeletedDate?: Date | undefined;
  readonly NextRotationDate?: Date | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly SecretVersionsToStages?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly OwningService?: string | undefined;
  readonly CreatedDate?: Date | undefined;
  readonly PrimaryRegion?: string | undefined;
}
