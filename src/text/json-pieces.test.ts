import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { jsonPieces } from './json-pieces.ts';

describe('JSON in pieces', () => {
  it('is, put together, what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        assert.equal([...jsonPieces(value)].join(''), JSON.stringify(value));
      }),
    );
  });

  it('omits undefined members, and writes null for undefined items', () => {
    const value = { first: undefined, list: [undefined, 1], last: { none: undefined } };
    assert.equal([...jsonPieces(value)].join(''), JSON.stringify(value));
  });

  it('comes in pieces of some 64 KiB', () => {
    const value = {
      images: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`i${i}`, { i }])),
    };
    const pieces = [...jsonPieces(value)];
    assert.ok(pieces.length > 10);
    for (const piece of pieces) assert.ok(piece.length < 70_000);
  });
});
