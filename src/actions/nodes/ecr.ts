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
  | PushImage;
