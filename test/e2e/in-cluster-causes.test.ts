// What keeps clients inside the cluster from credentials: break it, run a client, diagnose, apply the printed fix, run it again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { allCauses } from '../../src/causes/catalogue.ts';
import type { Proof } from '../../src/chain/proof.ts';
import { ecrHostName } from '../../src/names/registry-host.ts';
import {
  nodeRole,
  pods,
  region,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';
import { assertValid } from '../support/schemas.ts';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const image = `${ecrHostName(workloads, region)}/app:v1`;
const namespace = 'default';
const missing = ['aws', 'kubectl'].filter(
  (tool) => spawnSync(tool, ['--help']).error !== undefined,
);
const skip = missing.length > 0 && `${missing.join(' and ')} not installed`;

describe('every cause of clients inside the cluster', { skip }, () => {
  let local: TestLocal;
  let node = '';
  const run = (command: string) => shell(command, local.environment(workloads));
  before(async () => {
    local = await startTestLocal();
    await run('aws ecr create-repository --repository-name app');
    await local.push('v1', workloads, 'app');
    await pods().createNamespacedServiceAccount({
      namespace,
      body: { metadata: { name: 'puller' } },
    });
    const { items } = await pods().listNode();
    node = items[0]?.metadata?.name ?? '';
    await pods().createNamespacedPod({
      namespace,
      body: {
        metadata: { name: 'client' },
        spec: {
          nodeName: node,
          serviceAccountName: 'puller',
          containers: [{ name: 'client', image }],
        },
      },
    });
  });
  after(() => local.close());

  it('has a case here', () => {
    const codes = allCauses().flatMap(({ link, code }) => (link === 'admission' ? [code] : []));
    // doctor-admission.test.ts has the others.
    for (const code of ['HW0302', 'HW0307', 'HW0308']) assert.ok(codes.includes(code), code);
  });

  const doctor = async (): Promise<Proof> => {
    const command = `"${process.execPath}" "${hawser}" doctor ${image} --from serviceaccount/puller -n ${namespace} -o json --fail-on never`;
    const proof = JSON.parse(await run(command)) as Proof;
    assertValid('proof', proof);
    return proof;
  };

  /** Runs a client as the pod would: with what EKS's webhook gives it for the service account, or the machine's metadata. */
  async function client(): Promise<string> {
    const account = await pods().readNamespacedServiceAccount({ namespace, name: 'puller' });
    const role = account.metadata?.annotations?.['eks.amazonaws.com/role-arn'];
    const { nodes } = (await local.admin('nodes')) as { nodes: { podMetadataEndpoint: string }[] };
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _key, ...rest } = local.environment('');
    const token = join(local.folder, 'token');
    if (role !== undefined) {
      await writeFile(token, await run('kubectl create token puller --audience sts.amazonaws.com'));
    }
    const found =
      role === undefined
        ? { AWS_EC2_METADATA_SERVICE_ENDPOINT: nodes[0]?.podMetadataEndpoint }
        : { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: token };
    const environment = { ...rest, ...found, AWS_METADATA_SERVICE_NUM_ATTEMPTS: '1' };
    return shell('aws ecr get-login-password', environment);
  }

  async function isBrokenBy(cause: string, target: object, says: RegExp): Promise<void> {
    assert.match(await client(), /^\S{20,}\s*$/);
    await local.admin('break', { cause, target });
    await assert.rejects(client(), says);
    const { verdict, causes } = await doctor();
    assert.deepEqual(
      [verdict, causes[0]?.code],
      ['broken', cause],
      JSON.stringify(causes, null, 1),
    );
    await run(causes[0]?.fix.patch ?? 'false');
    assert.match(await client(), /^\S{20,}\s*$/);
    const mended = await doctor();
    assert.deepEqual([mended.verdict, mended.causes], ['holds', []], JSON.stringify(mended.needs));
  }

  const noCredentials = /Unable to locate credentials/;

  it('HW0307: the metadata is a hop too far', async () => {
    const { items } = await pods().listNode();
    const id = items[0]?.spec?.providerID?.split('/').at(-1);
    await run(
      `aws ec2 modify-instance-metadata-options --instance-id ${id} --http-put-response-hop-limit 2`,
    );
    await isBrokenBy('HW0307', { node }, noCredentials);
  });

  it('HW0308: there is no metadata at all', async () => {
    await isBrokenBy('HW0308', { node, role: nodeRole }, noCredentials);
  });

  it('HW0302: a policy controller has a role that may not read', async () => {
    const role = nodeRole.replace('hawser-node', 'ecr-pull-default-puller');
    const target = { role, pod: `${namespace}/client` };
    await isBrokenBy('HW0302', target, /AccessDenied.*ecr:GetAuthorizationToken/);
  });
});
