import type { AwsChangeFacts, PolicyText } from './base.ts';

interface InRegistry extends AwsChangeFacts {
  readonly region: string;
}

export interface SetRepositoryPolicy extends InRegistry {
  readonly kind: 'set-repository-policy';
  readonly repository: string;
  readonly document: PolicyText;
  readonly before?: PolicyText;
}

export interface PutRegistryPolicy extends InRegistry {
  readonly kind: 'put-registry-policy';
  readonly document: PolicyText;
  readonly before?: PolicyText;
}

export interface CreateRepository extends InRegistry {
  readonly kind: 'create-repository';
  readonly repository: string;
  /** As ECR has them where they are left out. */
  readonly settings?: RepositorySettings;
}

export interface RepositorySettings {
  readonly mutability: TagMutabilitySetting;
  readonly scanOnPush: boolean;
  readonly encryption: { readonly type: string; readonly key?: string };
  readonly tags: Readonly<Record<string, string>>;
}

export interface TagMutabilitySetting {
  /** Such as `IMMUTABLE`. */
  readonly setting: string;
  /** Wildcard filters of the tags to which its opposite applies. */
  readonly exclusions: readonly string[];
}

export interface SetTagMutability extends InRegistry, TagMutabilitySetting {
  readonly kind: 'set-tag-mutability';
  readonly repository: string;
}

export interface SetScanOnPush extends InRegistry {
  readonly kind: 'set-scan-on-push';
  readonly repository: string;
  readonly scanOnPush: boolean;
}

export interface SetLifecyclePolicy extends InRegistry {
  readonly kind: 'set-lifecycle-policy';
  readonly repository: string;
  readonly document: PolicyText;
  readonly before?: PolicyText;
}

/** Deletes a policy of a repository; or the repository, which ECR refuses while it has images unless it is forced. */
export interface DeleteFromRegistry extends InRegistry {
  readonly kind: 'delete-repository' | 'delete-repository-policy' | 'delete-lifecycle-policy';
  readonly repository: string;
  readonly force?: boolean;
}

export interface TagRepository extends InRegistry {
  readonly kind: 'tag-repository';
  readonly repository: string;
  readonly repositoryArn: string;
  /** The tags to add. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Gives a pull-through cache rule other credentials. */
export interface SetCacheCredentials extends InRegistry {
  readonly kind: 'set-cache-credentials';
  readonly prefix: string;
  /** ARN of a secret; left out for none. */
  readonly credentials?: string;
}

/** Makes a creation template for the repositories of a pull-through cache, or sets everything of one that is there. */
export interface WholeCreationTemplate extends InRegistry {
  readonly kind: 'create-creation-template' | 'update-creation-template';
  readonly prefix: string;
  readonly description: string;
  readonly mutability: string;
  readonly lifecycle?: PolicyText;
  readonly policy?: PolicyText;
}

export interface DeleteByPrefix extends InRegistry {
  readonly kind: 'delete-cache-rule' | 'delete-creation-template';
  readonly prefix: string;
}

export interface DeleteRegistryPolicy extends InRegistry {
  readonly kind: 'delete-registry-policy';
}

/** Restores an archived image. */
export interface RestoreImage extends InRegistry {
  readonly kind: 'restore-image';
  readonly repository: string;
  readonly image: { readonly imageTag: string } | { readonly imageDigest: string };
}

/** Creates a pull-through cache rule. */
export interface CreateCacheRule extends InRegistry {
  readonly kind: 'create-cache-rule';
  readonly prefix: string;
  /** Host of the upstream registry. */
  readonly upstream: string;
  /** ARN of the secret with the credentials there, where it takes any. */
  readonly credentials?: string;
}

/** Creates a template for repositories that ECR makes, or changes what is given of the one that is there. */
export interface SetCreationTemplate extends InRegistry {
  readonly kind: 'set-creation-template';
  readonly prefix: string;
  /** Left out for a template that is there. */
  readonly appliedFor?: readonly string[];
  /** The policy of the repositories. */
  readonly document?: PolicyText;
  readonly before?: PolicyText;
  readonly encryption?: 'AES256' | 'KMS';
}

/** Has a cache rule bring an image, by asking for it. */
export interface ImportImage extends InRegistry {
  readonly kind: 'import-image';
  readonly repository: string;
  readonly tag: string;
}

/** Pushes an image; only a person who can build it has its content. */
export interface PushImage extends InRegistry {
  readonly kind: 'push-image';
  readonly repository: string;
  /** Tag or digest. */
  readonly reference: string;
  /** A platform that it must run on, such as `linux/arm64`. */
  readonly platforms?: readonly string[];
}

export type EcrChange =
  | SetRepositoryPolicy
  | PutRegistryPolicy
  | CreateRepository
  | RestoreImage
  | TagRepository
  | CreateCacheRule
  | SetCreationTemplate
  | ImportImage
  | SetTagMutability
  | SetScanOnPush
  | SetLifecyclePolicy
  | DeleteFromRegistry
  | SetCacheCredentials
  | WholeCreationTemplate
  | DeleteByPrefix
  | DeleteRegistryPolicy
  | PushImage;
