import type { Collection, Metadata } from '../storage/metadata.ts';
import { type NetworkState, openNetworkState } from './network-state.ts';
import type {
  HostedZoneRecord,
  ResolverAssociationRecord,
  ResolverRuleRecord,
} from './records/dns.ts';
import type {
  AfterPushRecord,
  ImageRecord,
  LayerRecord,
  LeavingsRecord,
  LifecyclePreviewRecord,
  ManifestRecord,
  OrphanRecord,
  ReferenceRecord,
  RepositoryRecord,
  TagRecord,
  UnreplicatedRecord,
  UploadRecord,
} from './records/ecr.ts';
import type {
  AccessEntryRecord,
  AddonRecord,
  EksClusterRecord,
  FargateProfileRecord,
  NodegroupRecord,
  PodIdentityAssociationRecord,
} from './records/eks.ts';
import type {
  DemandRecord,
  FaultRecord,
  InstanceRecord,
  QuotaRecord,
  Setting,
} from './records/emulator.ts';
import type {
  AccessKeyRecord,
  AccountAliasRecord,
  InstanceProfileRecord,
  LinkedRoleDeletionRecord,
  LocalIssuerRecord,
  OidcProviderRecord,
  PolicyRecord,
  RoleRecord,
  SessionRecord,
  UserRecord,
} from './records/iam.ts';
import type { KeyAliasRecord, KeyRecord } from './records/kms.ts';
import type {
  OrganizationMemberRecord,
  OrganizationPolicyRecord,
  OrganizationRecord,
  WithoutFullAccessRecord,
} from './records/organizations.ts';
import type {
  CreationTemplateRecord,
  PullThroughCacheRuleRecord,
  PullTimeExclusionRecord,
  RegistryRecord,
  UpstreamCheckRecord,
} from './records/registry.ts';
import type { AlarmRecord, EventRuleRecord, SecretRecord } from './records/signals.ts';

export type * from './records/dns.ts';
export type * from './records/ecr.ts';
export type * from './records/eks.ts';
export type * from './records/emulator.ts';
export { metadataOptionsOf } from './records/emulator.ts';
export type * from './records/iam.ts';
export type * from './records/kms.ts';
export type * from './records/network.ts';
export type * from './records/organizations.ts';
export type * from './records/registry.ts';
export type * from './records/signals.ts';

/** Everything the local AWS remembers, by kind. Times are milliseconds since the epoch. */
export interface State {
  readonly metadata: Metadata;
  readonly settings: Collection<Setting>;
  readonly users: Collection<UserRecord>;
  readonly roles: Collection<RoleRecord>;
  readonly policies: Collection<PolicyRecord>;
  readonly accessKeys: Collection<AccessKeyRecord>;
  readonly instanceProfiles: Collection<InstanceProfileRecord>;
  readonly oidcProviders: Collection<OidcProviderRecord>;
  readonly linkedRoleDeletions: Collection<LinkedRoleDeletionRecord>;
  readonly issuers: Collection<LocalIssuerRecord>;
  readonly accountAliases: Collection<AccountAliasRecord>;
  readonly sessions: Collection<SessionRecord>;
  readonly organizations: Collection<OrganizationRecord>;
  readonly organizationMembers: Collection<OrganizationMemberRecord>;
  readonly organizationPolicies: Collection<OrganizationPolicyRecord>;
  readonly withoutFullAccess: Collection<WithoutFullAccessRecord>;
  readonly keys: Collection<KeyRecord>;
  readonly keyAliases: Collection<KeyAliasRecord>;
  readonly instances: Collection<InstanceRecord>;
  readonly network: NetworkState;
  readonly faults: Collection<FaultRecord>;
  readonly demands: Collection<DemandRecord>;
  readonly quotas: Collection<QuotaRecord>;
  readonly registries: Collection<RegistryRecord>;
  readonly repositories: Collection<RepositoryRecord>;
  readonly images: Collection<ImageRecord>;
  readonly manifests: Collection<ManifestRecord>;
  readonly tags: Collection<TagRecord>;
  readonly layers: Collection<LayerRecord>;
  readonly orphans: Collection<OrphanRecord>;
  readonly references: Collection<ReferenceRecord>;
  readonly uploads: Collection<UploadRecord>;
  readonly leavings: Collection<LeavingsRecord>;
  readonly previews: Collection<LifecyclePreviewRecord>;
  readonly pullThroughCacheRules: Collection<PullThroughCacheRuleRecord>;
  readonly upstreamChecks: Collection<UpstreamCheckRecord>;
  readonly creationTemplates: Collection<CreationTemplateRecord>;
  readonly exclusions: Collection<PullTimeExclusionRecord>;
  readonly unreplicated: Collection<UnreplicatedRecord>;
  readonly afterPush: Collection<AfterPushRecord>;
  readonly secrets: Collection<SecretRecord>;
  readonly eventRules: Collection<EventRuleRecord>;
  readonly alarms: Collection<AlarmRecord>;
  readonly hostedZones: Collection<HostedZoneRecord>;
  readonly resolverRules: Collection<ResolverRuleRecord>;
  readonly resolverAssociations: Collection<ResolverAssociationRecord>;
  readonly eksClusters: Collection<EksClusterRecord>;
  readonly nodegroups: Collection<NodegroupRecord>;
  readonly fargateProfiles: Collection<FargateProfileRecord>;
  readonly podIdentityAssociations: Collection<PodIdentityAssociationRecord>;
  readonly addons: Collection<AddonRecord>;
  readonly accessEntries: Collection<AccessEntryRecord>;
}

export function openState(metadata: Metadata): State {
  return {
    metadata,
    settings: metadata.collection('settings'),
    users: metadata.collection('iam.users'),
    roles: metadata.collection('iam.roles'),
    policies: metadata.collection('iam.policies'),
    accessKeys: metadata.collection('iam.access-keys'),
    instanceProfiles: metadata.collection('iam.instance-profiles'),
    oidcProviders: metadata.collection('iam.oidc-providers'),
    linkedRoleDeletions: metadata.collection('iam.linked-role-deletions'),
    issuers: metadata.collection('sts.local-issuers'),
    accountAliases: metadata.collection('iam.account-aliases'),
    sessions: metadata.collection('sts.sessions'),
    organizations: metadata.collection('organizations.organizations'),
    organizationMembers: metadata.collection('organizations.members'),
    organizationPolicies: metadata.collection('organizations.policies'),
    withoutFullAccess: metadata.collection('organizations.without-full-access'),
    keys: metadata.collection('kms.keys'),
    keyAliases: metadata.collection('kms.aliases'),
    instances: metadata.collection('ec2.instances'),
    network: openNetworkState(metadata),
    faults: metadata.collection('faults'),
    demands: metadata.collection('emulator.demands'),
    quotas: metadata.collection('service-quotas.quotas'),
    registries: metadata.collection('ecr.registries'),
    repositories: metadata.collection('ecr.repositories'),
    images: metadata.collection('ecr.images'),
    manifests: metadata.collection('ecr.manifests'),
    tags: metadata.collection('ecr.tags'),
    layers: metadata.collection('ecr.layers'),
    orphans: metadata.collection('ecr.orphans'),
    references: metadata.collection('ecr.references'),
    uploads: metadata.collection('ecr.uploads'),
    leavings: metadata.collection('ecr.leavings'),
    previews: metadata.collection('ecr.lifecycle-previews'),
    pullThroughCacheRules: metadata.collection('ecr.pull-through-cache-rules'),
    upstreamChecks: metadata.collection('ecr.upstream-checks'),
    creationTemplates: metadata.collection('ecr.creation-templates'),
    exclusions: metadata.collection('ecr.pull-time-exclusions'),
    unreplicated: metadata.collection('ecr.unreplicated'),
    afterPush: metadata.collection('ecr.after-push'),
    secrets: metadata.collection('secretsmanager.secrets'),
    eventRules: metadata.collection('events.rules'),
    alarms: metadata.collection('cloudwatch.alarms'),
    hostedZones: metadata.collection('route53.hosted-zones'),
    resolverRules: metadata.collection('route53.resolver-rules'),
    resolverAssociations: metadata.collection('route53.resolver-associations'),
    eksClusters: metadata.collection('eks.clusters'),
    nodegroups: metadata.collection('eks.nodegroups'),
    fargateProfiles: metadata.collection('eks.fargate-profiles'),
    podIdentityAssociations: metadata.collection('eks.pod-identity-associations'),
    addons: metadata.collection('eks.addons'),
    accessEntries: metadata.collection('eks.access-entries'),
  };
}

/** Key of a principal or instance profile: `account/name`; names are compared without case. */
export function nameKey(accountId: string, name: string): string {
  return `${accountId}/${name.toLowerCase()}`;
}

export function repositoryKey(registryId: string, region: string, name: string): string {
  return `${registryId}/${region}/${name}`;
}

/** Key of something inside a repository; a blank can't occur in a repository's name. */
export function within(repository: string, name: string): string {
  return `${repository} ${name}`;
}
