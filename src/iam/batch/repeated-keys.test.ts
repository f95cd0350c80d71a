// A duplicate key is found wherever it is, without false positives.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { repeatsKey } from './repeated-keys.ts';

const repeats = (text: string) => repeatsKey(text, JSON.parse(text));

describe('A duplicate key', () => {
  it('is found at any depth, also when escaped and with white space', () => {
    assert.ok(repeats('{"a":1,"a":2}'));
    assert.ok(repeats('[{"b":[{"a":1,\n"a"\t :2}]}]'));
    assert.ok(repeats('{"a":1,"\\u0061":2}'));
    assert.ok(repeats('{"a\\\\":1,"a\\\\":2}'));
  });

  it('is not found in any text that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t'), (value, indent) => {
        assert.equal(repeats(JSON.stringify(value, null, indent)), false);
      }),
    );
  });
});
