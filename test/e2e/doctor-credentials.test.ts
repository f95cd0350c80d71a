// The doctor says what the kubelet threw away: why its credential provider failed, as long as that lasts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Proof } from '../../src/chain/proof.ts';
import {
  nodeRole,
  registryHost,
  repositoryName,
  share,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';

const missing = ['aws', 'kubectl'].filter(
  (tool) => spawnSync(tool, ['--help']).error !== undefined,
);
const hawser = `${process.execPath} ${join(import.meta.dirname, '../../bin/hawser.js')}`;
const policies = ['AmazonEC2ContainerRegistryPullOnly', 'AmazonEKSWorkerNodePolicy'];
const image = `${registryHost}/${repositoryName}:v1`;

describe('hawser doctor', {
  skip: missing.length > 0 && `not installed: ${missing.join(', ')}`,
}, () => {
  let local: TestLocal;
  before(async () => {
    local = await startTestLocal();
    await shell(
      `aws ecr create-repository --repository-name ${repositoryName}`,
      local.environment(shared),
    );
    await local.push('v1');
    await share(local);
  });
  after(() => local?.close());

  async function doctor(args: string, environment: NodeJS.ProcessEnv = {}): Promise<Proof> {
    const env = { ...local.environment(workloads), ...environment };
    return JSON.parse(await shell(`${hawser} doctor ${args} -o json || true`, env));
  }
  const kubelet = ({ links }: Proof) => links.find(({ link }) => link === 'node-kubelet');
  const change = (verb: string) =>
    Promise.all(
      policies.map((name) =>
        shell(
          `aws iam ${verb}-role-policy --role-name ${nodeRole.split('/').at(-1)} --policy-arn arn:aws:iam::aws:policy/${name}`,
          local.environment(workloads),
        ),
      ),
    );
  async function run(pod: string, until: string): Promise<void> {
    const environment = local.environment(workloads);
    await shell(`kubectl run ${pod} --image=${image} --image-pull-policy=Always`, environment);
    for (let tries = 0; tries < 200; tries++) {
      const status = await shell(`kubectl get pod ${pod} -o jsonpath={.status}`, environment);
      if (status.includes(until)) return;
      await sleep(50);
    }
    assert.fail(`${pod} does not come to ${until}`);
  }

  it('reports what the node’s provider said about a pod, beside the cause that the facts prove', async () => {
    await change('detach');
    await run('refused', 'ErrImagePull');
    const proof = await doctor('refused');
    assert.deepEqual(
      proof.causes.map(({ code }) => code),
      ['HW0701'],
    );
    const link = kubelet(proof);
    assert.equal(link?.status, 'holds');
    assert.match(
      link?.fact ?? '',
      /it last failed to get credentials for \S+ at 20\S+Z: HW0555 iam-policy: AccessDeniedException: .*; fix: allow ecr:GetAuthorizationToken/,
    );
    const text = await shell(`${hawser} doctor refused || true`, local.environment(workloads));
    assert.match(text, /✓ node-kubelet .*HW0555/);
  });

  it("finds the machine of a node without an account id in the caller's own account", async () => {
    await shell('kubectl label nodes --all hawser.dev/account-', local.environment(workloads));
    const proof = await doctor('refused');
    assert.deepEqual(
      proof.causes.map(({ code }) => code),
      ['HW0701'],
    );
  });

  it('does not take a past failure for proof, and does not report it once it is over', async () => {
    await change('attach');
    // The pod still waits: what the facts say of now, and what the kubelet said last, are both told.
    const mended = await doctor('refused');
    assert.equal(mended.verdict, 'unseen');
    assert.ok(mended.needs.some(({ fact }) => fact.includes('the kubelet last said')));
    assert.match(kubelet(mended)?.fact ?? '', /HW0555/);
    await run('works', '"containerStatuses":[{');
    await run('works-too', 'running');
    const over = await doctor('works-too');
    assert.equal(over.verdict, 'holds');
    assert.doesNotMatch(kubelet(over)?.fact ?? '', /HW0/);
  });

  it('reports for an image what failed on this machine', async () => {
    const HAWSER_STATE_DIR = join(local.folder, 'state');
    mkdirSync(HAWSER_STATE_DIR);
    const helper = hawser.replace('bin/hawser.js', 'bin/docker-credential-hawser.js');
    const nobody = { PATH: process.env.PATH, HAWSER_STATE_DIR, AWS_EC2_METADATA_DISABLED: 'true' };
    await assert.rejects(shell(`${helper} get`, nobody, registryHost), /HW0553/);
    const proof = await doctor(`${image} --as ${nodeRole}`, { HAWSER_STATE_DIR });
    assert.equal(proof.verdict, 'holds');
    assert.match(kubelet(proof)?.fact ?? '', /a program on this machine last failed .*HW0553/);
    await shell(`${helper} get`, { ...local.environment(shared), HAWSER_STATE_DIR }, registryHost);
    const after = await doctor(`${image} --as ${nodeRole}`, { HAWSER_STATE_DIR });
    assert.doesNotMatch(kubelet(after)?.fact ?? '', /HW0/);
  });
});
