// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly CancelKeyDeletion: CancelKeyDeletionResponse;
  readonly CreateAlias: Nothing;
  readonly CreateGrant: CreateGrantResponse;
  readonly CreateKey: CreateKeyResponse;
  readonly Decrypt: DecryptResponse;
  readonly DeleteAlias: Nothing;
  readonly DescribeKey: DescribeKeyResponse;
  readonly DisableKey: Nothing;
  readonly EnableKey: Nothing;
  readonly Encrypt: EncryptResponse;
  readonly GenerateDataKey: GenerateDataKeyResponse;
  readonly GetKeyPolicy: GetKeyPolicyResponse;
  readonly GetKeyRotationStatus: GetKeyRotationStatusResponse;
  readonly ListAliases: ListAliasesResponse;
  readonly ListGrants: ListGrantsResponse;
  readonly ListKeyPolicies: ListKeyPoliciesResponse;
  readonly ListKeys: ListKeysResponse;
  readonly ListResourceTags: ListResourceTagsResponse;
  readonly PutKeyPolicy: Nothing;
  readonly RetireGrant: Nothing;
  readonly RevokeGrant: Nothing;
  readonly ScheduleKeyDeletion: ScheduleKeyDeletionResponse;
  readonly UpdateAlias: Nothing;
}

export interface CancelKeyDeletionResponse {
  readonly KeyId: string | undefined;
}

export interface CreateGrantResponse {
  readonly GrantToken: string | undefined;
  readonly GrantId: string | undefined;
}

export interface CreateKeyResponse {
  readonly KeyMetadata: KeyMetadata | undefined;
}

export interface DecryptResponse {
  readonly KeyId: string | undefined;
  readonly Plaintext: Uint8Array | undefined;
  readonly EncryptionAlgorithm: string | undefined;
  readonly CiphertextForRecipient: Uint8Array | undefined;
  readonly KeyMaterialId: string | undefined;
}

export interface DescribeKeyResponse {
  readonly KeyMetadata: KeyMetadata | undefined;
}

export interface EncryptResponse {
  readonly CiphertextBlob: Uint8Array | undefined;
  readonly KeyId: string | undefined;
  readonly EncryptionAlgorithm: string | undefined;
}

export interface GenerateDataKeyResponse {
  readonly CiphertextBlob: Uint8Array | undefined;
  readonly Plaintext: Uint8Array | undefined;
  readonly KeyId: string | undefined;
  readonly CiphertextForRecipient: Uint8Array | undefined;
  readonly KeyMaterialId: string | undefined;
}

export interface GetKeyPolicyResponse {
  readonly Policy: string | undefined;
  readonly PolicyName: string | undefined;
}

export interface GetKeyRotationStatusResponse {
  readonly KeyRotationEnabled: boolean | undefined;
  readonly KeyId: string | undefined;
  readonly RotationPeriodInDays: number | undefined;
  readonly NextRotationDate: Date | undefined;
  readonly OnDemandRotationStartDate: Date | undefined;
}

export interface ListAliasesResponse {
  readonly Aliases: readonly AliasListEntry[] | undefined;
  readonly NextMarker: string | undefined;
  readonly Truncated: boolean | undefined;
}

export interface ListGrantsResponse {
  readonly Grants: readonly GrantListEntry[] | undefined;
  readonly NextMarker: string | undefined;
  readonly Truncated: boolean | undefined;
}

export interface ListKeyPoliciesResponse {
  readonly PolicyNames: readonly string[] | undefined;
  readonly NextMarker: string | undefined;
  readonly Truncated: boolean | undefined;
}

export interface ListKeysResponse {
  readonly Keys: readonly KeyListEntry[] | undefined;
  readonly NextMarker: string | undefined;
  readonly Truncated: boolean | undefined;
}

export interface ListResourceTagsResponse {
  readonly Tags: readonly Tag[] | undefined;
  readonly NextMarker: string | undefined;
  readonly Truncated: boolean | undefined;
}

export interface ScheduleKeyDeletionResponse {
  readonly KeyId: string | undefined;
  readonly DeletionDate: Date | undefined;
  readonly KeyState: string | undefined;
  readonly PendingWindowInDays: number | undefined;
}

export interface KeyMetadata {
  readonly AWSAccountId?: string | undefined;
  readonly KeyId: string;
  readonly Arn?: string | undefined;
  readonly CreationDate?: Date | undefined;
  readonly Enabled?: boolean | undefined;
  readonly Description?: string | undefined;
  readonly KeyUsage?: string | undefined;
  readonly KeyState?: string | undefined;
  readonly DeletionDate?: Date | undefined;
  readonly ValidTo?: Date | undefined;
  readonly Origin?: string | undefined;
  readonly CustomKeyStoreId?: string | undefined;
  readonly CloudHsmClusterId?: string | undefined;
  readonly ExpirationModel?: string | undefined;
  readonly KeyManager?: string | undefined;
  readonly CustomerMasterKeySpec?: string | undefined;
  readonly KeySpec?: string | undefined;
  readonly EncryptionAlgorithms?: readonly string[] | undefined;
  readonly SigningAlgorithms?: readonly string[] | undefined;
  readonly KeyAgreementAlgorithms?: readonly string[] | undefined;
  readonly MultiRegion?: boolean | undefined;
  readonly MultiRegionConfiguration?: MultiRegionConfiguration | undefined;
  readonly PendingDeletionWindowInDays?: number | undefined;
  readonly MacAlgorithms?: readonly string[] | undefined;
  readonly XksKeyConfiguration?: XksKeyConfigurationType | undefined;
  readonly CurrentKeyMaterialId?: string | undefined;
}

export interface MultiRegionConfiguration {
  readonly MultiRegionKeyType?: string | undefined;
  readonly PrimaryKey?: MultiRegionKey | undefined;
  readonly ReplicaKeys?: readonly MultiRegionKey[] | undefined;
}

export interface XksKeyConfigurationType {
  readonly Id?: string | undefined;
}

export interface AliasListEntry {
  readonly AliasName?: string | undefined;
  readonly AliasArn?: string | undefined;
  readonly TargetKeyId?: string | undefined;
  readonly CreationDate?: Date | undefined;
  readonly LastUpdatedDate?: Date | undefined;
}

export interface GrantListEntry {
  readonly KeyId?: string | undefined;
  readonly GrantId?: string | undefined;
  readonly Name?: string | undefined;
  readonly CreationDate?: Date | undefined;
  readonly GranteePrincipal?: string | undefined;
  readonly RetiringPrincipal?: string | undefined;
  readonly IssuingAccount?: string | undefined;
  readonly Operations?: readonly string[] | undefined;
  readonly Constraints?: GrantConstraints | undefined;
}

export interface KeyListEntry {
  readonly KeyId?: string | undefined;
  readonly KeyArn?: string | undefined;
}

export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

export interface MultiRegionKey {
  readonly Arn?: string | undefined;
  readonly Region?: string | undefined;
}

export interface GrantConstraints {
  readonly EncryptionContextSubset?: Readonly<Record<string, string>> | undefined;
  readonly EncryptionContextEquals?: Readonly<Record<string, string>> | undefined;
}
