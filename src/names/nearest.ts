/** @returns the edit distance: characters to be added, removed or replaced to turn one text into the other. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Characters of names that are compared; longer ones are not typing errors. */
const longest = 128;

/**
 * The most similar names, the nearest first; names that have too little in common with it are omitted.
 * @param slips how many characters may differ; by default half of them.
 */
export function nearest(
  wanted: string,
  names: readonly string[],
  most = 3,
  slips = Number.POSITIVE_INFINITY,
): string[] {
  if (wanted.length > longest) return [];
  return names
    .filter((name) => name !== wanted && name.length <= longest)
    .map((name) => ({ name, away: distance(wanted, name) }))
    .filter(
      ({ name, away }) =>
        away <= Math.min(slips, Math.ceil(Math.max(wanted.length, name.length) / 2)),
    )
    .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}
