/** An image as lifecycle rules see it. Times are milliseconds since the epoch. */
export interface LifecycleImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  readonly lastPulledAt?: number | undefined;
  /** When it was restored from the archive; absent if it never was archived. */
  readonly lastActivatedAt?: number | undefined;
  readonly lastArchivedAt?: number | undefined;
  /** Absent means `STANDARD`. */
  readonly storageClass?: 'STANDARD' | 'ARCHIVE' | undefined;
  /** Manifests in this manifest list. */
  readonly children?: readonly string[] | undefined;
  /** The image that this one refers to, as a signature does. */
  readonly subject?: string | undefined;
}

/** The action of a policy on one image, and the rule that causes it. */
export interface LifecycleAction {
  readonly digest: string;
  readonly action: 'EXPIRE' | 'TRANSITION';
  readonly rulePriority: number;
}
