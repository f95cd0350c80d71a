import { lineBatches } from './lines.ts';

/** Characters of a document over several lines; JSON Lines may go on for ever. */
const longestDocument = 64 * 1024 * 1024;

/**
 * The questions of a stream, a batch at a time: the lines of JSON Lines, or those of one document that is written over
 * several lines, itself or the entries of its list. A first line that begins an object or a list and does not end it begins
 * such a document; where all of it is no JSON, each of its lines stands for itself.
 */
export async function* questionBatches(input: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let held: string[] | undefined = [];
  let size = 0;
  for await (const lines of lineBatches(input)) {
    if (held === undefined) {
      yield lines;
      continue;
    }
    held.push(...lines);
    size += lines.reduce((sum, line) => sum + line.length, 0);
    const first = held.find((line) => line.trim() !== '');
    if (first === undefined || (beginsDocument(first) && size <= longestDocument)) continue;
    yield held;
    held = undefined;
  }
  if (held !== undefined) yield documentQuestions(held);
}

function beginsDocument(line: string): boolean {
  return /^\s*[[{]/.test(line) && parsed(line) === undefined;
}

function documentQuestions(lines: readonly string[]): string[] {
  const text = lines.join('\n');
  const value = parsed(text);
  if (value === undefined) return [...lines];
  return Array.isArray(value) ? value.map((entry) => JSON.stringify(entry)) : [text];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
