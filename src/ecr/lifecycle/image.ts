/** An image as lifecycle rules see it. Times are milliseconds since the epoch. */
export interface LifecycleImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  readonly lastPulledAt?: number | undefined;
  /** When it came back from the archive; absent for an image that never was in it. */
  readonly lastActivatedAt?: number | undefined;
  readonly lastArchivedAt?: number | undefined;
  /** Absent means `STANDARD`. */
  readonly storageClass?: 'STANDARD' | 'ARCHIVE' | undefined;
  /** Manifests that this one lists. */
  readonly children?: readonly string[] | undefined;
  /** The image that this one refers to, as a signature does. */
  readonly subject?: string | undefined;
}

/** What a policy does to one image, and by which rule. */
export interface LifecycleAction {
  readonly digest: string;
  readonly action: 'EXPIRE' | 'TRANSITION';
  readonly rulePriority: number;
}
