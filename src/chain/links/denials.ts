import type { Decision } from '../../iam/index.ts';
import type { Deciding } from '../proof.ts';

/** What decided, in our words and, where AWS refuses, in AWS's. */
export function said(text: string, { message }: Decision): Deciding {
  return message === undefined ? { text } : { text, message };
}
