// A spec with pull-through caches, from the file to pulls by nodes of two accounts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
  DeleteRegistryPolicyCommand,
  GetRegistryPolicyCommand,
  PutRegistryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../support/local-ecr.ts';
import { SpecNodes } from '../support/spec-nodes.ts';
import { SpecRun } from '../support/spec-run.ts';
import { startTinyRegistry, type TinyRegistry } from '../support/tiny-registry.ts';

const example = readFileSync('examples/pull-through.yaml', 'utf8');
const registry = { account: '444455556666', region: 'us-east-1' };
const theirs = {
  Sid: 'Replication',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::999988887777:root' },
  Action: 'ecr:ReplicateImage',
  Resource: 'arn:aws:ecr:us-east-1:444455556666:repository/*',
};

describe('a spec with caches', () => {
  let upstream: TinyRegistry;
  let local: LocalEcr;
  let run: SpecRun;
  let nodes: SpecNodes;
  before(async () => {
    upstream = await startTinyRegistry();
    local = await startLocalEcr({
      'registry.k8s.io': upstream.endpoint,
      'quay.io': upstream.endpoint,
    });
    run = new SpecRun(local.endpoint, example);
    nodes = await SpecNodes.open(local.endpoint);
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [theirs] });
    await local.client(registry).send(new PutRegistryPolicyCommand({ policyText }));
  });
  after(async () => {
    nodes?.close();
    await local?.close();
    upstream?.close();
  });

  async function sidsOfRegistry(): Promise<(string | undefined)[]> {
    const { policyText = '' } = await local.client(registry).send(new GetRegistryPolicyCommand({}));
    const { Statement } = JSON.parse(policyText) as { Statement: { Sid?: string }[] };
    return Statement.map(({ Sid }) => Sid);
  }

  it('is applied beside what others have in the policy of the registry', async () => {
    const { plan, after: left } = await run.apply();
    assert.deepEqual(
      plan.pulls.map(({ verdict }) => verdict),
      // What is behind a cache is not looked at before a pull.
      ['unseen', 'unseen', 'unseen'],
    );
    assert.deepEqual(left.changes, []);
    assert.deepEqual(await sidsOfRegistry(), ['Replication', 'HawsermirrorsImport0']);
  });

  it('makes nodes of both accounts pull what they are granted, and nothing else', async () => {
    await nodes.add('tools-node', '444455556666');
    await nodes.add('web-node', '111122223333');
    assert.equal(await nodes.pull('web-node', 'k8s/ingress-nginx/controller:v1'), 'Running');
    assert.equal(await nodes.pull('tools-node', 'quay/prometheus/prometheus:v1'), 'Running');
    assert.match(await nodes.pull('web-node', 'k8s/pause:v1'), /403 Forbidden|not found/);
  });

  it('is drift without the statement in the policy of the registry, and exactly those pulls fail', async () => {
    await local.client(registry).send(new DeleteRegistryPolicyCommand({}));
    assert.notEqual(await nodes.pull('web-node', 'k8s/ingress-nginx/other:v1'), 'Running');
    assert.equal(await nodes.pull('tools-node', 'k8s/coredns/coredns:v1'), 'Running');
    const { changes } = await run.plan();
    assert.deepEqual(
      changes.map(({ action, address }) => [action, address]),
      [['create', 'registry/us-east-1/registry-policy/this']],
    );
    await run.apply();
    assert.equal(await nodes.pull('web-node', 'k8s/ingress-nginx/other:v1'), 'Running');
  });

  it('loses a cache that is no longer declared, with its template', async () => {
    const without = example
      .replace(/ {2}- prefix: quay[\s\S]*?expireUntaggedAfterDays: 3\n/, '')
      .replace(', quay/*', '');
    const { plan } = await new SpecRun(local.endpoint, without).apply();
    assert.deepEqual(
      plan.changes.map(({ action, address }) => [action, address]),
      [
        ['update', 'registry/role-policy/tools-node/hawser-mirrors'],
        ['delete', 'registry/us-east-1/cache-rule/quay'],
        ['delete', 'registry/us-east-1/creation-template/quay'],
      ],
    );
    await run.apply();
  });

  it('is destroyed, and what others have stays', async () => {
    const policyText = JSON.stringify({ Version: '2012-10-17', Statement: [theirs] });
    await local.client(registry).send(new PutRegistryPolicyCommand({ policyText }));
    await run.apply();
    await run.destroy();
    assert.deepEqual(await sidsOfRegistry(), ['Replication']);
    assert.deepEqual((await run.destroy()).changes, []);
  });
});
