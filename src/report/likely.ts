import type { CauseFound } from '../chain/proof.ts';
import type { Answer } from './answer.ts';

/** Most likely causes that are shown in full; the others are shown by code only. */
const mostShown = 5;

/** A text makes causes likely; it proves nothing. */
export function isProven({ causes }: Answer): boolean {
  return causes.every(({ confidence }) => confidence === 1);
}

/** The causes to show in full, which include all proven ones, and the codes of the others. */
export function causesToShow(answer: Answer): {
  readonly shown: readonly CauseFound[];
  readonly others: readonly string[];
} {
  const shown = isProven(answer) ? answer.causes : answer.causes.slice(0, mostShown);
  return { shown, others: answer.causes.slice(shown.length).map(({ code }) => code) };
}
