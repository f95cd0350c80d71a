// A short run of the soak test; `npm run soak` runs long ones.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { soak } from '../soak/run.ts';

describe('64 concurrent clients that push, pull and call the API', { timeout: 120_000 }, () => {
  it('get what they request, and the bytes that were pushed', async () => {
    const { errors, stderr, durations, exitCode } = await soak({
      seed: 1,
      seconds: 5,
      concurrency: 64,
      tell: () => undefined,
    });
    assert.deepEqual([errors, stderr, exitCode], [[], [], 0]);
    for (const [kind, list] of Object.entries(durations)) assert.ok(list.length > 0, kind);
  });
});
