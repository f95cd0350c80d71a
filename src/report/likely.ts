import type { CauseFound } from '../chain/proof.ts';
import type { Answer } from './answer.ts';

/** Likely causes that are shown whole; of the others the codes say enough. */
const mostShown = 5;

/** A text makes causes likely; nothing in it is proven. */
export function isProven({ causes }: Answer): boolean {
  return causes.every(({ confidence }) => confidence === 1);
}

/** The causes to show whole, which are all that were proven, and the codes of the others. */
export function causesToShow(answer: Answer): {
  readonly shown: readonly CauseFound[];
  readonly others: readonly string[];
} {
  const shown = isProven(answer) ? answer.causes : answer.causes.slice(0, mostShown);
  return { shown, others: answer.causes.slice(shown.length).map(({ code }) => code) };
}
