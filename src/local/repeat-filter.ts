/** Distinct lines that are remembered; the least recent is forgotten first. */
const remembered = 1_000;

/**
 * Writes a line that repeats once, and then only at its tenth, hundredth, … time, with the count.
 * @returns a log that does so.
 */
export function withoutRepeats(log: (line: string) => void): (line: string) => void {
  const counts = new Map<string, number>();
  return (line) => {
    const count = (counts.get(line) ?? 0) + 1;
    counts.delete(line);
    counts.set(line, count);
    const [oldest] = counts.keys();
    if (counts.size > remembered && oldest !== undefined) counts.delete(oldest);
    if (count === 1) log(line);
    else if (Number.isInteger(Math.log10(count))) log(`${line} (${count} times)`);
  };
}
