// Runs the examples of docs/iam.md: each `json ask` or `json prove` block against the `json answer` after it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { evaluateLines, proveLines } from '../../src/public/iam.ts';

const page = readFileSync(new URL('../../docs/iam.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```json (ask|prove|answer)\n([\s\S]*?)^```$/gm)].map(
  ([, kind = '', text = '']) => ({ kind, json: JSON.parse(text) as Record<string, unknown> }),
);

describe('docs/iam.md', () => {
  it('has examples, each with its answer', () => {
    const kinds = blocks.map(({ kind }) => (kind === 'answer' ? 'answer' : 'question'));
    assert.ok(kinds.length >= 10);
    const pairs = kinds.map((_, i) => (i % 2 === 0 ? 'question' : 'answer'));
    assert.deepEqual(kinds, pairs);
  });

  for (const [i, { kind, json }] of blocks.entries()) {
    if (kind === 'answer') continue;
    it(`example ${i / 2 + 1} is answered as the page says`, () => {
      const answerer = kind === 'ask' ? evaluateLines() : proveLines({ fix: true });
      const { answer } = answerer.answer(JSON.stringify(json));
      const expected = blocks[i + 1]?.json ?? {};
      const said = Object.fromEntries(Object.keys(expected).map((key) => [key, answer[key]]));
      assert.deepEqual(said, expected);
    });
  }
});
