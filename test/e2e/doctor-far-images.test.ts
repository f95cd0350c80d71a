// Images that come from farther away, where a node has endpoints only: from another Region, and from an upstream.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Proof } from '../../src/chain/proof.ts';
import { gather } from '../../src/evidence/diagnose.ts';
import { judge } from '../../src/evidence/judge.ts';
import { Repository } from '../../src/oci/client/repository.ts';
import { runPod } from '../../src/tour/pods.ts';
import { pods, shell, startTestLocal, type TestLocal, workloads } from '../support/local.ts';
import { pushTinyImage } from '../support/push-image.ts';

const skip = spawnSync('aws', ['--version']).error !== undefined && 'aws not installed';
const far = 'us-west-2';
const hostIn = (region: string) => `${workloads}.dkr.ecr.${region}.amazonaws.com`;

describe('a node with endpoints only', { skip }, () => {
  let local: TestLocal;
  let node = '';
  before(async () => {
    local = await startTestLocal();
  });
  beforeEach(async () => {
    await local.admin('reset', {});
    node = (await pods().listNode()).items[0]?.metadata?.name ?? '';
  });
  after(() => local.close());

  async function look(pod: string): Promise<Proof> {
    const environment = { AWS_ENDPOINT_URL: local.endpoint };
    const options = { profiles: [], environment, now: Date.now() };
    return judge(await gather({ pod, namespace: 'default' }, options)).proof;
  }
  const codes = ({ causes }: Proof) => causes.map(({ code }) => code);

  it('does not reach a registry of another Region (HW1024)', async () => {
    const environment = {
      ...local.environment(workloads),
      AWS_REGION: far,
      AWS_DEFAULT_REGION: far,
    };
    await shell('aws ecr create-repository --repository-name app', environment);
    const password = await shell('aws ecr get-login-password', environment);
    const repository = new Repository(
      { domain: hostIn(far), path: 'app' },
      {
        credentials: { username: 'AWS', password: password.trim() },
        access: 'pull,push',
        mirrors: () => ({ endpoint: local.endpoint, transparent: true }),
      },
    );
    await pushTinyImage(repository, 'v1', 'far');
    repository.close();
    const target = { node, repository: `${workloads}/${far}/app` };
    await local.admin('break', { cause: 'HW1024', target });
    assert.notEqual((await runPod(pods(), 'web', `${hostIn(far)}/app:v1`)).state, 'running');
    const broken = await look('web');
    assert.deepEqual([broken.verdict, codes(broken)], ['broken', ['HW1024']]);
    assert.match(
      broken.causes[0]?.deciding.text ?? '',
      /serve us-east-1, and the image is in us-west-2/,
    );
    assert.equal(broken.causes[0]?.fix.patch, undefined);
    await local.admin('heal', { cause: 'HW1024' });
    assert.equal((await runPod(pods(), 'web', `${hostIn(far)}/app:v1`)).state, 'running');
    assert.equal((await look('web')).verdict, 'holds');
  });

  it('imports nothing through a cache rule where the endpoint policy does not allow it (HW1106)', async () => {
    const environment = local.environment(workloads);
    await shell(
      'aws ecr create-pull-through-cache-rule --ecr-repository-prefix hub --upstream-registry-url public.ecr.aws',
      environment,
    );
    await local.admin('break', { cause: 'HW1106', target: { node } });
    const image = `${hostIn('us-east-1')}/hub/team/app:v1`;
    assert.notEqual((await runPod(pods(), 'web', image)).state, 'running');
    const broken = await look('web');
    assert.deepEqual([broken.verdict, codes(broken)[0]], ['broken', 'HW1106']);
    await shell(broken.causes[0]?.fix.patch ?? '', environment);
    const mended = await look('web');
    assert.ok(!codes(mended).includes('HW1106'), codes(mended).join());
    assert.equal(mended.links.find(({ link }) => link === 'endpoint-policy')?.status, 'holds');
  });
});
