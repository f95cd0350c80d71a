import type { Need } from '../causes/need.ts';

/**
 * Something about the world: known, known to be absent, or not seen for want of a permission. What is
 * not seen is never guessed.
 */
export type Fact<Value> =
  | { readonly state: 'known'; readonly value: Value }
  | { readonly state: 'absent' }
  | { readonly state: 'unseen'; readonly need: Need };

export function known<Value>(value: Value): Fact<Value> {
  return { state: 'known', value };
}

export const absent = { state: 'absent' } as const;

export function unseen(fact: string, permission: string): Fact<never> {
  return { state: 'unseen', need: { fact, permission } };
}
