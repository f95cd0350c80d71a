// `hawser collect` writes down what `hawser doctor` looks at; from it the doctor says the same, and no secret is in it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
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

const skip = spawnSync('aws', ['--help']).error !== undefined && 'aws not installed';
const image = `${registryHost}/${repositoryName}:v1`;
const namespace = 'default';

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('a bundle', { skip }, () => {
  let local: TestLocal;
  let bundle = '';
  let password = '';

  before(async () => {
    local = await startTestLocal();
    bundle = join(local.folder, 'pulls.json');
    const environment = local.environment(shared);
    await shell(`aws ecr create-repository --repository-name ${repositoryName}`, environment);
    await share(local);
    await local.push('v1');
    password = (await shell('aws ecr get-login-password', environment)).trim();
    await withSecret();
    await waiting();
  });
  after(() => local.close());

  /** A pod whose pull needs the tag v2, which nobody pushed, and names a Secret with a token. */
  async function withSecret(): Promise<void> {
    const auth = Buffer.from(`AWS:${password}`).toString('base64');
    const config = JSON.stringify({ auths: { [registryHost]: { auth } } });
    await pods().createNamespacedSecret({
      namespace,
      body: {
        metadata: { name: 'ecr' },
        type: 'kubernetes.io/dockerconfigjson',
        data: { '.dockerconfigjson': Buffer.from(config).toString('base64') },
      },
    });
    await pods().createNamespacedPod({
      namespace,
      body: {
        metadata: { name: 'web' },
        spec: {
          containers: [{ name: 'app', image: image.replace(':v1', ':v2') }],
          imagePullSecrets: [{ name: 'ecr' }],
        },
      },
    });
  }

  async function waiting(): Promise<void> {
    for (const end = Date.now() + 15_000; Date.now() < end; ) {
      const { status } = await pods().readNamespacedPod({ namespace, name: 'web' });
      if (status?.containerStatuses?.[0]?.state?.waiting?.message !== undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail('the pod does not wait for its image');
  }

  function hawser(...args: readonly string[]): Promise<Ran> {
    const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
      env: local.environment(workloads),
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (said.stdout += chunk));
    child.stderr.on('data', (chunk) => (said.stderr += chunk));
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...said })));
  }

  it('gives the same verdict as the live cluster, byte for byte', async () => {
    const live = await hawser('doctor', 'web', '-o', 'json');
    assert.equal((await hawser('collect', 'web', '-o', bundle)).status, 0);
    const packed = await hawser('doctor', '--bundle', bundle, 'web', '-o', 'json');
    assert.equal(packed.stdout, live.stdout);
    assert.deepEqual([packed.status, live.status], [2, 2]);
    assert.equal(JSON.parse(packed.stdout).causes[0].catalogue, 'IMG-01');
  });

  it('contains no secret, and is readable by its owner only', async () => {
    const content = await readFile(bundle, 'utf8');
    assert.ok(!content.includes(password) && !content.includes(password.slice(0, 40)));
    assert.ok(!content.includes(Buffer.from(`AWS:${password}`).toString('base64').slice(0, 40)));
    assert.equal((await stat(bundle)).mode & 0o777, 0o600);
  });

  it('can contain every pod of a namespace, or an image and a role', async () => {
    assert.equal((await hawser('collect', '-o', bundle)).status, 0);
    const every = await hawser('doctor', '--bundle', bundle, '-o', 'json');
    assert.equal(JSON.parse(every.stdout).verdict, 'broken');
    const role = `arn:aws:iam::${workloads}:role/hawser-node`;
    const asked = [image, '--as', role];
    const live = await hawser('doctor', ...asked, '-o', 'json');
    assert.equal((await hawser('collect', ...asked, '-o', bundle)).status, 0);
    const packed = await hawser('doctor', ...asked, '--bundle', bundle, '-o', 'json');
    assert.equal(packed.stdout, live.stdout);
  });

  it('that is malformed, or lacks what is asked, is refused', async () => {
    const code = async (...args: readonly string[]): Promise<unknown> => {
      const { status, stdout } = await hawser('doctor', ...args, '-o', 'json');
      return [status, JSON.parse(stdout).error.code];
    };
    const other = join(local.folder, 'other.json');
    assert.deepEqual(await code('--bundle', other), [1, 'UNREADABLE']);
    for (const content of ['', '[]', '{"format":"hawser-bundle","version":99,"entries":[]}']) {
      await writeFile(other, content);
      assert.deepEqual(await code('--bundle', other), [1, 'NOT_A_BUNDLE']);
    }
    assert.deepEqual(await code('--bundle', bundle, 'api'), [1, 'NOT_IN_BUNDLE']);
    assert.deepEqual(await code('--bundle', bundle, '--text', '-'), [1, 'USAGE']);
    const { status, stderr } = await hawser('collect', 'web', '-o', join(local.folder, 'no/b'));
    assert.equal(status, 1);
    assert.match(stderr, /cannot write/);
  });
});
