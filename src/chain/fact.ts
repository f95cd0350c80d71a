/**
 * Something about the world: known, known to be absent, or not seen for want of a permission. What is
 * not seen is never guessed.
 */
export type Fact<Value> =
  | { readonly state: 'known'; readonly value: Value }
  | { readonly state: 'absent' }
  | { readonly state: 'unseen'; readonly need: Need };

/** What would have to be allowed to see a fact. */
export interface Need {
  /** The fact in words, such as `policy of repository platform/base`. */
  readonly fact: string;
  /** Such as `ecr:GetRepositoryPolicy on arn:…`, or the source that was not given. */
  readonly permission: string;
}

export function known<Value>(value: Value): Fact<Value> {
  return { state: 'known', value };
}

/** The same needs, each once. */
export function distinctNeeds(needs: readonly Need[]): Need[] {
  return [...new Map(needs.map((need) => [`${need.fact} ${need.permission}`, need])).values()];
}

export const absent = { state: 'absent' } as const;

export function unseen(fact: string, permission: string): Fact<never> {
  return { state: 'unseen', need: { fact, permission } };
}
