// What ECR remembers of repositories and what is in them. Times are milliseconds since the epoch.
import type { Tags } from './iam.ts';

/** A large image that is still to be replicated. Keyed like its image. */
export interface UnreplicatedRecord {
  /** What it was pushed as; an empty text stands for a push by digest. */
  readonly tags: readonly string[];
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

/**
 * That nothing needs a layer any more, or content of which there is no layer. Keyed like the layer; a dash stands
 * for the repository where none had it.
 */
export interface OrphanRecord {
  /** Since when, or when somebody last counted on it. */
  readonly at: number;
}

/** What a deleted image needed, where that is too much to be let go of at once. Keyed like the image. */
export interface LeavingsRecord {
  readonly needed: readonly string[];
  /** When the image was deleted. */
  readonly at: number;
}

/** An upload under way. Keyed by upload id. */
export interface UploadRecord {
  readonly repository: string;
  readonly startedAt: number;
  /** Parts that came through the API, which has rules for them. */
  readonly parts?: number;
  /** Whether one of them is smaller than parts may be: the last one, or one before it. */
  readonly shortPart?: 'last' | 'inner';
}
