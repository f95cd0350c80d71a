import type { Reading } from './reading.ts';

/** Ids of causes in the catalogue, and how likely each is among those that look alike, from 0 to 1. */
export type Suspects = Readonly<Record<string, number | Suspected | undefined>>;

/** A cause that the text tells more of than the catalogue can. */
export interface Suspected {
  readonly likelihood: number;
  /** What mends it here, in the place of the catalogue's words. */
  readonly fix: string;
}

/** A way in which broken pulls show themselves in events and logs, and the causes that look like it. */
export interface Symptom {
  /** Words by which it is known. Matched against the text with its layout smoothed away. */
  readonly pattern: RegExp;
  /** Words that say more than the pattern does: with them, another symptom knows better. */
  readonly unless?: RegExp;
  /** The causes that look like this, in the light of what else the text says. */
  suspects(reading: Reading, match: RegExpExecArray): Suspects;
}

/**
 * Causes that look the same and are rare: named, after all others.
 * @param ids separated by blanks or line breaks.
 */
export function seldom(ids: string): Suspects {
  return Object.fromEntries(
    ids
      .trim()
      .split(/\s+/)
      .map((id) => [id, 0.02]),
  );
}

/** A symptom whose suspects are the same whatever else the text says. */
export function symptom(pattern: RegExp, suspects: Suspects): Symptom {
  return { pattern, suspects: () => suspects };
}

/** The same, unless other words tell more. */
export function vague(pattern: RegExp, unless: RegExp, suspects: Suspects): Symptom {
  return { pattern, unless, suspects: () => suspects };
}
