// What is refused before it is parsed, so that no body blocks other requests.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { excessOf } from './json-structure.ts';

const excess = (text: string): string | undefined =>
  excessOf(Buffer.from(text), { depth: 100, values: 100_000 });

describe('the structure of a body', () => {
  it('may be any JSON of usual depth and size', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        assert.equal(excess(text), undefined);
      }),
    );
  });

  it('is refused when it is nested deeply or has very many values', () => {
    assert.match(excess('['.repeat(5_000_000)) ?? '', /nested more than 100 levels/);
    assert.match(excess(`[${'1,'.repeat(200_000)}1]`) ?? '', /more than 100000 values/);
  });

  it('is refused when it has very many distinct names of members', () => {
    const bounds = {
      depth: 10,
      values: 100_000,
      names: { most: 2, besides: new Set(['digest', 'size']) },
    };
    const of = (text: string) => excessOf(Buffer.from(text), bounds);
    assert.equal(
      of('[{"digest":"a","size":1},{"digest" :"b","size":"c"},{"x":1,"y":2}]'),
      undefined,
    );
    assert.equal(of('{"x":1,"y":2,"z":3}'), 'it has more than 2 names of members');
    assert.equal(of('{"x":1,"y":2,"\\u0061" \n\t:3}'), 'it has more than 2 names of members');
    assert.equal(of('["x","y","z"]'), undefined);
  });

  it('does not include the content of strings, whatever is escaped in them', () => {
    const nested = JSON.stringify('['.repeat(1_000) + '\\"'.repeat(10) + ','.repeat(200_000));
    assert.equal(excess(`{"a":${nested},"b":"\\\\"}`), undefined);
    assert.equal(excess('"never closed [[['), undefined);
  });
});
