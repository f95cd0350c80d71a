import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { jsonFromValue } from './from-value.ts';
import type { JsonNode } from './node.ts';
import { JsonError, parseJson } from './parse.ts';

function plain(node: JsonNode): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
    case 'array':
      return node.items.map(plain);
    case 'null':
      return null;
    case 'number':
      return Number(node.value);
    default:
      return node.value;
  }
}

describe('The JSON parser', () => {
  it('agrees with JSON.parse on JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const parsed = JSON.parse(text) as unknown;
        assert.equal(JSON.stringify(plain(parseJson(text))), JSON.stringify(parsed));
        assert.equal(JSON.stringify(plain(jsonFromValue(parsed))), JSON.stringify(parsed));
      }),
      { numRuns: 2000 },
    );
  });

  it('throws only its own error, and accepts nothing that JSON.parse refuses', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 }))
      .map(([text, at, junk]) => {
        const cut = at % (text.length + 1);
        return text.slice(0, cut) + junk + text.slice(cut + junk.length);
      });
    fc.assert(
      fc.property(fc.oneof(broken, fc.string()), (text) => {
        try {
          parseJson(text);
        } catch (error) {
          assert.ok(error instanceof JsonError);
          return;
        }
        JSON.parse(text);
      }),
      { numRuns: 5000 },
    );
  });

  it('refuses deep nesting instead of overflowing the stack', () => {
    assert.throws(() => parseJson('['.repeat(1_000_000)), JsonError);
  });

  it('refuses a key that occurs twice', () => {
    assert.throws(() => parseJson('{"a":1,"a":2}'), /occurs twice/);
  });

  it('keeps line and column, from 1', () => {
    const node = parseJson('{\n  "a": [\n    true ]\n}');
    assert.equal(node.type, 'object');
    const value = node.type === 'object' ? node.entries[0]?.value : undefined;
    assert.deepEqual(value?.span, { start: { line: 2, column: 8 }, end: { line: 3, column: 11 } });
  });
});
