// Who pulls inside the cluster, asked of a local EKS: `hawser doctor IMAGE --from serviceaccount/NAME`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Proof } from '../../src/chain/proof.ts';
import {
  nodeRole,
  pods,
  region,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const image = `${workloads}.dkr.ecr.${region}.amazonaws.com/app:v1`;
const skip = spawnSync('aws', ['--version']).error !== undefined && 'aws not installed';

describe('hawser doctor --from serviceaccount/NAME', { skip }, () => {
  let local: TestLocal;
  let cluster = '';
  const run = (command: string) => shell(command, local.environment(workloads));
  before(async () => {
    local = await startTestLocal();
    await run('aws ecr create-repository --repository-name app');
    await local.push('v1', workloads, 'app');
    cluster = (await run('aws eks list-clusters --query clusters[0] --output text')).trim();
    await pods().createNamespacedServiceAccount({
      namespace: 'default',
      body: { metadata: { name: 'puller' } },
    });
  });
  after(() => local.close());

  const doctor = async (): Promise<Proof> => {
    const command = `"${process.execPath}" "${hawser}" doctor ${image} --from serviceaccount/puller -n default -o json --fail-on never`;
    return JSON.parse(await run(command)) as Proof;
  };

  it('guesses no role for a service account that has none', async () => {
    const { verdict, causes, needs } = await doctor();
    assert.deepEqual([verdict, causes], ['unseen', []]);
    assert.match(JSON.stringify(needs), /neither the annotation .* nor a Pod Identity association/);
  });

  it('finds the role of its association, and mends the trust policy that keeps it out', async () => {
    await run(
      `aws eks create-pod-identity-association --cluster-name ${cluster} --namespace default --service-account puller --role-arn ${nodeRole}`,
    );
    const { causes } = await doctor();
    assert.deepEqual(
      causes.map(({ code }) => code),
      ['HW0604'],
    );
    await run(causes[0]?.fix.patch ?? 'false');
    const mended = await doctor();
    assert.equal(mended.links.find(({ link }) => link === 'node-identity')?.status, 'holds');
    assert.deepEqual([mended.verdict, mended.causes], ['holds', []], JSON.stringify(mended.needs));
  });
});
