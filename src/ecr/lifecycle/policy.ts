/** A lifecycle policy, its rules in order of priority (ECR User Guide, "Lifecycle policy properties"). */
export interface LifecyclePolicy {
  readonly rules: readonly LifecycleRule[];
}

export interface LifecycleRule {
  /** The lowest number is applied first. */
  readonly priority: number;
  readonly description?: string;
  readonly selection: Selection;
  readonly action: RuleAction;
}

/** Which images a rule selects, and which of those it acts on. */
export interface Selection {
  readonly storageClass: StorageClass;
  readonly tags: TagRequirement;
  readonly count: Count;
}

/** `any` selects every image; `tagged` those whose tags match each entry of one of the two lists. */
export type TagRequirement =
  | { readonly status: 'any' }
  | { readonly status: 'untagged' }
  | { readonly status: 'tagged'; readonly prefixes: readonly string[] }
  | { readonly status: 'tagged'; readonly patterns: readonly string[] };

export type CountType = (typeof countTypes)[number];

export const countTypes = [
  'imageCountMoreThan',
  'sinceImagePushed',
  'sinceImagePulled',
  'sinceImageTransitioned',
] as const;

export interface Count {
  readonly type: CountType;
  /** Number of images to keep, or of days. */
  readonly number: number;
}

export type StorageClass = 'standard' | 'archive';

/** Expires an image, or moves it to the archive, the only possible target. */
export type RuleAction = 'expire' | 'transition';
