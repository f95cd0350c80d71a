// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly BatchCheckLayerAvailability: BatchCheckLayerAvailabilityResponse;
  readonly BatchDeleteImage: BatchDeleteImageResponse;
  readonly BatchGetImage: BatchGetImageResponse;
  readonly BatchGetRepositoryScanningConfiguration: BatchGetRepositoryScanningConfigurationResponse;
  readonly CompleteLayerUpload: CompleteLayerUploadResponse;
  readonly CreatePullThroughCacheRule: CreatePullThroughCacheRuleResponse;
  readonly CreateRepository: CreateRepositoryResponse;
  readonly CreateRepositoryCreationTemplate: CreateRepositoryCreationTemplateResponse;
  readonly DeleteLifecyclePolicy: DeleteLifecyclePolicyResponse;
  readonly DeletePullThroughCacheRule: DeletePullThroughCacheRuleResponse;
  readonly DeleteRegistryPolicy: DeleteRegistryPolicyResponse;
  readonly DeleteRepository: DeleteRepositoryResponse;
  readonly DeleteRepositoryCreationTemplate: DeleteRepositoryCreationTemplateResponse;
  readonly DeleteRepositoryPolicy: DeleteRepositoryPolicyResponse;
  readonly DeleteSigningConfiguration: DeleteSigningConfigurationResponse;
  readonly DeregisterPullTimeUpdateExclusion: DeregisterPullTimeUpdateExclusionResponse;
  readonly DescribeImageReplicationStatus: DescribeImageReplicationStatusResponse;
  readonly DescribeImageScanFindings: DescribeImageScanFindingsResponse;
  readonly DescribeImageSigningStatus: DescribeImageSigningStatusResponse;
  readonly DescribeImages: DescribeImagesResponse;
  readonly DescribePullThroughCacheRules: DescribePullThroughCacheRulesResponse;
  readonly DescribeRegistry: DescribeRegistryResponse;
  readonly DescribeRepositories: DescribeRepositoriesResponse;
  readonly DescribeRepositoryCreationTemplates: DescribeRepositoryCreationTemplatesResponse;
  readonly GetAccountSetting: GetAccountSettingResponse;
  readonly GetAuthorizationToken: GetAuthorizationTokenResponse;
  readonly GetDownloadUrlForLayer: GetDownloadUrlForLayerResponse;
  readonly GetLifecyclePolicy: GetLifecyclePolicyResponse;
  readonly GetLifecyclePolicyPreview: GetLifecyclePolicyPreviewResponse;
  readonly GetRegistryPolicy: GetRegistryPolicyResponse;
  readonly GetRegistryScanningConfiguration: GetRegistryScanningConfigurationResponse;
  readonly GetRepositoryPolicy: GetRepositoryPolicyResponse;
  readonly GetSigningConfiguration: GetSigningConfigurationResponse;
  readonly InitiateLayerUpload: InitiateLayerUploadResponse;
  readonly ListImageReferrers: ListImageReferrersResponse;
  readonly ListImages: ListImagesResponse;
  readonly ListPullTimeUpdateExclusions: ListPullTimeUpdateExclusionsResponse;
  readonly ListTagsForResource: ListTagsForResourceResponse;
  readonly PutAccountSetting: PutAccountSettingResponse;
  readonly PutImage: PutImageResponse;
  readonly PutImageScanningConfiguration: PutImageScanningConfigurationResponse;
  readonly PutImageTagMutability: PutImageTagMutabilityResponse;
  readonly PutLifecyclePolicy: PutLifecyclePolicyResponse;
  readonly PutRegistryPolicy: PutRegistryPolicyResponse;
  readonly PutRegistryScanningConfiguration: PutRegistryScanningConfigurationResponse;
  readonly PutReplicationConfiguration: PutReplicationConfigurationResponse;
  readonly PutSigningConfiguration: PutSigningConfigurationResponse;
  readonly RegisterPullTimeUpdateExclusion: RegisterPullTimeUpdateExclusionResponse;
  readonly SetRepositoryPolicy: SetRepositoryPolicyResponse;
  readonly StartImageScan: StartImageScanResponse;
  readonly StartLifecyclePolicyPreview: StartLifecyclePolicyPreviewResponse;
  readonly TagResource: TagResourceResponse;
  readonly UntagResource: UntagResourceResponse;
  readonly UpdateImageStorageClass: UpdateImageStorageClassResponse;
  readonly UpdatePullThroughCacheRule: UpdatePullThroughCacheRuleResponse;
  readonly UpdateRepositoryCreationTemplate: UpdateRepositoryCreationTemplateResponse;
  readonly UploadLayerPart: UploadLayerPartResponse;
  readonly ValidatePullThroughCacheRule: ValidatePullThroughCacheRuleResponse;
}

export interface BatchCheckLayerAvailabilityResponse {
  readonly layers: readonly Layer[] | undefined;
  readonly failures: readonly LayerFailure[] | undefined;
}

export interface BatchDeleteImageResponse {
  readonly imageIds: readonly ImageIdentifier[] | undefined;
  readonly failures: readonly ImageFailure[] | undefined;
}

export interface BatchGetImageResponse {
  readonly images: readonly Image[] | undefined;
  readonly failures: readonly ImageFailure[] | undefined;
}

export interface BatchGetRepositoryScanningConfigurationResponse {
  readonly scanningConfigurations: readonly RepositoryScanningConfiguration[] | undefined;
  readonly failures: readonly RepositoryScanningConfigurationFailure[] | undefined;
}

export interface CompleteLayerUploadResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly uploadId: string | undefined;
  readonly layerDigest: string | undefined;
}

export interface CreatePullThroughCacheRuleResponse {
  readonly ecrRepositoryPrefix: string | undefined;
  readonly upstreamRegistryUrl: string | undefined;
  readonly createdAt: Date | undefined;
  readonly registryId: string | undefined;
  readonly upstreamRegistry: string | undefined;
  readonly credentialArn: string | undefined;
  readonly customRoleArn: string | undefined;
  readonly upstreamRepositoryPrefix: string | undefined;
}

export interface CreateRepositoryResponse {
  readonly repository: Repository | undefined;
}

export interface CreateRepositoryCreationTemplateResponse {
  readonly registryId: string | undefined;
  readonly repositoryCreationTemplate: RepositoryCreationTemplate | undefined;
}

export interface DeleteLifecyclePolicyResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly lifecyclePolicyText: string | undefined;
  readonly lastEvaluatedAt: Date | undefined;
}

export interface DeletePullThroughCacheRuleResponse {
  readonly ecrRepositoryPrefix: string | undefined;
  readonly upstreamRegistryUrl: string | undefined;
  readonly createdAt: Date | undefined;
  readonly registryId: string | undefined;
  readonly credentialArn: string | undefined;
  readonly customRoleArn: string | undefined;
  readonly upstreamRepositoryPrefix: string | undefined;
}

export interface DeleteRegistryPolicyResponse {
  readonly registryId: string | undefined;
  readonly policyText: string | undefined;
}

export interface DeleteRepositoryResponse {
  readonly repository: Repository | undefined;
}

export interface DeleteRepositoryCreationTemplateResponse {
  readonly registryId: string | undefined;
  readonly repositoryCreationTemplate: RepositoryCreationTemplate | undefined;
}

export interface DeleteRepositoryPolicyResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly policyText: string | undefined;
}

export interface DeleteSigningConfigurationResponse {
  readonly registryId: string | undefined;
  readonly signingConfiguration: SigningConfiguration | undefined;
}

export interface DeregisterPullTimeUpdateExclusionResponse {
  readonly principalArn: string | undefined;
}

export interface DescribeImageReplicationStatusResponse {
  readonly repositoryName: string | undefined;
  readonly imageId: ImageIdentifier | undefined;
  readonly replicationStatuses: readonly ImageReplicationStatus[] | undefined;
}

export interface DescribeImageScanFindingsResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly imageId: ImageIdentifier | undefined;
  readonly imageScanStatus: ImageScanStatus | undefined;
  readonly imageScanFindings: ImageScanFindings | undefined;
  readonly nextToken: string | undefined;
}

export interface DescribeImageSigningStatusResponse {
  readonly repositoryName: string | undefined;
  readonly imageId: ImageIdentifier | undefined;
  readonly registryId: string | undefined;
  readonly signingStatuses: readonly ImageSigningStatus[] | undefined;
}

export interface DescribeImagesResponse {
  readonly imageDetails: readonly ImageDetail[] | undefined;
  readonly nextToken: string | undefined;
}

export interface DescribePullThroughCacheRulesResponse {
  readonly pullThroughCacheRules: readonly PullThroughCacheRule[] | undefined;
  readonly nextToken: string | undefined;
}

export interface DescribeRegistryResponse {
  readonly registryId: string | undefined;
  readonly replicationConfiguration: ReplicationConfiguration | undefined;
}

export interface DescribeRepositoriesResponse {
  readonly repositories: readonly Repository[] | undefined;
  readonly nextToken: string | undefined;
}

export interface DescribeRepositoryCreationTemplatesResponse {
  readonly registryId: string | undefined;
  readonly repositoryCreationTemplates: readonly RepositoryCreationTemplate[] | undefined;
  readonly nextToken: string | undefined;
}

export interface GetAccountSettingResponse {
  readonly name: string | undefined;
  readonly value: string | undefined;
}

export interface GetAuthorizationTokenResponse {
  readonly authorizationData: readonly AuthorizationData[] | undefined;
}

export interface GetDownloadUrlForLayerResponse {
  readonly downloadUrl: string | undefined;
  readonly layerDigest: string | undefined;
}

export interface GetLifecyclePolicyResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly lifecyclePolicyText: string | undefined;
  readonly lastEvaluatedAt: Date | undefined;
}

export interface GetLifecyclePolicyPreviewResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly lifecyclePolicyText: string | undefined;
  readonly status: string | undefined;
  readonly nextToken: string | undefined;
  readonly previewResults: readonly LifecyclePolicyPreviewResult[] | undefined;
  readonly summary: LifecyclePolicyPreviewSummary | undefined;
}

export interface GetRegistryPolicyResponse {
  readonly registryId: string | undefined;
  readonly policyText: string | undefined;
}

export interface GetRegistryScanningConfigurationResponse {
  readonly registryId: string | undefined;
  readonly scanningConfiguration: RegistryScanningConfiguration | undefined;
}

export interface GetRepositoryPolicyResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly policyText: string | undefined;
}

export interface GetSigningConfigurationResponse {
  readonly registryId: string | undefined;
  readonly signingConfiguration: SigningConfiguration | undefined;
}

export interface InitiateLayerUploadResponse {
  readonly uploadId: string | undefined;
  readonly partSize: number | undefined;
}

export interface ListImageReferrersResponse {
  readonly referrers: readonly ImageReferrer[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListImagesResponse {
  readonly imageIds: readonly ImageIdentifier[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListPullTimeUpdateExclusionsResponse {
  readonly pullTimeUpdateExclusions: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListTagsForResourceResponse {
  readonly tags: readonly Tag[] | undefined;
}

export interface PutAccountSettingResponse {
  readonly name: string | undefined;
  readonly value: string | undefined;
}

export interface PutImageResponse {
  readonly image: Image | undefined;
}

export interface PutImageScanningConfigurationResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly imageScanningConfiguration: ImageScanningConfiguration | undefined;
}

export interface PutImageTagMutabilityResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly imageTagMutability: string | undefined;
  readonly imageTagMutabilityExclusionFilters: readonly ImageTagMutabilityExclusionFilter[] | undefined;
}

export interface PutLifecyclePolicyResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly lifecyclePolicyText: string | undefined;
}

export interface PutRegistryPolicyResponse {
  readonly registryId: string | undefined;
  readonly policyText: string | undefined;
}

export interface PutRegistryScanningConfigurationResponse {
  readonly registryScanningConfiguration: RegistryScanningConfiguration | undefined;
}

export interface PutReplicationConfigurationResponse {
  readonly replicationConfiguration: ReplicationConfiguration | undefined;
}

export interface PutSigningConfigurationResponse {
  readonly signingConfiguration: SigningConfiguration | undefined;
}

export interface RegisterPullTimeUpdateExclusionResponse {
  readonly principalArn: string | undefined;
  readonly createdAt: Date | undefined;
}

export interface SetRepositoryPolicyResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly policyText: string | undefined;
}

export interface StartImageScanResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly imageId: ImageIdentifier | undefined;
  readonly imageScanStatus: ImageScanStatus | undefined;
}

export interface StartLifecyclePolicyPreviewResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly lifecyclePolicyText: string | undefined;
  readonly status: string | undefined;
}

export interface TagResourceResponse {

}

export interface UntagResourceResponse {

}

export interface UpdateImageStorageClassResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly imageId: ImageIdentifier | undefined;
  readonly imageStatus: string | undefined;
}

export interface UpdatePullThroughCacheRuleResponse {
  readonly ecrRepositoryPrefix: string | undefined;
  readonly registryId: string | undefined;
  readonly updatedAt: Date | undefined;
  readonly credentialArn: string | undefined;
  readonly customRoleArn: string | undefined;
  readonly upstreamRepositoryPrefix: string | undefined;
}

export interface UpdateRepositoryCreationTemplateResponse {
  readonly registryId: string | undefined;
  readonly repositoryCreationTemplate: RepositoryCreationTemplate | undefined;
}

export interface UploadLayerPartResponse {
  readonly registryId: string | undefined;
  readonly repositoryName: string | undefined;
  readonly uploadId: string | undefined;
  readonly lastByteReceived: number | undefined;
}

export interface ValidatePullThroughCacheRuleResponse {
  readonly ecrRepositoryPrefix: string | undefined;
  readonly registryId: string | undefined;
  readonly upstreamRegistryUrl: string | undefined;
  readonly credentialArn: string | undefined;
  readonly customRoleArn: string | undefined;
  readonly upstreamRepositoryPrefix: string | undefined;
  readonly isValid: boolean | undefined;
  readonly failure: string | undefined;
}

export interface Repository {
  readonly repositoryArn?: string | undefined;
  readonly registryId?: string | undefined;
  readonly repositoryName?: string | undefined;
  readonly repositoryUri?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly imageTagMutability?: string | undefined;
  readonly imageTagMutabilityExclusionFilters?: readonly ImageTagMutabilityExclusionFilter[] | undefined;
  readonly imageScanningConfiguration?: ImageScanningConfiguration | undefined;
  readonly encryptionConfiguration?: EncryptionConfiguration | undefined;
}

export interface RepositoryCreationTemplate {
  readonly prefix?: string | undefined;
  readonly description?: string | undefined;
  readonly encryptionConfiguration?: EncryptionConfigurationForRepositoryCreationTemplate | undefined;
  readonly resourceTags?: readonly Tag[] | undefined;
  readonly imageTagMutability?: string | undefined;
  readonly imageTagMutabilityExclusionFilters?: readonly ImageTagMutabilityExclusionFilter[] | undefined;
  readonly repositoryPolicy?: string | undefined;
  readonly lifecyclePolicy?: string | undefined;
  readonly appliedFor?: readonly string[] | undefined;
  readonly customRoleArn?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly updatedAt?: Date | undefined;
}

export interface SigningConfiguration {
  readonly rules: readonly SigningRule[];
}

export interface ImageIdentifier {
  readonly imageDigest?: string | undefined;
  readonly imageTag?: string | undefined;
}

export interface ImageScanStatus {
  readonly status?: string | undefined;
  readonly description?: string | undefined;
}

export interface ImageScanFindings {
  readonly imageScanCompletedAt?: Date | undefined;
  readonly vulnerabilitySourceUpdatedAt?: Date | undefined;
  readonly findingSeverityCounts?: Readonly<Record<string, number>> | undefined;
  readonly findings?: readonly ImageScanFinding[] | undefined;
  readonly enhancedFindings?: readonly EnhancedImageScanFinding[] | undefined;
}

export interface ReplicationConfiguration {
  readonly rules: readonly ReplicationRule[];
}

export interface LifecyclePolicyPreviewSummary {
  readonly expiringImageTotalCount?: number | undefined;
  readonly transitioningImageTotalCounts?: readonly TransitioningImageTotalCount[] | undefined;
}

export interface RegistryScanningConfiguration {
  readonly scanType?: string | undefined;
  readonly rules?: readonly RegistryScanningRule[] | undefined;
}

export interface Image {
  readonly registryId?: string | undefined;
  readonly repositoryName?: string | undefined;
  readonly imageId?: ImageIdentifier | undefined;
  readonly imageManifest?: string | undefined;
  readonly imageManifestMediaType?: string | undefined;
}

export interface ImageScanningConfiguration {
  readonly scanOnPush?: boolean | undefined;
}

export interface Layer {
  readonly layerDigest?: string | undefined;
  readonly layerAvailability?: string | undefined;
  readonly layerSize?: number | undefined;
  readonly mediaType?: string | undefined;
}

export interface LayerFailure {
  readonly layerDigest?: string | undefined;
  readonly failureCode?: string | undefined;
  readonly failureReason?: string | undefined;
}

export interface ImageFailure {
  readonly imageId?: ImageIdentifier | undefined;
  readonly failureCode?: string | undefined;
  readonly failureReason?: string | undefined;
}

export interface RepositoryScanningConfiguration {
  readonly repositoryArn?: string | undefined;
  readonly repositoryName?: string | undefined;
  readonly scanOnPush?: boolean | undefined;
  readonly scanFrequency?: string | undefined;
  readonly appliedScanFilters?: readonly ScanningRepositoryFilter[] | undefined;
}

export interface RepositoryScanningConfigurationFailure {
  readonly repositoryName?: string | undefined;
  readonly failureCode?: string | undefined;
  readonly failureReason?: string | undefined;
}

export interface EncryptionConfiguration {
  readonly encryptionType: string;
  readonly kmsKey?: string | undefined;
}

export interface EncryptionConfigurationForRepositoryCreationTemplate {
  readonly encryptionType: string;
  readonly kmsKey?: string | undefined;
}

export interface ImageReplicationStatus {
  readonly region?: string | undefined;
  readonly registryId?: string | undefined;
  readonly status?: string | undefined;
  readonly failureCode?: string | undefined;
}

export interface ImageSigningStatus {
  readonly signingProfileArn?: string | undefined;
  readonly failureCode?: string | undefined;
  readonly failureReason?: string | undefined;
  readonly status?: string | undefined;
}

export interface ImageDetail {
  readonly registryId?: string | undefined;
  readonly repositoryName?: string | undefined;
  readonly imageDigest?: string | undefined;
  readonly imageTags?: readonly string[] | undefined;
  readonly imageSizeInBytes?: number | undefined;
  readonly imagePushedAt?: Date | undefined;
  readonly imageScanStatus?: ImageScanStatus | undefined;
  readonly imageScanFindingsSummary?: ImageScanFindingsSummary | undefined;
  readonly imageManifestMediaType?: string | undefined;
  readonly artifactMediaType?: string | undefined;
  readonly lastRecordedPullTime?: Date | undefined;
  readonly subjectManifestDigest?: string | undefined;
  readonly imageStatus?: string | undefined;
  readonly lastArchivedAt?: Date | undefined;
  readonly lastActivatedAt?: Date | undefined;
}

export interface PullThroughCacheRule {
  readonly ecrRepositoryPrefix?: string | undefined;
  readonly upstreamRegistryUrl?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly registryId?: string | undefined;
  readonly credentialArn?: string | undefined;
  readonly customRoleArn?: string | undefined;
  readonly upstreamRepositoryPrefix?: string | undefined;
  readonly upstreamRegistry?: string | undefined;
  readonly updatedAt?: Date | undefined;
}

export interface AuthorizationData {
  readonly authorizationToken?: string | undefined;
  readonly expiresAt?: Date | undefined;
  readonly proxyEndpoint?: string | undefined;
}

export interface LifecyclePolicyPreviewResult {
  readonly imageTags?: readonly string[] | undefined;
  readonly imageDigest?: string | undefined;
  readonly imagePushedAt?: Date | undefined;
  readonly action?: LifecyclePolicyRuleAction | undefined;
  readonly appliedRulePriority?: number | undefined;
  readonly storageClass?: string | undefined;
}

export interface ImageReferrer {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactType?: string | undefined;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly artifactStatus?: string | undefined;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface ImageTagMutabilityExclusionFilter {
  readonly filterType: string;
  readonly filter: string;
}

export interface SigningRule {
  readonly signingProfileArn: string;
  readonly repositoryFilters?: readonly SigningRepositoryFilter[] | undefined;
}

export interface ImageScanFinding {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly uri?: string | undefined;
  readonly severity?: string | undefined;
  readonly attributes?: readonly Attribute[] | undefined;
}

export interface EnhancedImageScanFinding {
  readonly awsAccountId?: string | undefined;
  readonly description?: string | undefined;
  readonly findingArn?: string | undefined;
  readonly firstObservedAt?: Date | undefined;
  readonly lastObservedAt?: Date | undefined;
  readonly packageVulnerabilityDetails?: PackageVulnerabilityDetails | undefined;
  readonly remediation?: Remediation | undefined;
  readonly resources?: readonly Resource[] | undefined;
  readonly score?: number | undefined;
  readonly scoreDetails?: ScoreDetails | undefined;
  readonly severity?: string | undefined;
  readonly status?: string | undefined;
  readonly title?: string | undefined;
  readonly type?: string | undefined;
  readonly updatedAt?: Date | undefined;
  readonly fixAvailable?: string | undefined;
  readonly exploitAvailable?: string | undefined;
}

export interface ImageScanFindingsSummary {
  readonly imageScanCompletedAt?: Date | undefined;
  readonly vulnerabilitySourceUpdatedAt?: Date | undefined;
  readonly findingSeverityCounts?: Readonly<Record<string, number>> | undefined;
}

export interface ReplicationRule {
  readonly destinations: readonly ReplicationDestination[];
  readonly repositoryFilters?: readonly RepositoryFilter[] | undefined;
}

export interface LifecyclePolicyRuleAction {
  readonly type?: string | undefined;
  readonly targetStorageClass?: string | undefined;
}

export interface TransitioningImageTotalCount {
  readonly targetStorageClass?: string | undefined;
  readonly imageTotalCount?: number | undefined;
}

export interface RegistryScanningRule {
  readonly scanFrequency: string;
  readonly repositoryFilters: readonly ScanningRepositoryFilter[];
}

export interface ScanningRepositoryFilter {
  readonly filter: string;
  readonly filterType: string;
}

export interface PackageVulnerabilityDetails {
  readonly cvss?: readonly CvssScore[] | undefined;
  readonly referenceUrls?: readonly string[] | undefined;
  readonly relatedVulnerabilities?: readonly string[] | undefined;
  readonly source?: string | undefined;
  readonly sourceUrl?: string | undefined;
  readonly vendorCreatedAt?: Date | undefined;
  readonly vendorSeverity?: string | undefined;
  readonly vendorUpdatedAt?: Date | undefined;
  readonly vulnerabilityId?: string | undefined;
  readonly vulnerablePackages?: readonly VulnerablePackage[] | undefined;
}

export interface Remediation {
  readonly recommendation?: Recommendation | undefined;
}

export interface ScoreDetails {
  readonly cvss?: CvssScoreDetails | undefined;
}

export interface SigningRepositoryFilter {
  readonly filter: string;
  readonly filterType: string;
}

export interface Attribute {
  readonly key: string;
  readonly value?: string | undefined;
}

export interface Recommendation {
  readonly url?: string | undefined;
  readonly text?: string | undefined;
}

export interface Resource {
  readonly details?: ResourceDetails | undefined;
  readonly id?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly type?: string | undefined;
}

export interface CvssScoreDetails {
  readonly adjustments?: readonly CvssScoreAdjustment[] | undefined;
  readonly score?: number | undefined;
  readonly scoreSource?: string | undefined;
  readonly scoringVector?: string | undefined;
  readonly version?: string | undefined;
}

export interface ReplicationDestination {
  readonly region: string;
  readonly registryId: string;
}

export interface RepositoryFilter {
  readonly filter: string;
  readonly filterType: string;
}

export interface CvssScore {
  readonly baseScore?: number | undefined;
  readonly scoringVector?: string | undefined;
  readonly source?: string | undefined;
  readonly version?: string | undefined;
}

export interface VulnerablePackage {
  readonly arch?: string | undefined;
  readonly epoch?: number | undefined;
  readonly filePath?: string | undefined;
  readonly name?: string | undefined;
  readonly packageManager?: string | undefined;
  readonly release?: string | undefined;
  readonly sourceLayerHash?: string | undefined;
  readonly version?: string | undefined;
  readonly fixedInVersion?: string | undefined;
}

export interface ResourceDetails {
  readonly awsEcrContainerImage?: AwsEcrContainerImageDetails | undefined;
}

export interface AwsEcrContainerImageDetails {
  readonly architecture?: string | undefined;
  readonly author?: string | undefined;
  readonly imageHash?: string | undefined;
  readonly imageTags?: readonly string[] | undefined;
  readonly platform?: string | undefined;
  readonly pushedAt?: Date | undefined;
  readonly lastInUseAt?: Date | undefined;
  readonly inUseCount?: number | undefined;
  readonly registry?: string | undefined;
  readonly repositoryName?: string | undefined;
}

export interface CvssScoreAdjustment {
  readonly metric?: string | undefined;
  readonly reason?: string | undefined;
}
