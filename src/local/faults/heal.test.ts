// Whatever was broken, and in whatever order it is healed: what was there before is there again.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';
import type { World } from '../../chain/world.ts';

const repository = `${account}/${region}/app`;
const role = `arn:aws:iam::${account}:role/hawser-node`;
const onRole = ['HW0604', 'HW0703', 'HW0708', 'HW0709'];
const onRepository = ['HW1301', 'HW1306', 'HW1504', 'HW1501'];

describe('healing', () => {
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    await setPolicy([grant]);
    await local.push('app', 'v1');
  });
  after(() => local.close());

  const grant = { Effect: 'Allow', Principal: { AWS: role }, Action: 'ecr:BatchGetImage' };
  async function setPolicy(Statement: object): Promise<void> {
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement });
    const command = new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText });
    await local.client().send(command);
  }
  async function admin(route: string, body?: object) {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${local.endpoint}/_hawser/${route}`, { method, headers, ...sent });
    return (await answer.json()) as Record<string, unknown> & { error?: { message: string } };
  }
  const breakLink = (cause: string, target: object = { repository, role, tag: 'v1' }) =>
    admin('break', { cause, target });
  async function world(): Promise<Partial<World>> {
    const { seenAt: _seenAt, nodes: _nodes, ...rest } = (await admin('world')) as unknown as World;
    return rest;
  }

  it('brings back what was, in any order and on a clock that went back', async () => {
    const whole = await world();
    for (const causes of [onRole, onRepository]) {
      for (let turn = 0; turn < causes.length; turn++) {
        for (const cause of causes) {
          const before = await world();
          assert.equal((await breakLink(cause)).error, undefined, cause);
          assert.notDeepEqual(await world(), before, `${cause} changes nothing`);
          await admin('clock', { advance: '-1m' });
        }
        const turned = [...causes.slice(turn), ...causes.slice(0, turn)];
        for (const cause of turned) await admin('heal', { cause });
        assert.deepEqual(await world(), whole, turned.join(', '));
        for (const cause of causes) await breakLink(cause);
        await admin('heal', {});
        assert.deepEqual(await world(), whole, 'all at once');
      }
    }
  });

  it('brings back a policy that has a single statement and no list', async () => {
    await setPolicy(grant);
    const whole = await world();
    assert.equal((await breakLink('HW1306')).error, undefined);
    const { repositories } = await world();
    assert.match(JSON.stringify(repositories), /role\/hawser-node.*NobodyPulls/);
    await admin('heal', {});
    assert.deepEqual(await world(), whole);
  });

  it('leaves later faults in force', async () => {
    await admin('heal', {});
    const deny = async () => JSON.stringify((await world()).roles).includes('KeepOut');
    await breakLink('HW0708');
    await breakLink('HW0604');
    await admin('heal', { cause: 'HW0708' });
    assert.equal(await deny(), false);
    const { faults } = (await admin('faults')) as { faults?: { cause: string }[] };
    assert.deepEqual(
      faults?.map(({ cause }) => cause),
      ['HW0604'],
    );
    await admin('heal', {});
  });

  it('is not needed for a target that is misspelt: the form is told', async () => {
    const { error } = await breakLink('HW1301', { repository: 'app' });
    assert.equal(error?.message, '"repository" is written account/region/name, not app');
  });
});
