import type { Need } from './fact.ts';
import type { Deciding, LinkName, LinkOutcome, PlannedFix } from './proof.ts';
import type { Subject } from './subject.ts';

/** One link of the chain: a positive claim, and how to check it. */
export interface Link {
  readonly name: LinkName;
  check(subject: Subject): LinkOutcome;
}

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

export function broken(code: string, deciding: Deciding | string, fix: PlannedFix): LinkOutcome {
  const why = typeof deciding === 'string' ? { text: deciding } : deciding;
  return { status: 'broken', fact: why.text, finding: { code, deciding: why, fix } };
}
