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
}

export interface TagRepository extends InRegistry {
  readonly kind: 'tag-repository';
  readonly repository: string;
  readonly repositoryArn: string;
  /** The tags to add. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Restores an archived image. */
export interface RestoreImage extends InRegistry {
  readonly kind: 'restore-image';
  readonly repository: string;
  readonly image: { readonly imageTag: string } | { readonly imageDigest: string };
}

/** Creates a pull-through cache rule for an upstream that takes no credentials. */
export interface CreateCacheRule extends InRegistry {
  readonly kind: 'create-cache-rule';
  readonly prefix: string;
  /** Host of the upstream registry. */
  readonly upstream: string;
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
  | PushImage;
