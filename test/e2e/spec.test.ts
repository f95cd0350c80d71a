// A spec from the file to the pull: planned, applied to a local AWS, pulled from by the nodes that it declares.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { DeleteRepositoryPolicyCommand, PutImageTagMutabilityCommand } from '@aws-sdk/client-ecr';
import { counting } from '../../src/plan/counting.ts';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';
import { SpecNodes } from '../support/spec-nodes.ts';
import { SpecRun } from '../support/spec-run.ts';

const example = readFileSync('examples/registry-account.yaml', 'utf8');
const registry = { account: '444455556666', region: 'us-east-1' };

describe('a spec with a registry account and a workload account', () => {
  let local: LocalEcr;
  let nodes: SpecNodes;
  let run: SpecRun;
  before(async () => {
    local = await startLocalEcr();
    run = new SpecRun(local.endpoint, example);
    nodes = await SpecNodes.open(local.endpoint);
  });
  after(async () => {
    nodes?.close();
    await local?.close();
  });

  const pull = (role: string, image: string) => nodes.pull(role, image);

  it('is planned: everything is to be created, and every declared pull will work', async () => {
    const { changes, pulls } = await run.plan();
    assert.deepEqual(new Set(changes.map(({ action }) => action)), new Set(['create']));
    assert.deepEqual(
      pulls.map(({ verdict }) => verdict),
      ['holds', 'holds', 'holds'],
    );
  });

  it('is applied, and nothing is left to change', async () => {
    const { plan, after: left } = await run.apply();
    assert.ok(plan.changes.length > 20);
    assert.deepEqual(left.changes, []);
    assert.deepEqual((await run.apply()).plan.changes, []);
  });

  it('makes the nodes pull what it grants, and nothing else', async () => {
    for (const name of ['shop/web', 'billing/api']) {
      const { pushTinyImage } = await import('../support/push-image.ts');
      await pushTinyImage(await local.repository(name, registry), 'v1', name);
    }
    await nodes.add('shop-node', '111122223333');
    await nodes.add('billing-node', '111122223333');
    assert.equal(await pull('shop-node', 'shop/web:v1'), 'Running');
    assert.equal(await pull('billing-node', 'billing/api:v1'), 'Running');
    assert.match(await pull('billing-node', 'shop/web:v1'), /403 Forbidden/);
  });

  it('names exactly the pulls of a grant that somebody took away, and mends them', async () => {
    await local
      .client(registry)
      .send(new DeleteRepositoryPolicyCommand({ repositoryName: 'shop/web' }));
    assert.match(await pull('shop-node', 'shop/web:v1'), /403 Forbidden/);
    assert.equal(await pull('billing-node', 'billing/api:v1'), 'Running');
    const { changes } = await run.plan();
    assert.deepEqual(
      changes.map(({ action, address }) => [action, address]),
      [['create', 'registry/us-east-1/repository-policy/shop/web']],
    );
    await run.apply();
    assert.equal(await pull('shop-node', 'shop/web:v1'), 'Running');
  });

  it('says which pull a change breaks before it is made', async () => {
    const without = example.replace(/ {2}- pull: \[billing\/api\][\s\S]*?billing-node\n/, '');
    const { changes } = await new SpecRun(local.endpoint, without).plan();
    const risks = changes.flatMap(({ address, risk }) => risk.map((one) => [address, one.kind]));
    assert.deepEqual(risks, [
      ['workloads/role-policy/billing-node/hawser-shop', 'breaks-pull'],
      ['registry/us-east-1/repository-policy/billing/api', 'breaks-pull'],
    ]);
  });

  it('says which images a lifecycle rule takes that were pulled of late', async () => {
    const { pushTinyImage } = await import('../support/push-image.ts');
    for (const tag of ['pr-1', 'pr-2']) {
      await pushTinyImage(await local.repository('shop/web', registry), tag, tag);
      await local.advance('1h');
    }
    await pull('shop-node', 'shop/web:pr-1');
    const shorter = example.replace('expireAfterDays: 30', 'keepLast: 1');
    const { changes } = await new SpecRun(local.endpoint, shorter).plan();
    assert.deepEqual(
      changes.map(({ address, risk }) => [
        address,
        risk.map(({ kind, text }) => `${kind}: ${text}`)[0]?.slice(0, 20),
      ]),
      [['registry/us-east-1/lifecycle-policy/shop/web', 'expires-images: pr-1']],
    );
  });

  it('finds an attribute that somebody changed, and nothing else', async () => {
    await local.client(registry).send(
      new PutImageTagMutabilityCommand({
        repositoryName: 'shop/worker',
        imageTagMutability: 'MUTABLE',
      }),
    );
    const { changes } = (await run.apply()).plan;
    assert.deepEqual(
      changes.map(({ address, attributes }) => [
        address,
        attributes.map(({ name, before, after: to }) => [name, before, to]),
      ]),
      [['registry/us-east-1/repository/shop/worker', [['mutability', 'MUTABLE', 'IMMUTABLE']]]],
    );
  });

  it('does not overwrite what somebody changes between plan and apply', async () => {
    const change = async () => {
      await local
        .client(registry)
        .send(new DeleteRepositoryPolicyCommand({ repositoryName: 'billing/api' }));
      return true;
    };
    await local
      .client(registry)
      .send(new DeleteRepositoryPolicyCommand({ repositoryName: 'shop/web' }));
    await assert.rejects(run.apply({ confirm: change }), { code: 'CHANGED' });
    assert.equal((await run.apply()).plan.changes.length, 2);
  });

  it('is written again from what was made: plan finds nothing else in the repositories', async () => {
    const { adopt } = await import('../../src/plan/adopt/adopt.ts');
    const at = { file: '', line: 1, column: 1 };
    const calls = counting();
    const { text, left } = await adopt(
      'shop',
      [
        { name: 'registry', id: '444455556666', region: 'us-east-1', at },
        { name: 'workloads', id: '111122223333', region: 'us-east-1', at },
      ],
      {
        profiles: [],
        environment: { AWS_ENDPOINT_URL: local.endpoint, AWS_ACCESS_KEY_ID: 'test' },
        calls,
      },
    );
    calls.close();
    assert.equal(left.length, 3);
    const { changes } = await new SpecRun(local.endpoint, text).plan();
    assert.deepEqual(
      changes.filter(({ address }) => address.includes('/us-east-1/')),
      [],
    );
  });

  it('is destroyed with its images only when that is said, and leaves nothing', async () => {
    await assert.rejects(run.destroy(), { code: 'KEEPS_IMAGES' });
    await run.destroy({ deleteImages: true });
    const { changes } = await run.plan();
    assert.deepEqual(new Set(changes.map(({ action }) => action)), new Set(['create']));
  });
});
