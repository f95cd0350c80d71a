// Work in steps has the same result as work done at once.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allAtOnce, eachInSteps, sortedInSteps, stepSize } from './in-steps.ts';

describe('work in steps', () => {
  it('sorts like Array.prototype.sort, and keeps the order of equal items', () => {
    const items = fc.array(fc.record({ key: fc.nat(40), name: fc.string() }), {
      minLength: 0,
      maxLength: 3 * stepSize,
      size: 'max',
    });
    fc.assert(
      fc.property(items, (list) => {
        const compare = (a: { key: number }, b: { key: number }): number => a.key - b.key;
        assert.deepEqual(allAtOnce(sortedInSteps(list, compare)), [...list].sort(compare));
      }),
      { numRuns: 30 },
    );
  });

  it('yields before a step takes noticeable time', () => {
    const list = Array.from({ length: 5 * stepSize }, (_, index) => -index);
    const seen: number[] = [];
    let yields = 0;
    for (const _ of eachInSteps(list, (item) => void seen.push(item))) yields++;
    assert.deepEqual(seen, list);
    assert.equal(yields, 5);
  });
});
