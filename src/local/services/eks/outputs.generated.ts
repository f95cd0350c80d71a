// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.

/** An operation that returns nothing. */
export type Nothing = Readonly<Record<string, never>>;

/** Outputs by operation. */
export interface Outputs {
  readonly CreateAccessEntry: CreateAccessEntryResponse;
  readonly CreateAddon: CreateAddonResponse;
  readonly CreateCluster: CreateClusterResponse;
  readonly CreateFargateProfile: CreateFargateProfileResponse;
  readonly CreateNodegroup: CreateNodegroupResponse;
  readonly CreatePodIdentityAssociation: CreatePodIdentityAssociationResponse;
  readonly DeleteAccessEntry: DeleteAccessEntryResponse;
  readonly DeleteAddon: DeleteAddonResponse;
  readonly DeleteCluster: DeleteClusterResponse;
  readonly DeleteFargateProfile: DeleteFargateProfileResponse;
  readonly DeleteNodegroup: DeleteNodegroupResponse;
  readonly DeletePodIdentityAssociation: DeletePodIdentityAssociationResponse;
  readonly DescribeAccessEntry: DescribeAccessEntryResponse;
  readonly DescribeAddon: DescribeAddonResponse;
  readonly DescribeCluster: DescribeClusterResponse;
  readonly DescribeFargateProfile: DescribeFargateProfileResponse;
  readonly DescribeNodegroup: DescribeNodegroupResponse;
  readonly DescribePodIdentityAssociation: DescribePodIdentityAssociationResponse;
  readonly ListAccessEntries: ListAccessEntriesResponse;
  readonly ListAddons: ListAddonsResponse;
  readonly ListClusters: ListClustersResponse;
  readonly ListFargateProfiles: ListFargateProfilesResponse;
  readonly ListNodegroups: ListNodegroupsResponse;
  readonly ListPodIdentityAssociations: ListPodIdentityAssociationsResponse;
  readonly UpdatePodIdentityAssociation: UpdatePodIdentityAssociationResponse;
}

export interface CreateAccessEntryResponse {
  readonly accessEntry: AccessEntry | undefined;
}

export interface CreateAddonResponse {
  readonly addon: Addon | undefined;
}

export interface CreateClusterResponse {
  readonly cluster: Cluster | undefined;
}

export interface CreateFargateProfileResponse {
  readonly fargateProfile: FargateProfile | undefined;
}

export interface CreateNodegroupResponse {
  readonly nodegroup: Nodegroup | undefined;
}

export interface CreatePodIdentityAssociationResponse {
  readonly association: PodIdentityAssociation | undefined;
}

export interface DeleteAccessEntryResponse {

}

export interface DeleteAddonResponse {
  readonly addon: Addon | undefined;
}

export interface DeleteClusterResponse {
  readonly cluster: Cluster | undefined;
}

export interface DeleteFargateProfileResponse {
  readonly fargateProfile: FargateProfile | undefined;
}

export interface DeleteNodegroupResponse {
  readonly nodegroup: Nodegroup | undefined;
}

export interface DeletePodIdentityAssociationResponse {
  readonly association: PodIdentityAssociation | undefined;
}

export interface DescribeAccessEntryResponse {
  readonly accessEntry: AccessEntry | undefined;
}

export interface DescribeAddonResponse {
  readonly addon: Addon | undefined;
}

export interface DescribeClusterResponse {
  readonly cluster: Cluster | undefined;
}

export interface DescribeFargateProfileResponse {
  readonly fargateProfile: FargateProfile | undefined;
}

export interface DescribeNodegroupResponse {
  readonly nodegroup: Nodegroup | undefined;
}

export interface DescribePodIdentityAssociationResponse {
  readonly association: PodIdentityAssociation | undefined;
}

export interface ListAccessEntriesResponse {
  readonly accessEntries: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListAddonsResponse {
  readonly addons: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListClustersResponse {
  readonly clusters: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListFargateProfilesResponse {
  readonly fargateProfileNames: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListNodegroupsResponse {
  readonly nodegroups: readonly string[] | undefined;
  readonly nextToken: string | undefined;
}

export interface ListPodIdentityAssociationsResponse {
  readonly associations: readonly PodIdentityAssociationSummary[] | undefined;
  readonly nextToken: string | undefined;
}

export interface UpdatePodIdentityAssociationResponse {
  readonly association: PodIdentityAssociation | undefined;
}

export interface AccessEntry {
  readonly clusterName?: string | undefined;
  readonly principalArn?: string | undefined;
  readonly kubernetesGroups?: readonly string[] | undefined;
  readonly accessEntryArn?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly modifiedAt?: Date | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly username?: string | undefined;
  readonly type?: string | undefined;
}

export interface Addon {
  readonly addonName?: string | undefined;
  readonly clusterName?: string | undefined;
  readonly status?: string | undefined;
  readonly addonVersion?: string | undefined;
  readonly health?: AddonHealth | undefined;
  readonly addonArn?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly modifiedAt?: Date | undefined;
  readonly serviceAccountRoleArn?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly publisher?: string | undefined;
  readonly owner?: string | undefined;
  readonly marketplaceInformation?: MarketplaceInformation | undefined;
  readonly configurationValues?: string | undefined;
  readonly podIdentityAssociations?: readonly string[] | undefined;
  readonly namespaceConfig?: AddonNamespaceConfigResponse | undefined;
}

export interface Cluster {
  readonly name?: string | undefined;
  readonly arn?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly version?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly resourcesVpcConfig?: VpcConfigResponse | undefined;
  readonly kubernetesNetworkConfig?: KubernetesNetworkConfigResponse | undefined;
  readonly logging?: Logging | undefined;
  readonly identity?: Identity | undefined;
  readonly status?: string | undefined;
  readonly certificateAuthority?: Certificate | undefined;
  readonly clientRequestToken?: string | undefined;
  readonly platformVersion?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly encryptionConfig?: readonly EncryptionConfig[] | undefined;
  readonly connectorConfig?: ConnectorConfigResponse | undefined;
  readonly id?: string | undefined;
  readonly health?: ClusterHealth | undefined;
  readonly outpostConfig?: OutpostConfigResponse | undefined;
  readonly accessConfig?: AccessConfigResponse | undefined;
  readonly upgradePolicy?: UpgradePolicyResponse | undefined;
  readonly zonalShiftConfig?: ZonalShiftConfigResponse | undefined;
  readonly remoteNetworkConfig?: RemoteNetworkConfigResponse | undefined;
  readonly computeConfig?: ComputeConfigResponse | undefined;
  readonly storageConfig?: StorageConfigResponse | undefined;
  readonly deletionProtection?: boolean | undefined;
  readonly controlPlaneScalingConfig?: ControlPlaneScalingConfig | undefined;
}

export interface FargateProfile {
  readonly fargateProfileName?: string | undefined;
  readonly fargateProfileArn?: string | undefined;
  readonly clusterName?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly podExecutionRoleArn?: string | undefined;
  readonly subnets?: readonly string[] | undefined;
  readonly selectors?: readonly FargateProfileSelector[] | undefined;
  readonly status?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly health?: FargateProfileHealth | undefined;
}

export interface Nodegroup {
  readonly nodegroupName?: string | undefined;
  readonly nodegroupArn?: string | undefined;
  readonly clusterName?: string | undefined;
  readonly version?: string | undefined;
  readonly releaseVersion?: string | undefined;
  readonly createdAt?: Date | undefined;
  readonly modifiedAt?: Date | undefined;
  readonly status?: string | undefined;
  readonly capacityType?: string | undefined;
  readonly scalingConfig?: NodegroupScalingConfig | undefined;
  readonly instanceTypes?: readonly string[] | undefined;
  readonly subnets?: readonly string[] | undefined;
  readonly remoteAccess?: RemoteAccessConfig | undefined;
  readonly amiType?: string | undefined;
  readonly nodeRole?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly Taint[] | undefined;
  readonly resources?: NodegroupResources | undefined;
  readonly diskSize?: number | undefined;
  readonly health?: NodegroupHealth | undefined;
  readonly updateConfig?: NodegroupUpdateConfig | undefined;
  readonly nodeRepairConfig?: NodeRepairConfig | undefined;
  readonly launchTemplate?: LaunchTemplateSpecification | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly warmPoolConfig?: WarmPoolConfig | undefined;
}

export interface PodIdentityAssociation {
  readonly clusterName?: string | undefined;
  readonly namespace?: string | undefined;
  readonly serviceAccount?: string | undefined;
  readonly roleArn?: string | undefined;
  readonly associationArn?: string | undefined;
  readonly associationId?: string | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly createdAt?: Date | undefined;
  readonly modifiedAt?: Date | undefined;
  readonly ownerArn?: string | undefined;
  readonly disableSessionTags?: boolean | undefined;
  readonly targetRoleArn?: string | undefined;
  readonly externalId?: string | undefined;
  readonly policy?: string | undefined;
}

export interface AddonHealth {
  readonly issues?: readonly AddonIssue[] | undefined;
}

export interface MarketplaceInformation {
  readonly productId?: string | undefined;
  readonly productUrl?: string | undefined;
}

export interface AddonNamespaceConfigResponse {
  readonly namespace?: string | undefined;
}

export interface VpcConfigResponse {
  readonly subnetIds?: readonly string[] | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly clusterSecurityGroupId?: string | undefined;
  readonly vpcId?: string | undefined;
  readonly endpointPublicAccess?: boolean | undefined;
  readonly endpointPrivateAccess?: boolean | undefined;
  readonly publicAccessCidrs?: readonly string[] | undefined;
}

export interface KubernetesNetworkConfigResponse {
  readonly serviceIpv4Cidr?: string | undefined;
  readonly serviceIpv6Cidr?: string | undefined;
  readonly ipFamily?: string | undefined;
  readonly elasticLoadBalancing?: ElasticLoadBalancing | undefined;
}

export interface Logging {
  readonly clusterLogging?: readonly LogSetup[] | undefined;
}

export interface Identity {
  readonly oidc?: OIDC | undefined;
}

export interface Certificate {
  readonly data?: string | undefined;
}

export interface ConnectorConfigResponse {
  readonly activationId?: string | undefined;
  readonly activationCode?: string | undefined;
  readonly activationExpiry?: Date | undefined;
  readonly provider?: string | undefined;
  readonly roleArn?: string | undefined;
}

export interface ClusterHealth {
  readonly issues?: readonly ClusterIssue[] | undefined;
}

export interface OutpostConfigResponse {
  readonly outpostArns: readonly string[];
  readonly controlPlaneInstanceType: string;
  readonly controlPlanePlacement?: ControlPlanePlacementResponse | undefined;
}

export interface AccessConfigResponse {
  readonly bootstrapClusterCreatorAdminPermissions?: boolean | undefined;
  readonly authenticationMode?: string | undefined;
}

export interface UpgradePolicyResponse {
  readonly supportType?: string | undefined;
}

export interface ZonalShiftConfigResponse {
  readonly enabled?: boolean | undefined;
}

export interface RemoteNetworkConfigResponse {
  readonly remoteNodeNetworks?: readonly RemoteNodeNetwork[] | undefined;
  readonly remotePodNetworks?: readonly RemotePodNetwork[] | undefined;
}

export interface ComputeConfigResponse {
  readonly enabled?: boolean | undefined;
  readonly nodePools?: readonly string[] | undefined;
  readonly nodeRoleArn?: string | undefined;
}

export interface StorageConfigResponse {
  readonly blockStorage?: BlockStorage | undefined;
}

export interface ControlPlaneScalingConfig {
  readonly tier?: string | undefined;
}

export interface FargateProfileHealth {
  readonly issues?: readonly FargateProfileIssue[] | undefined;
}

export interface NodegroupScalingConfig {
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly desiredSize?: number | undefined;
}

export interface RemoteAccessConfig {
  readonly ec2SshKey?: string | undefined;
  readonly sourceSecurityGroups?: readonly string[] | undefined;
}

export interface NodegroupResources {
  readonly autoScalingGroups?: readonly AutoScalingGroup[] | undefined;
  readonly remoteAccessSecurityGroup?: string | undefined;
}

export interface NodegroupHealth {
  readonly issues?: readonly Issue[] | undefined;
}

export interface NodegroupUpdateConfig {
  readonly maxUnavailable?: number | undefined;
  readonly maxUnavailablePercentage?: number | undefined;
  readonly updateStrategy?: string | undefined;
}

export interface NodeRepairConfig {
  readonly enabled?: boolean | undefined;
  readonly maxUnhealthyNodeThresholdCount?: number | undefined;
  readonly maxUnhealthyNodeThresholdPercentage?: number | undefined;
  readonly maxParallelNodesRepairedCount?: number | undefined;
  readonly maxParallelNodesRepairedPercentage?: number | undefined;
  readonly nodeRepairConfigOverrides?: readonly NodeRepairConfigOverrides[] | undefined;
}

export interface LaunchTemplateSpecification {
  readonly name?: string | undefined;
  readonly version?: string | undefined;
  readonly id?: string | undefined;
}

export interface WarmPoolConfig {
  readonly enabled?: boolean | undefined;
  readonly minSize?: number | undefined;
  readonly maxGroupPreparedCapacity?: number | undefined;
  readonly poolState?: string | undefined;
  readonly reuseOnScaleIn?: boolean | undefined;
}

export interface PodIdentityAssociationSummary {
  readonly clusterName?: string | undefined;
  readonly namespace?: string | undefined;
  readonly serviceAccount?: string | undefined;
  readonly associationArn?: string | undefined;
  readonly associationId?: string | undefined;
  readonly ownerArn?: string | undefined;
}

export interface ElasticLoadBalancing {
  readonly enabled?: boolean | undefined;
}

export interface OIDC {
  readonly issuer?: string | undefined;
}

export interface EncryptionConfig {
  readonly resources?: readonly string[] | undefined;
  readonly provider?: Provider | undefined;
}

export interface ControlPlanePlacementResponse {
  readonly groupName?: string | undefined;
}

export interface BlockStorage {
  readonly enabled?: boolean | undefined;
}

export interface FargateProfileSelector {
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface Taint {
  readonly key?: string | undefined;
  readonly value?: string | undefined;
  readonly effect?: string | undefined;
}

export interface AddonIssue {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly resourceIds?: readonly string[] | undefined;
}

export interface LogSetup {
  readonly types?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

export interface Provider {
  readonly keyArn?: string | undefined;
}

export interface ClusterIssue {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly resourceIds?: readonly string[] | undefined;
}

export interface RemoteNodeNetwork {
  readonly cidrs?: readonly string[] | undefined;
}

export interface RemotePodNetwork {
  readonly cidrs?: readonly string[] | undefined;
}

export interface FargateProfileIssue {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly resourceIds?: readonly string[] | undefined;
}

export interface AutoScalingGroup {
  readonly name?: string | undefined;
}

export interface Issue {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly resourceIds?: readonly string[] | undefined;
}

export interface NodeRepairConfigOverrides {
  readonly nodeMonitoringCondition?: string | undefined;
  readonly nodeUnhealthyReason?: string | undefined;
  readonly minRepairWaitTimeMins?: number | undefined;
  readonly repairAction?: string | undefined;
}
