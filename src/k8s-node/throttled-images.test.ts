import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ImageService } from './image-service.ts';
import { ThrottledImages } from './throttled-images.ts';

const images: ImageService = {
  pull: async () => 'sha256:1',
  status: async () => undefined,
  list: async () => [],
  remove: async () => {},
};

describe('ThrottledImages', () => {
  it('allows a burst, then the given rate', async () => {
    let now = 0;
    const throttled = new ThrottledImages(images, { now: () => now }, { perSecond: 5, burst: 10 });
    const pulls = async (count: number) => {
      const all = Array.from({ length: count }, () => throttled.pull('a', undefined));
      const settled = await Promise.allSettled(all);
      return settled.filter(({ status }) => status === 'fulfilled').length;
    };
    assert.equal(await pulls(20), 10);
    now += 1000;
    assert.equal(await pulls(20), 5);
    now -= 5000;
    assert.equal(await pulls(1), 0);
    now += 60_000;
    assert.equal(await pulls(20), 10);
    await assert.rejects(throttled.pull('a', undefined), { message: 'pull QPS exceeded' });
  });
});
