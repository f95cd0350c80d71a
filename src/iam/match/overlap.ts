import { ANY, type Glob, STAR } from './glob.ts';

/** Whether there is a text that matches both globs. The work is the product of their lengths. */
export function overlap(a: Glob, b: Glob): boolean {
  let before = firstRow(b);
  for (const one of a) {
    const row = [one === STAR && before[0] === true];
    for (const [j, other] of b.entries()) {
      row.push(
        one === STAR || other === STAR
          ? before[j + 1] === true || row[j] === true
          : before[j] === true && (one === other || one === ANY || other === ANY),
      );
    }
    before = row;
  }
  return before[b.length] === true;
}

/** What an empty text matches: nothing, or stars alone. */
function firstRow(b: Glob): boolean[] {
  const stars = b.findIndex((code) => code !== STAR);
  const length = stars === -1 ? b.length : stars;
  return [true, ...b.map((_, j) => j < length)];
}
