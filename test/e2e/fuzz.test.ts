// A short run of the fuzzer; `npm run fuzz` runs long ones.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fuzz } from '../fuzz/run.ts';

describe('Requests of all kinds at every door', { timeout: 180_000 }, () => {
  it('never cause an internal error, a crash or a loss', async () => {
    const options = { seed: 10, requests: 3_000, concurrency: 8, tell: () => undefined };
    const { sent, faults } = await fuzz(options);
    assert.deepEqual(faults, []);
    assert.equal(sent, options.requests);
  });
});
