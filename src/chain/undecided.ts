import { distinctNeeds } from '../causes/need.ts';
import type { PullProof } from '../pull/index.ts';
import { conditionalDenies } from './conditional-denies.ts';
import { notSeen } from './outcomes.ts';
import type { LinkOutcome } from './proof.ts';
import { needsOf } from './pull-needs.ts';
import type { PullQuestion } from './pull-question.ts';

/** What becomes of a link whose proof hangs on what is unseen: what would show it, and which Denies may apply. */
export function undecided(question: PullQuestion, proof: PullProof): LinkOutcome {
  const outcome = notSeen(...distinctNeeds(needsOf(question, proof)));
  const suspected = conditionalDenies(question, proof);
  return suspected.length === 0 || outcome.status !== 'unseen'
    ? outcome
    : { ...outcome, suspected };
}
