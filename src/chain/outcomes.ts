import type { Need } from '../causes/need.ts';
import type { LinkOutcome } from './proof.ts';

export function holds(fact: string): LinkOutcome {
  return { status: 'holds', fact };
}

export function skipped(fact: string): LinkOutcome {
  return { status: 'skipped', fact };
}

export function notSeen(...needs: readonly Need[]): LinkOutcome {
  return {
    status: 'unseen',
    fact: `not seen: ${needs.map(({ fact }) => fact).join('; ')}`,
    needs,
  };
}
