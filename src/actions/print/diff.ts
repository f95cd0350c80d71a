import type { Change } from '../change.ts';

/**
 * What a change does to a policy, line by line as `diff` prints it; undefined for changes that replace no text.
 * @returns lines that begin with a space, `-` or `+`.
 */
export function diffOf(change: Change): string[] | undefined {
  if (!('document' in change) || change.document === undefined) return undefined;
  const before = change.before === undefined ? [] : linesOf(change.before);
  return compared(before, linesOf(change.document));
}

function linesOf(document: object): string[] {
  return JSON.stringify(document, null, 2).split('\n');
}

/** By the longest common subsequence: policies are short. */
function compared(before: readonly string[], after: readonly string[]): string[] {
  const common = lengths(before, after);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const skip = common[i + 1]?.[j] ?? -1;
    const add = common[i]?.[j + 1] ?? -1;
    if (i < before.length && before[i] === after[j]) {
      lines.push(`  ${before[i]}`);
      i++;
      j++;
    } else if (i < before.length && (j >= after.length || skip >= add)) {
      lines.push(`- ${before[i]}`);
      i++;
    } else {
      lines.push(`+ ${after[j]}`);
      j++;
    }
  }
  return lines;
}

/** At `[i][j]`, the length of the longest common subsequence of the lines from there on. */
function lengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () =>
    Array<number>(after.length + 1).fill(0),
  );
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = table[i] as number[];
      row[j] =
        before[i] === after[j]
          ? (table[i + 1]?.[j + 1] ?? 0) + 1
          : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
