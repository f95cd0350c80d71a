// Pods that are refused, or changed, before they are created: a policy controller is really asked, and the doctor finds the reason by the workload.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { allCauses } from '../../src/causes/catalogue.ts';
import type { Proof } from '../../src/chain/proof.ts';
import { openCluster } from '../../src/evidence/kubernetes/cluster.ts';
import {
  pods,
  registryHost,
  repositoryName,
  share,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { assertValid } from '../support/schemas.ts';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const skip = spawnSync('kubectl', ['--help']).error !== undefined && 'kubectl not installed';
const namespace = 'default';

interface Case {
  readonly cause: string;
  /** In an event of the ReplicaSet or of the pod. */
  readonly says: RegExp;
  /** Whether the printed command mends it; else somebody has to change the policy, or the image. */
  readonly hasCommand?: true;
}

const cases: readonly Case[] = [
  {
    cause: 'HW0301',
    says: /FailedCreate: Error creating: admission webhook "allowed-registries.hawser.dev" denied the request: .* has an invalid image repo/,
  },
  { cause: 'HW0303', says: /FailedCreate: Error creating: .*no matching signatures/ },
  {
    cause: 'HW0304',
    says: /Failed to pull image .*mirror\/platform\/base-images:v1.*(not found|403 Forbidden)/,
  },
  {
    cause: 'HW0305',
    says: /FailedCreate: Error creating: Internal error occurred: failed calling webhook .* context deadline exceeded/,
    hasCommand: true,
  },
];

describe('a workload whose pods are not let in', { skip }, () => {
  let local: TestLocal;
  before(async () => {
    local = await startTestLocal();
    await shell(
      `aws ecr create-repository --repository-name ${repositoryName}`,
      local.environment(shared),
    );
    await share(local);
    await local.push('v1');
    const labels = { app: 'web' };
    await openCluster().apps.createNamespacedDeployment({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: {
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: { containers: [{ name: 'app', image: `${registryHost}/${repositoryName}:v1` }] },
          },
        },
      },
    });
    await until(isRunning);
  });
  after(() => local.close());

  it('has a case for each cause', () => {
    const inClients = ['HW0302', 'HW0307', 'HW0308'];
    const proven = allCauses().filter(({ link }) => link === 'admission');
    assert.deepEqual(
      proven.map(({ code }) => code).filter((code) => !inClients.includes(code)),
      cases.map(({ cause }) => cause),
    );
  });

  for (const { cause, says, hasCommand } of cases) {
    it(`${cause} is broken, refused, named, fixed and gone`, async () => {
      const target = { pod: `${namespace}/web` };
      await local.admin('break', { cause, target });
      await deletePods();
      await until(async () => (await events()).some((line) => says.test(line)));
      const proof = await doctor();
      assertValid('proof', proof);
      assert.equal(proof.verdict, 'broken');
      assert.equal(proof.causes[0]?.code, cause, JSON.stringify(proof.causes));
      const { patch } = proof.causes[0]?.fix ?? {};
      assert.equal(patch !== undefined, hasCommand === true);
      if (patch !== undefined) await shell(patch, local.environment(workloads));
      else await local.admin('heal', { cause });
      if (cause === 'HW0304') await deletePods();
      await until(isRunning);
      const after = await doctor();
      assert.deepEqual([after.verdict, after.causes], ['holds', []], JSON.stringify(after.needs));
      if (patch !== undefined) await local.admin('heal', { cause });
    });
  }

  const doctor = async (): Promise<Proof> => {
    const command = `"${process.execPath}" "${hawser}" doctor deployment/web -n ${namespace} -o json --fail-on never`;
    return JSON.parse(await shell(command, local.environment(workloads))) as Proof;
  };

  async function deletePods(): Promise<void> {
    const { items } = await pods().listNamespacedPod({ namespace });
    for (const { metadata } of items) {
      await pods().deleteNamespacedPod({
        namespace,
        name: metadata?.name ?? '',
        gracePeriodSeconds: 0,
      });
    }
  }

  async function events(): Promise<string[]> {
    const { items } = await pods().listNamespacedEvent({ namespace });
    return items.map(({ reason, message }) => `${reason}: ${message}`);
  }

  async function isRunning(): Promise<boolean> {
    const { items } = await pods().listNamespacedPod({ namespace });
    return items.some(({ status }) => status?.containerStatuses?.[0]?.state?.running !== undefined);
  }
});

async function until(look: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await look())) {
    if (Date.now() > end) assert.fail(`waited in vain for ${look.toString().slice(0, 200)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
