/** How a repository treats a tag that is pushed again (ECR User Guide, "Image tag mutability"). */
export interface TagMutability {
  /** `MUTABLE`, `IMMUTABLE`, or either `_WITH_EXCLUSION`. */
  readonly setting: string;
  /** Wildcard filters naming the tags to which the opposite of the setting applies. */
  readonly filters: readonly { readonly filter: string }[];
}

/** Whether a tag, once pushed, may be moved to another image. */
export function isMutable(tag: string, { setting, filters }: TagMutability): boolean {
  const excluded = filters.some(({ filter }) => matchesWildcard(filter, tag));
  switch (setting) {
    case 'IMMUTABLE':
      return false;
    case 'IMMUTABLE_WITH_EXCLUSION':
      return excluded;
    case 'MUTABLE_WITH_EXCLUSION':
      return !excluded;
    default:
      return true;
  }
}

/** Matches a whole text against a pattern in which `*` stands for any characters, in linear space. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [p, t, star, mark] = [0, 0, -1, 0];
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && pattern[p] === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
