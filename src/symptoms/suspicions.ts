import type { KnownCause } from '../causes/known.ts';
import type { Need } from '../causes/need.ts';

/** What a text makes likely. It proves nothing: it has no verdict, and no link holds because of it. */
export interface Suspicions {
  /** What the text says of pulls: that one failed, that one worked, or neither. */
  readonly told: 'failure' | 'success' | 'neither';
  /** First the likeliest cause of each image that failed, then the others, each group likeliest first. */
  readonly causes: readonly SuspectedCause[];
  /** What would tell the causes apart, and messages that the text lacks. */
  readonly needs: readonly Need[];
}

/** A known cause that the text points to. `fix` is the catalogue's, unless the text tells more. */
export interface SuspectedCause extends Omit<KnownCause, 'shows'> {
  /** Between 0 and 1, both excluded. */
  readonly confidence: number;
  /** The words of the text that point to it, without secrets. */
  readonly quote: string;
  /** Whether no other cause is likelier for some image that failed. */
  readonly isLikeliest: boolean;
}

/** Below this a cause is named, but not worth a look. */
export const worthAsking = 0.05;
