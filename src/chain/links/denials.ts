import type { Decision } from '../../iam/index.ts';
import { keysUnseen } from '../access.ts';
import { notSeen } from '../link.ts';
import type { Deciding, LinkOutcome } from '../proof.ts';

/** What decided, in our words and, where AWS refuses, in AWS's. */
export function said(text: string, { message }: Decision): Deciding {
  return message === undefined ? { text } : { text, message };
}

/** A condition asks for keys that only the real request has: nothing can be said for certain. */
export function conditional(decision: Decision): LinkOutcome {
  const keys = keysUnseen(decision).join(', ');
  return notSeen({
    fact: `condition keys ${keys} of the request`,
    permission: `a pull as the node makes it (Hawser was not told ${keys})`,
  });
}
