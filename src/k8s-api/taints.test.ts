// Kubernetes documentation, "Taints and Tolerations".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { secondsTolerated, untolerated } from './taints.ts';

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
