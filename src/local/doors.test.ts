import assert from 'node:assert/strict';
import { it } from 'node:test';
import { testOptions } from '../../test/support/options.ts';
import { LocalAws } from './local-aws.ts';

it('a local AWS whose cluster has not started yet says so, and takes calls to AWS', async () => {
  const local = await LocalAws.start(testOptions('111122223333'));
  try {
    const health = await fetch(`${local.endpoint}/_hawser/health`);
    const { error } = (await health.json()) as { error: { code: string } };
    assert.deepEqual([health.status, error.code], [503, 'STARTING']);
    const registry = await fetch(`${local.endpoint}/v2/`);
    assert.equal(registry.status, 401);
  } finally {
    await local.close();
  }
});
