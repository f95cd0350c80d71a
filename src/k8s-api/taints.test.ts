// Kubernetes documentation, "Taints and Tolerations".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { secondsTolerated, type Taint, untolerated } from './taints.ts';
import type { Toleration } from './types.ts';

const effects = ['NoSchedule', 'NoExecute'];
const gpu = { key: 'gpu', value: 'a', effect: 'NoSchedule' };
const lost = { key: 'lost', effect: 'NoExecute' };

describe('A taint', () => {
  for (const [what, toleration, isTolerated] of [
    ['the same key, value and effect', { key: 'gpu', value: 'a', effect: 'NoSchedule' }, true],
    ['the key alone', { key: 'gpu', operator: 'Exists' }, true],
    ['every taint', { operator: 'Exists' }, true],
    ['another value', { key: 'gpu', value: 'b' }, false],
    ['no value', { key: 'gpu' }, false],
    ['another effect', { key: 'gpu', operator: 'Exists', effect: 'NoExecute' }, false],
    ['another key', { key: 'disk', operator: 'Exists' }, false],
    ['nothing, for an operator that there is not', { key: 'gpu', operator: 'In' }, false],
  ] as const) {
    it(`is ${isTolerated ? '' : 'not '}tolerated by a toleration of ${what}`, () => {
      assert.equal(untolerated([gpu], [toleration], effects) === undefined, isTolerated);
    });
  }

  it('with effect PreferNoSchedule does not repel any pod', () => {
    const preferred = { ...gpu, effect: 'PreferNoSchedule' };
    assert.equal(untolerated([preferred], [], effects), undefined);
  });
});

describe('A pod on a node with a taint of effect NoExecute', () => {
  it('is evicted at once without a toleration, and stays with one, for the shortest tolerationSeconds', () => {
    const forever = { key: 'lost', operator: 'Exists' };
    assert.equal(secondsTolerated([lost], []), 0);
    assert.equal(secondsTolerated([lost], [forever]), Number.POSITIVE_INFINITY);
    assert.equal(
      secondsTolerated(
        [lost],
        [forever, { ...forever, tolerationSeconds: 60 }, { ...forever, tolerationSeconds: 30 }],
      ),
      30,
    );
    assert.equal(secondsTolerated([gpu], []), Number.POSITIVE_INFINITY);
  });
});

describe('Any taints and tolerations', () => {
  const effect = fc.constantFrom('NoSchedule', 'NoExecute');
  const taint = fc.record({
    key: fc.constantFrom('a', 'b'),
    value: fc.constantFrom('', 'x'),
    effect,
  });
  const toleration: fc.Arbitrary<Toleration> = fc.oneof(
    fc.record({
      key: fc.constantFrom('a', 'b'),
      value: fc.constantFrom('', 'x'),
      effect: fc.constantFrom('', 'NoSchedule', 'NoExecute'),
      tolerationSeconds: fc.constantFrom(5, 60),
    }),
    fc.record({
      key: fc.constantFrom('', 'a'),
      operator: fc.constant('Exists'),
      effect: fc.constantFrom('', 'NoSchedule', 'NoExecute'),
      tolerationSeconds: fc.constantFrom(5, 60),
    }),
  );
  const covers = (one: Toleration, of: Taint): boolean =>
    untolerated([of], [one], effects) === undefined;

  it('are matched together as each toleration is matched alone', () => {
    fc.assert(
      fc.property(
        fc.array(taint, { maxLength: 4 }),
        fc.array(toleration, { maxLength: 6 }),
        (on, by) => {
          const first = on.find((each) => !by.some((one) => covers(one, each)));
          assert.deepEqual(untolerated(on, by, effects), first);
          const evicting = on.filter((each) => each.effect === 'NoExecute');
          if (evicting.some((each) => !by.some((one) => covers(one, each)))) return;
          const used = by.filter((one) => evicting.some((each) => covers(one, each)));
          const seconds = used.map(
            ({ tolerationSeconds = Number.POSITIVE_INFINITY }) => tolerationSeconds,
          );
          assert.equal(secondsTolerated(on, by), Math.min(Number.POSITIVE_INFINITY, ...seconds));
        },
      ),
      { numRuns: 500 },
    );
  });
});
