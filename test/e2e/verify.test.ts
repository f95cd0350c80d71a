// `hawser verify` pulls as a role, for real: what breaks the pull of a node breaks it, too, and nothing is deployed.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Proof } from '../../src/chain/proof.ts';
import {
  registryHost,
  repositoryName,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';

const skip = spawnSync('aws', ['--help']).error !== undefined && 'aws not installed';
const image = `${registryHost}/${repositoryName}:v1`;
const role = `arn:aws:iam::${workloads}:role/puller`;

describe('hawser verify', { skip }, () => {
  let local: TestLocal;
  before(async () => {
    local = await startTestLocal();
    await aws(shared, `ecr create-repository --repository-name ${repositoryName}`);
    await local.push('v1');
    const trust = document({ Action: 'sts:AssumeRole', Principal: { AWS: workloads } });
    await aws(
      workloads,
      `iam create-role --role-name puller --assume-role-policy-document '${trust}'`,
    );
  });
  // Each case changes one of the two policies.
  beforeEach(async () => {
    await allow('ecr:*');
    await share('ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer');
  });
  after(() => local.close());

  function document(statement: object): string {
    return JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', ...statement }],
    });
  }

  function aws(account: string, command: string): Promise<string> {
    return shell(`aws ${command}`, local.environment(account));
  }

  async function allow(...Action: readonly string[]): Promise<void> {
    const policy = document({ Action, Resource: '*' });
    await aws(
      workloads,
      `iam put-role-policy --role-name puller --policy-name pull --policy-document '${policy}'`,
    );
  }

  async function share(...Action: readonly string[]): Promise<void> {
    const policy = document({ Action, Principal: { AWS: role } });
    await aws(
      shared,
      `ecr set-repository-policy --repository-name ${repositoryName} --policy-text '${policy}'`,
    );
  }

  function verify(
    reference = image,
    as = role,
    ...more: readonly string[]
  ): Promise<{ status: number | null; proof: Proof & { error?: { code: string } } }> {
    const args = ['src/cli/main.ts', 'verify', reference, '--as', as, '-o', 'json', ...more];
    const child = spawn(process.execPath, args, { env: local.environment(workloads) });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    return new Promise((resolve) => {
      child.on('close', (status) => resolve({ status, proof: JSON.parse(said) }));
    });
  }

  const statusOf = ({ links }: Proof) => links.map(({ link, status }) => `${link} ${status}`);

  it('holds when token, manifest, configuration and every layer are served', async () => {
    const { status, proof } = await verify();
    assert.equal(status, 0, JSON.stringify(proof));
    assert.deepEqual(statusOf(proof), [
      'image-reference holds',
      'token holds',
      'image holds',
      'platform holds',
      'layers holds',
    ]);
  });

  it('is broken where the repository policy does not allow the layers', async () => {
    await share('ecr:BatchGetImage');
    const { status, proof } = await verify();
    assert.equal(status, 2);
    assert.equal(statusOf(proof).at(-1), 'layers broken');
    assert.equal(proof.causes[0]?.catalogue, 'RPOL-04');
  });

  it("is broken where the role's own policy allows no manifest, with AWS's message", async () => {
    await allow('ecr:GetAuthorizationToken');
    const { status, proof } = await verify();
    assert.equal(status, 2);
    assert.equal(proof.causes[0]?.catalogue, 'RPOL-02');
    assert.match(proof.links.at(-1)?.fact ?? '', /no identity-based policy allows/);
  });

  it('is broken where the role may not get a token', async () => {
    await allow('ecr:BatchGetImage');
    const { status, proof } = await verify();
    assert.deepEqual([status, statusOf(proof).at(-1)], [2, 'iam-policy broken']);
    assert.equal(proof.causes[0]?.catalogue, 'IAM-01');
  });

  it('is broken for a tag or a platform that does not exist', async () => {
    const absent = await verify(image.replace(':v1', ':v2'));
    assert.deepEqual([absent.status, absent.proof.causes[0]?.catalogue], [2, 'IMG-01']);
    const other = await verify(image, role, '--platform', 'windows/amd64');
    assert.deepEqual([other.status, statusOf(other.proof).at(-1)], [2, 'platform broken']);
  });

  it('is undecided for a role that the caller may not assume', async () => {
    const { status, proof } = await verify(image, `arn:aws:iam::${shared}:role/other`);
    assert.equal(status, 3);
    assert.match(proof.needs[0]?.permission ?? '', /sts:AssumeRole on /);
  });

  it('refuses registries other than ECR, and roles without an ARN', async () => {
    const codes = [await verify('docker.io/library/busybox:1'), await verify(image, 'puller')].map(
      ({ status, proof }) => [status, proof.error?.code],
    );
    assert.deepEqual(codes, [
      [1, 'HW0552'],
      [1, 'USAGE'],
    ]);
  });
});
