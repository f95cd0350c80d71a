import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lineBatches } from './lines.ts';

async function linesOf(text: string, size: number): Promise<string[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const lines: string[] = [];
  for await (const batch of lineBatches(chunks())) lines.push(...batch);
  return lines;
}

describe('Lines of a stream', () => {
  it('are the same however the stream is cut, inside characters too', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '𝄞', '\n') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (given, size) => {
        const expected = given.split('\n');
        if (expected.at(-1) === '') expected.pop();
        assert.deepEqual(await linesOf(given, size), expected);
      }),
    );
  });
});
