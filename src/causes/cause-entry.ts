import type { Need } from './need.ts';

/** What the catalogue says of a cause, in the file of its link. */
export interface CauseEntry {
  /** Number within the link. Given once, never reused. */
  readonly number: number;
  /** What is wrong, in one line. */
  readonly title: string;
  /** What mends it. */
  readonly fix: string;
  /** What proves it or rules it out. */
  readonly shows: Need;
  /**
   * Why nobody who has the pull can prove or mend it. What is neither this nor proven is named from texts, events and
   * logs only.
   */
  readonly notOurs?: string;
  /** Id in the catalogue of the cause that says the same; this one's code stays, and is given out no longer. */
  readonly sameAs?: string;
}
