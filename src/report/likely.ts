import type { CauseFound, Proof } from '../chain/proof.ts';

/** Likely causes that are shown whole; of the others the codes say enough. */
const mostShown = 5;

/** A text makes causes likely; nothing in it is proven. */
export function isProven({ causes }: Proof): boolean {
  return causes.every(({ confidence }) => confidence === 1);
}

/** The causes to show whole, which are all that were proven, and the codes of the others. */
export function causesToShow(proof: Proof): {
  readonly shown: readonly CauseFound[];
  readonly others: readonly string[];
} {
  const shown = isProven(proof) ? proof.causes : proof.causes.slice(0, mostShown);
  return { shown, others: proof.causes.slice(shown.length).map(({ code }) => code) };
}
