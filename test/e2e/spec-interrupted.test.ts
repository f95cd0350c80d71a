// Applies that are killed, that meet another, or have the wrong credentials.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { World } from '../../src/chain/world.ts';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';
import { killed, SpecRun } from '../support/spec-run.ts';

const spec = `name: small
accounts:
  - { name: registry, id: "444455556666", region: us-east-1 }
  - { name: workloads, id: "111122223333", region: us-east-1 }
repositories: [{ name: web, account: registry, tags: { team: shop } }]
roles: [{ name: web-node, account: workloads, kind: node }]
grants: [{ pull: [web], by: [{ role: workloads/web-node }] }]
`;

describe('an apply', () => {
  let local: LocalEcr;
  let run: SpecRun;
  before(async () => {
    local = await startLocalEcr();
    run = new SpecRun(local.endpoint, spec);
  });
  after(() => local?.close());
  const reset = async () => {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${local.endpoint}/_hawser/reset`, { method: 'POST', headers, body: '{}' });
  };
  beforeEach(reset);

  /** What is there, as far as a spec can be about it. */
  async function state() {
    const answer = await fetch(`${local.endpoint}/_hawser/world`);
    const { roles, repositories, instanceProfiles } = (await answer.json()) as World;
    return { roles, repositories, instanceProfiles };
  }

  it('that was killed after any request ends, run again, in the same state', async () => {
    await run.apply();
    const whole = await state();
    const ended = { hasEnded: () => true };
    let stops = 0;
    for (let calls = 3; ; calls++) {
      await reset();
      const first = await run.apply({ callsUntilKilled: calls }).then(
        () => 'done',
        (error: Error) => error.message + String(error.cause),
      );
      if (first === 'done') break;
      assert.ok(first.includes(killed), first);
      stops++;
      await run.apply(ended);
      assert.deepEqual(await state(), whole, `killed after ${calls} requests`);
    }
    assert.ok(stops > 20, `${stops} places to stop`);
  });

  it('is refused while another is under way, and says who that is', async () => {
    // One that was killed while it had the lock.
    for (let calls = 10; ; calls++) {
      const outcome = await run
        .apply({ callsUntilKilled: calls, hasEnded: () => true })
        .catch((error: { code?: string }) => error.code);
      if (outcome === 'STOPPED') break;
      assert.ok(calls < 100);
    }
    await assert.rejects(run.apply(), {
      code: 'LOCKED',
      message: /process 1 on test, since 2026/,
    });
    await run.apply({ breakLock: true });
    assert.deepEqual((await run.plan()).changes, []);
  });

  it('touches nothing with credentials of another account', async () => {
    const before = await state();
    const { AccessKey } = await makeUser(local);
    await assert.rejects(
      run.apply({
        credentials: {
          AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '',
          AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '',
        },
      }),
      { code: 'WRONG_ACCOUNT' },
    );
    assert.deepEqual(await state(), before);
  });
});

async function makeUser({ endpoint }: LocalEcr) {
  const { CreateAccessKeyCommand, CreateUserCommand, IAMClient } = await import(
    '@aws-sdk/client-iam'
  );
  const credentials = { accessKeyId: '999988887777', secretAccessKey: 'x' };
  const iam = new IAMClient({ endpoint, region: 'us-east-1', credentials });
  await iam.send(new CreateUserCommand({ UserName: 'someone' }));
  return iam.send(new CreateAccessKeyCommand({ UserName: 'someone' }));
}
