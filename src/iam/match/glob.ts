/** In place of a UTF-16 code unit: any run of characters (`*`), any one character (`?`). */
export const STAR = -1;
export const ANY = -2;

/** A pattern as code units, where STAR and ANY stand for the wildcards. */
export type Glob = readonly number[];

/** The glob of a text in which `*` and `?` are wildcards. */
export function globOf(text: string): number[] {
  const glob: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    glob.push(code === 0x2a ? STAR : code === 0x3f ? ANY : code);
  }
  return glob;
}

/** The glob that a literal text is: its `*` and `?` are themselves. */
export function literalGlob(text: string): number[] {
  const glob: number[] = [];
  for (let i = 0; i < text.length; i++) glob.push(text.charCodeAt(i));
  return glob;
}

/**
 * Whether a whole text matches a glob. Two pointers: on a mismatch only the last star takes one
 * character more, which is enough (an earlier star can do nothing that the last one cannot), so the
 * work is at most pattern length times text length.
 */
export function globMatches(glob: Glob, text: string): boolean {
  let p = 0;
  let t = 0;
  let starAt = -1;
  let resumeAt = 0;
  while (t < text.length) {
    const code = glob[p];
    if (code === STAR) {
      starAt = p++;
      resumeAt = t;
    } else if (code === ANY || code === text.charCodeAt(t)) {
      p++;
      t++;
    } else if (starAt >= 0) {
      p = starAt + 1;
      t = ++resumeAt;
    } else {
      return false;
    }
  }
  while (glob[p] === STAR) p++;
  return p === glob.length;
}

/**
 * A matcher for a fixed pattern. The common shapes need no scan: no wildcard, one star alone, and
 * one star at the end.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  if (pattern === '*') return () => true;
  const prefix = pattern.slice(0, -1);
  if (pattern.endsWith('*') && !/[*?]/.test(prefix)) return prefixMatcher(prefix);
  const glob = globOf(pattern);
  return (text) => globMatches(glob, text);
}

/** Slices compare memory at once, where startsWith goes character by character. */
function prefixMatcher(prefix: string): (text: string) => boolean {
  const { length } = prefix;
  return (text) => text.length >= length && text.slice(0, length) === prefix;
}
