import type { Collection, Metadata } from '../storage/metadata.ts';

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
  readonly sessions: Collection<SessionRecord>;
  readonly instances: Collection<InstanceRecord>;
  readonly faults: Collection<FaultRecord>;
  readonly registries: Collection<RegistryRecord>;
  readonly repositories: Collection<RepositoryRecord>;
  readonly images: Collection<ImageRecord>;
  readonly manifests: Collection<ManifestRecord>;
  readonly tags: Collection<TagRecord>;
  readonly layers: Collection<LayerRecord>;
  readonly references: Collection<ReferenceRecord>;
  readonly uploads: Collection<UploadRecord>;
  readonly previews: Collection<LifecyclePreviewRecord>;
  readonly pullThroughCacheRules: Collection<PullThroughCacheRuleRecord>;
  readonly upstreamChecks: Collection<UpstreamCheckRecord>;
  readonly creationTemplates: Collection<CreationTemplateRecord>;
  readonly exclusions: Collection<PullTimeExclusionRecord>;
  readonly afterPush: Collection<AfterPushRecord>;
  readonly secrets: Collection<SecretRecord>;
  readonly eventRules: Collection<EventRuleRecord>;
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
    sessions: metadata.collection('sts.sessions'),
    instances: metadata.collection('ec2.instances'),
    faults: metadata.collection('faults'),
    registries: metadata.collection('ecr.registries'),
    repositories: metadata.collection('ecr.repositories'),
    images: metadata.collection('ecr.images'),
    manifests: metadata.collection('ecr.manifests'),
    tags: metadata.collection('ecr.tags'),
    layers: metadata.collection('ecr.layers'),
    references: metadata.collection('ecr.references'),
    uploads: metadata.collection('ecr.uploads'),
    previews: metadata.collection('ecr.lifecycle-previews'),
    pullThroughCacheRules: metadata.collection('ecr.pull-through-cache-rules'),
    upstreamChecks: metadata.collection('ecr.upstream-checks'),
    creationTemplates: metadata.collection('ecr.creation-templates'),
    exclusions: metadata.collection('ecr.pull-time-exclusions'),
    afterPush: metadata.collection('ecr.after-push'),
    secrets: metadata.collection('secretsmanager.secrets'),
    eventRules: metadata.collection('events.rules'),
  };
}

/** A single value of the emulator itself, such as the clock's offset or the key of its tokens. */
export interface Setting {
  readonly value: string;
}

export type Tags = Readonly<Record<string, string>>;

/** What users and roles have in common: policies, boundary, tags. Keyed by `account/name`. */
export interface PrincipalRecord {
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  /** Unique id, `AIDA…` for a user and `AROA…` for a role. */
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  /** Inline policies: document text by policy name. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of attached managed policies. */
  readonly attached: readonly string[];
  readonly boundary?: string;
  readonly tags: Tags;
}

export interface UserRecord extends PrincipalRecord {}

export interface RoleRecord extends PrincipalRecord {
  readonly trust: string;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

/** A customer-managed policy. Keyed by ARN. */
export interface PolicyRecord {
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly defaultVersion: string;
  readonly nextVersion: number;
  readonly versions: readonly PolicyVersionRecord[];
  readonly tags: Tags;
}

export interface PolicyVersionRecord {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

/** A user's long-term key. Keyed by access key id. */
export interface AccessKeyRecord {
  readonly accountId: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly active: boolean;
  readonly createdAt: number;
  readonly lastUsed?: { readonly at: number; readonly service: string; readonly region: string };
}

/** Keyed by `account/name`. */
export interface InstanceProfileRecord {
  readonly accountId: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly role?: string;
  readonly tags: Tags;
}

/** Keyed by ARN. */
export interface OidcProviderRecord {
  readonly accountId: string;
  readonly arn: string;
  /** Issuer without its scheme, as IAM keeps it. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: Tags;
}

/** Temporary credentials that STS handed out. Keyed by access key id. */
export interface SessionRecord {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** SHA-256 of the session token, in hex: the token itself is not kept. */
  readonly tokenHash: string;
  readonly kind: 'role' | 'user' | 'root' | 'federated';
  readonly accountId: string;
  /** ARN as GetCallerIdentity prints it. */
  readonly arn: string;
  readonly userId: string;
  /** Name of the role or user behind the session. */
  readonly principalName?: string;
  /** Unique id of that role or user when the session began: a re-created namesake is not it. */
  readonly principalId?: string;
  readonly sessionName?: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Session policy documents; absent when none was given. */
  readonly policies?: readonly string[];
  readonly tags: Tags;
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity?: string;
  /** Condition keys that the identity provider's claims gave to the session. */
  readonly federatedProvider?: string;
}

/** An emulated machine. Keyed by instance id. */
export interface InstanceRecord {
  readonly instanceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly nodeName: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly privateIp: string;
  /** ARN of the instance profile; absent when the machine has none. */
  readonly instanceProfile?: string;
  /** Whether the kubelet runs a credential provider. */
  readonly credentialProvider: boolean;
  /** True when its kubelet runs elsewhere: here there is only the machine and its metadata. */
  readonly external: boolean;
  readonly launchedAt: number;
}

/** A fault that is in force: what it changed, as it was before. Keyed by cause. */
export interface FaultRecord {
  readonly cause: string;
  readonly target: Readonly<Record<string, string>>;
  readonly injectedAt: number;
  readonly before: readonly Before[];
}

/** One document as it was; without a document there was none. */
export interface Before {
  readonly collection: string;
  readonly key: string;
  readonly document?: unknown;
}

/** A private registry's own settings. Keyed by `account/region`. */
export interface RegistryRecord {
  readonly policy?: string;
  /** Account settings that were changed, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly replication?: readonly ReplicationRuleRecord[];
  readonly scanning?: ScanningConfigurationRecord;
  readonly signing?: readonly SigningRuleRecord[];
}

export interface ReplicationRuleRecord {
  readonly destinations: readonly { readonly region: string; readonly registryId: string }[];
  readonly repositoryFilters?: readonly FilterRecord[];
}

export interface ScanningConfigurationRecord {
  readonly scanType: 'BASIC' | 'ENHANCED';
  readonly rules: readonly {
    readonly scanFrequency: string;
    readonly repositoryFilters: readonly FilterRecord[];
  }[];
}

export interface SigningRuleRecord {
  readonly signingProfileArn: string;
  readonly repositoryFilters?: readonly FilterRecord[];
}

export interface FilterRecord {
  readonly filter: string;
  readonly filterType: string;
}

/** Keyed by `account/region prefix`. */
export interface PullThroughCacheRuleRecord {
  readonly registryId: string;
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly upstreamRegistry: string;
  readonly upstreamRepositoryPrefix: string;
  readonly credentialArn?: string;
  readonly customRoleArn?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** When a cached tag was last compared with its upstream. Keyed by repository key, blank, tag. */
export interface UpstreamCheckRecord {
  readonly checkedAt: number;
}

/** Keyed by `account/region prefix`. */
export interface CreationTemplateRecord {
  readonly prefix: string;
  readonly description?: string;
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string };
  readonly tags: Tags;
  readonly tagMutability: string;
  readonly mutabilityFilters: readonly FilterRecord[];
  readonly repositoryPolicy?: string;
  readonly lifecyclePolicy?: string;
  readonly appliedFor: readonly string[];
  readonly customRoleArn?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Whose pulls leave no pull time. Keyed by `account/region ARN`. */
export interface PullTimeExclusionRecord {
  readonly principalArn: string;
  readonly createdAt: number;
}

/** What happened to an image because it was pushed. Keyed like the image. */
export interface AfterPushRecord {
  readonly replications?: readonly ReplicationStatusRecord[];
  readonly scannedAt?: number;
  readonly signings?: readonly SigningStatusRecord[];
}

export interface ReplicationStatusRecord {
  readonly region: string;
  readonly registryId: string;
  readonly status: 'COMPLETE' | 'FAILED';
  readonly failureCode?: string;
}

export interface SigningStatusRecord {
  readonly signingProfileArn: string;
  readonly at: number;
  readonly failureCode: string;
  readonly failureReason: string;
}

/** Keyed by `account/region/name`. */
export interface RepositoryRecord {
  readonly registryId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly tagMutability: string;
  readonly mutabilityFilters: readonly { readonly filterType: string; readonly filter: string }[];
  readonly scanOnPush: boolean;
  readonly encryption: { readonly encryptionType: string; readonly kmsKey?: string };
  readonly policy?: string;
  readonly lifecyclePolicy?: LifecyclePolicyRecord;
  readonly tags: Tags;
}

export interface LifecyclePolicyRecord {
  readonly text: string;
  readonly putAt: number;
  readonly lastEvaluatedAt?: number;
}

/** What a lifecycle policy would have done when its preview was started. Keyed by repository key. */
export interface LifecyclePreviewRecord {
  readonly text: string;
  readonly startedAt: number;
  readonly actions: readonly {
    readonly digest: string;
    readonly action: 'EXPIRE' | 'TRANSITION';
    readonly rulePriority: number;
  }[];
}

/** Keyed by repository key, blank, digest. */
export interface ImageRecord {
  readonly digest: string;
  readonly mediaType: string;
  readonly artifactMediaType?: string;
  /** Compressed bytes of the manifest's layers and configuration. */
  readonly size: number;
  readonly pushedAt: number;
  readonly lastPulledAt?: number;
  readonly lastArchivedAt?: number;
  /** When a restoration from the archive is done, which may be still to come. */
  readonly lastActivatedAt?: number;
  readonly tags: readonly string[];
  readonly subject?: string;
  /** Manifests that an index lists. */
  readonly children: readonly string[];
  /** Layers and configuration that a manifest refers to. */
  readonly blobs: readonly string[];
}

/** The exact bytes of a manifest, as text. Keyed like its image. */
export interface ManifestRecord {
  readonly body: string;
  readonly mediaType: string;
}

/** Keyed by repository key, blank, tag. */
export interface TagRecord {
  readonly digest: string;
}

/** A layer that a repository holds. Keyed by repository key, blank, digest. */
export interface LayerRecord {
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
}

/**
 * That an image needs something of its repository. Keyed by repository key, what is needed, who needs
 * it (blanks between), so that `is it still needed?` and `who refers to it?` are one look-up.
 */
export interface ReferenceRecord {
  readonly kind: 'blob' | 'child' | 'subject';
}

/** An upload under way. Keyed by upload id. */
export interface UploadRecord {
  readonly repository: string;
  readonly startedAt: number;
}

/** Keyed by `account/region name`. */
export interface SecretRecord {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly accessedAt?: number;
  /** When it will be gone; present once it has been deleted. */
  readonly deletesAt?: number;
  readonly tags: Tags;
  /** Oldest first. */
  readonly versions: readonly SecretVersionRecord[];
}

/** One value of a secret: a text, or bytes in base64. */
export interface SecretVersionRecord {
  readonly id: string;
  readonly stages: readonly string[];
  readonly createdAt: number;
  readonly text?: string;
  readonly binary?: string;
}

/** A rule of the default event bus. Keyed by `account/region name`. */
export interface EventRuleRecord {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly pattern: string;
  readonly enabled: boolean;
  readonly targets: readonly EventTargetRecord[];
}

export interface EventTargetRecord {
  readonly id: string;
  readonly arn: string;
  /** Text that is delivered instead of the event. */
  readonly input?: string;
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
