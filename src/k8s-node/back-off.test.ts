import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BackOff } from './back-off.ts';

describe('BackOff', () => {
  it('waits 10 s, doubling to 300 s, as the kubelet does for images', () => {
    let now = 0;
    const backOff = new BackOff({ now: () => now });
    const delays = Array.from({ length: 7 }, () => {
      backOff.next('pod_image');
      const delay = backOff.remaining('pod_image');
      now += delay;
      assert.equal(backOff.remaining('pod_image'), 0);
      return delay / 1000;
    });
    assert.deepEqual(delays, [10, 20, 40, 80, 160, 300, 300]);
  });

  it('starts again after ten minutes without failures, separately for each key', () => {
    let now = 0;
    const backOff = new BackOff({ now: () => now });
    backOff.next('a');
    backOff.next('a');
    assert.equal(backOff.remaining('b'), 0);
    now += 600_001;
    backOff.next('a');
    assert.equal(backOff.remaining('a'), 10_000);
    now += 600_001;
    backOff.collect();
    assert.equal(backOff.remaining('a'), 0);
  });
});
