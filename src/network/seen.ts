/**
 * Something about a network: known, known to be absent, or not seen, with what would show it. The structure is that of
 * the chain's facts.
 */
export type Seen<Value> =
  | { readonly state: 'known'; readonly value: Value }
  | { readonly state: 'absent' }
  | { readonly state: 'unseen'; readonly need: Missing };

/** A fact that was not seen, in words, and what would show it. */
export interface Missing {
  readonly fact: string;
  readonly permission: string;
}

/** The items of a list: none where there is no list; undefined where it was not seen. */
export function itemsOf<Item>(list: Seen<readonly Item[]>): readonly Item[] | undefined {
  if (list.state === 'unseen') return undefined;
  return list.state === 'known' ? list.value : [];
}

/** What would show the facts of these that were not seen. */
export function missingOf(...facts: readonly Seen<unknown>[]): Missing[] {
  return facts.flatMap((fact) => (fact.state === 'unseen' ? [fact.need] : []));
}
