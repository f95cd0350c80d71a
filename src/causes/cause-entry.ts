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
}
