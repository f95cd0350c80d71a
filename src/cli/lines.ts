import { StringDecoder } from 'node:string_decoder';

/** Characters of a line; more would only use up the memory. */
const longest = 16 * 1024 * 1024;

/**
 * The lines of a stream, as many at once as each chunk brings; a last line needs no line break. A
 * batch at a time, since a step of an async iterator for each line costs more than reading it.
 * @throws Error for a line without end.
 */
export async function* lineBatches(input: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const lines = decoder.write(chunk).split('\n');
    lines[0] = rest + (lines[0] ?? '');
    rest = lines.pop() ?? '';
    if (rest.length > longest) throw new Error(`a line is longer than ${longest} characters`);
    if (lines.length > 0) yield lines;
  }
  rest += decoder.end();
  if (rest !== '') yield [rest];
}
