// Files that block, have no end, lead elsewhere or are no files; and readers that go away. Each command
// ends by itself, says why, and writes nowhere but where it should.
import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';

const hawser = join(import.meta.dirname, '../../bin/hawser.js');
const host = '111122223333.dkr.ecr.us-west-2.amazonaws.com';
const root = mkdtempSync(join(tmpdir(), 'hawser-hostile-'));
after(() => rmSync(root, { recursive: true, force: true }));

/** Milliseconds after which a command counts as hanging; each takes less than a second. */
const hanging = 30_000;

function run(
  args: readonly string[],
  options: { input?: string; environment?: Record<string, string> } = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [hawser, ...args], {
    encoding: 'utf8',
    timeout: hanging,
    killSignal: 'SIGKILL',
    input: options.input ?? '',
    env: { PATH: process.env.PATH, HOME: root, ...options.environment },
  });
}

describe('documents without end', () => {
  for (const args of [
    ['iam', 'lint', '--policy', '/dev/zero'],
    ['lifecycle', 'preview', '--policy', '/dev/zero', '--images', '/dev/zero', '-o', 'json'],
    ['credential-provider', 'check', '--config', '/dev/zero'],
    ['doctor', '--text', '/dev/zero'],
    ['iam', 'evaluate', '/dev/zero'],
  ]) {
    it(`end hawser ${args.join(' ')} with exit code 1 and the reason`, () => {
      const { status, stdout, stderr } = run(args);
      assert.equal(status, 1, stderr);
      assert.match(
        stdout + stderr,
        /is larger than \d+ MiB|longer than \d+ characters|cannot read/,
      );
      assert.doesNotMatch(stderr, /\n\s+at /);
    });
  }
});

describe('a data folder where none can be created', () => {
  for (const folder of ['/proc/x', '/proc/self/x/y', '/dev/null']) {
    it(`${folder} is refused at once`, () => {
      const { status, stderr } = run(['local', 'up', '--port', '0', '--data', folder]);
      assert.equal(status, 1);
      assert.match(stderr, /^hawser: cannot write to the data folder \/[^\n]*\n/);
    });
  }
});

describe('a reader that closes the pipe', () => {
  it('ends a command that prints answers, without a stack trace', () => {
    const question = JSON.stringify({
      id: '1',
      request: { principal: 'anonymous', action: 's3:GetObject', resource: { resource: '*' } },
      policies: { identity: [] },
    });
    writeFileSync(join(root, 'many.jsonl'), `${question}\n`.repeat(200_000));
    const script = `"${process.execPath}" "${hawser}" iam evaluate "${root}/many.jsonl" | head -1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', script], {
      encoding: 'utf8',
      timeout: hanging,
    });
    assert.match(stdout, /^\{"id":"1"/);
    assert.equal(stderr, '');
  });

  it('reports when its output does not fit on the disk', () => {
    const script = `"${process.execPath}" "${hawser}" explain HW0601 > /dev/full`;
    const { stderr, status } = spawnSync('sh', ['-c', script], {
      encoding: 'utf8',
      timeout: hanging,
    });
    assert.equal(
      stderr,
      "hawser: can't write the output: ENOSPC: no space left on device, write\n",
    );
    assert.equal(status, 1);
  });

  it('leaves a running local AWS running', async () => {
    const child = spawn(
      process.execPath,
      [hawser, 'local', 'up', '--port', '0', '--ephemeral', '-o', 'json'],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, HOME: root } },
    );
    const [line] = (await child.stdout.take(1).toArray()) as [Buffer];
    const { endpoint } = JSON.parse(String(line)) as { endpoint: string };
    child.stdout.destroy();
    child.stderr.destroy();
    const kubeconfig = JSON.parse(await (await fetch(`${endpoint}/_hawser/kubeconfig`)).text());
    const server = new URL(kubeconfig.clusters[0].cluster.server);
    const authorization = `Basic ${btoa(`${server.username}:${server.password}`)}`;
    server.username = '';
    server.password = '';
    // The pod cannot be pulled, which the kubelet logs.
    const pod = {
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'c', image: `${host}/none:v1` }] },
    };
    const created = await fetch(
      `${server.href.replace(/\/$/, '')}/api/v1/namespaces/default/pods`,
      {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(pod),
      },
    );
    assert.equal(created.status, 201);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    assert.equal((await fetch(`${endpoint}/_hawser/health`)).status, 200);
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => child.on('exit', resolve));
    assert.equal(code, 0);
  });
});
