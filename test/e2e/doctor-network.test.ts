// For every cause in the network of a node: break it, pull, look at it through EC2's API, apply the printed fix, pull again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'node:test';
import { CreateRepositoryCommand, SetRepositoryPolicyCommand } from '@aws-sdk/client-ecr';
import type { Proof } from '../../src/chain/proof.ts';
import { prove } from '../../src/chain/prove.ts';
import type { World } from '../../src/chain/world.ts';
import { gather } from '../../src/evidence/diagnose.ts';
import { judge } from '../../src/evidence/judge.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { runPod } from '../../src/tour/pods.ts';
import {
  pods,
  region,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { addOns, networkCases } from '../support/network-cases.ts';
import { pushTinyImage } from '../support/push-image.ts';
import { assertValid } from '../support/schemas.ts';

const skip = spawnSync('aws', ['--version']).error !== undefined && 'aws not installed';
const hostOf = (account: string, at = region) => `${account}.dkr.ecr.${at}.amazonaws.com`;

describe('the network of a node', { skip }, () => {
  let local: TestLocal;
  let node = '';
  let count = 0;
  before(async () => {
    local = await startTestLocal();
  });
  // Fixes stay when a fault is healed: every case begins anew.
  beforeEach(async () => {
    await local.admin('reset', {});
    for (const account of [workloads, addOns]) {
      const created = new CreateRepositoryCommand({ repositoryName: 'app' });
      await local.ecr(account).send(created);
      await local.push('v1', account, 'app');
      await pushOther(account);
    }
    const grants = { Effect: 'Allow', Principal: '*', Action: 'ecr:*' };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [grants] });
    const shared = new SetRepositoryPolicyCommand({ repositoryName: 'app', policyText: policy });
    await local.ecr(addOns).send(shared);
    node = (await pods().listNode()).items[0]?.metadata?.name ?? '';
    await runPod(pods(), 'web', `${hostOf(workloads)}/app:v1`);
    await runPod(pods(), 'add-on', `${hostOf(addOns)}/app:v1`);
  });
  after(() => local.close());

  /** An image whose layers the node has never seen. */
  async function pushOther(account: string): Promise<void> {
    const repository = new Repository(
      { domain: hostOf(account), path: 'app' },
      {
        credentials: await local.login(account),
        access: 'pull,push',
        mirrors: () => ({ endpoint: local.endpoint, transparent: true }),
      },
    );
    await pushTinyImage(repository, 'v2', `layer ${++count}`);
    repository.close();
  }

  /** The proof from what the APIs tell, and from the state of the local AWS: both have to say the same. */
  async function look(pod: string): Promise<Proof> {
    const environment = { AWS_ENDPOINT_URL: local.endpoint };
    const question = { pod, namespace: 'default' };
    const { proof, pull } = judge(
      await gather(question, { profiles: [], environment, now: Date.now() }),
    );
    assertValid('proof', proof);
    const inside = prove(pull, (await local.admin('world')) as unknown as World);
    assert.deepEqual(
      inside.causes.map(({ code, fix }) => [code, fix.patch]),
      proof.causes.map(({ code, fix }) => [code, fix.patch]),
    );
    return proof;
  }

  it('is open', async () => {
    const proof = await look('web');
    assert.deepEqual([proof.verdict, proof.needs], ['holds', []]);
    for (const link of ['dns', 'network', 'endpoint-policy']) {
      assert.equal(proof.links.find((one) => one.link === link)?.status, 'holds', link);
    }
  });

  for (const { cause, link, says, fix, account, byLastTry } of networkCases) {
    it(`is found broken by ${cause}, and mended by what is printed`, async () => {
      const pod = account === undefined ? 'web' : 'add-on';
      const image = `${hostOf(account ?? workloads)}/app:v2`;
      await local.admin('break', { cause, target: { node } });
      // The kubelet keeps a token of the registry for six hours.
      await local.admin('clock', { advance: '7h' });
      const failed = await runPod(pods(), 'meanwhile', image);
      assert.notEqual(failed.state, 'running');
      const broken = await look(byLastTry === true ? 'meanwhile' : pod);
      assert.equal(broken.verdict, 'broken');
      const [first, ...others] = broken.causes;
      assert.deepEqual([first?.code, others.map(({ code }) => code)], [cause, []]);
      assert.equal(first?.link, link);
      assert.match(first?.deciding.text ?? '', says);
      assert.match(first?.fix.patch ?? '', fix ?? /^$/);
      await shell(first?.fix.patch ?? '', local.environment(workloads));
      const mended = await look(pod);
      assert.deepEqual([mended.verdict, mended.causes], ['holds', []]);
      assert.deepEqual(await runPod(pods(), 'afterwards', image), { state: 'running' });
    });
  }
});
