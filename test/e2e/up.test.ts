// `hawser local up` as a process: what it promises on stdout, what survives kill -9, how it refuses.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  DescribeRepositoriesCommand,
  ECRClient,
  GetAuthorizationTokenCommand,
} from '@aws-sdk/client-ecr';
import { digestOf } from '../../src/oci/digest.ts';

interface Up {
  readonly child: ChildProcess;
  readonly endpoint: string;
  readonly exited: Promise<number | null>;
}

function spawnUp(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['bin/hawser.js', 'local', 'up', '-o', 'json', ...args]);
}

async function up(...args: string[]): Promise<Up> {
  const child = spawnUp('--port', '0', ...args);
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.split('\n')[0] ?? '');
    });
    child.on('exit', () => reject(new Error('it ended before it was ready')));
  });
  return { child, exited, endpoint: (JSON.parse(line) as { endpoint: string }).endpoint };
}

async function refusal(
  ...args: string[]
): Promise<{ code: number | null; error: { code: string; message: string } }> {
  const child = spawnUp(...args);
  let text = '';
  child.stdout?.on('data', (chunk) => {
    text += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, error: (JSON.parse(text) as { error: { code: string; message: string } }).error };
}

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const client = (endpoint: string) => new ECRClient({ endpoint, region: 'us-east-1', credentials });

describe('hawser local up', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hawser-up-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('prints its address on its first line of stdout, and ends with 0 on SIGTERM', async () => {
    const { child, endpoint, exited } = await up('--ephemeral');
    assert.match(endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
    const health = (await (await fetch(`${endpoint}/_hawser/health`)).json()) as { status: string };
    assert.equal(health.status, 'ok');
    child.kill('SIGTERM');
    assert.equal(await exited, 0);
  });

  it('keeps what it acknowledged through kill -9', async () => {
    const first = await up('--data', join(folder, 'kept'));
    const ecr = client(first.endpoint);
    const names = Array.from({ length: 20 }, (_, index) => `app-${index}`);
    await Promise.all(
      names.map((repositoryName) => ecr.send(new CreateRepositoryCommand({ repositoryName }))),
    );
    const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
    const authorization = `Basic ${authorizationData?.[0]?.authorizationToken}`;
    const content = 'a layer that must survive';
    const digest = digestOf(content);
    const put = await fetch(`${first.endpoint}/v2/app-0/blobs/uploads/?digest=${digest}`, {
      method: 'POST',
      headers: { authorization },
      body: content,
    });
    assert.equal(put.status, 201);
    const begun = await fetch(`${first.endpoint}/v2/app-0/blobs/uploads/`, {
      method: 'POST',
      headers: { authorization },
    });
    const location = begun.headers.get('location') ?? '';
    await fetch(first.endpoint + location, {
      method: 'PATCH',
      headers: { authorization },
      body: 'half',
    });
    first.child.kill('SIGKILL');
    await first.exited;

    const second = await up('--data', join(folder, 'kept'));
    const { repositories } = await client(second.endpoint).send(
      new DescribeRepositoriesCommand({}),
    );
    assert.deepEqual(
      repositories?.map(({ repositoryName }) => repositoryName).sort(),
      names.sort(),
    );
    const layer = await fetch(`${second.endpoint}/v2/app-0/blobs/${digest}`, {
      headers: { authorization },
    });
    assert.equal(await layer.text(), content);
    const half = await fetch(`${second.endpoint}/v2/app-0/blobs/${digestOf('half')}`, {
      method: 'HEAD',
      headers: { authorization },
    });
    assert.equal(half.status, 404);
    const rest = await fetch(`${second.endpoint}${location}?digest=${digestOf('half done')}`, {
      method: 'PUT',
      headers: { authorization },
      body: ' done',
    });
    assert.equal(rest.status, 201, 'an upload goes on where it was');
    second.child.kill('SIGTERM');
    assert.equal(await second.exited, 0);
  });

  it('keeps nothing with --ephemeral', async () => {
    const first = await up('--ephemeral');
    await client(first.endpoint).send(new CreateRepositoryCommand({ repositoryName: 'gone' }));
    first.child.kill('SIGTERM');
    await first.exited;
    const second = await up('--ephemeral');
    const { repositories } = await client(second.endpoint).send(
      new DescribeRepositoriesCommand({}),
    );
    assert.deepEqual(repositories, []);
    second.child.kill('SIGTERM');
    await second.exited;
  });

  it('allows everything with --iam off', async () => {
    const { child, endpoint, exited } = await up('--ephemeral', '--iam', 'off');
    const anybody = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'whatever' };
    const ecr = new ECRClient({ endpoint, region: 'us-east-1', credentials: anybody });
    await ecr.send(new CreateRepositoryCommand({ repositoryName: 'mine' }));
    child.kill('SIGTERM');
    await exited;
  });

  it('refuses a port that is in use in one sentence', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.on('listening', resolve));
    const { port } = server.address() as { port: number };
    const { code, error } = await refusal('--ephemeral', '--port', String(port));
    server.close();
    assert.deepEqual([code, error.code], [1, 'PORT_TAKEN']);
    assert.match(error.message, new RegExp(`^port ${port} is taken`));
  });

  it('refuses a data folder that another one uses', async () => {
    const data = join(folder, 'shared');
    const { child, exited } = await up('--data', data);
    const { code, error } = await refusal('--port', '0', '--data', data);
    assert.deepEqual([code, error.code], [1, 'DATA_IN_USE']);
    child.kill('SIGKILL');
    await exited;
    const next = await up('--data', data);
    next.child.kill('SIGTERM');
    assert.equal(await next.exited, 0);
  });

  it('refuses a data folder that it cannot write to', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, 'not a folder');
    await chmod(file, 0o400);
    const { code, error } = await refusal('--port', '0', '--data', join(file, 'data'));
    assert.deepEqual([code, error.code], [1, 'UNUSABLE']);
  });

  it('refuses a data folder that a newer Hawser wrote, and does not change it', async () => {
    const data = join(folder, 'newer');
    const { child, exited } = await up('--data', data);
    child.kill('SIGTERM');
    await exited;
    const database = new DatabaseSync(join(data, 'hawser.db'));
    database.exec('PRAGMA user_version = 99');
    database.close();
    const { code, error } = await refusal('--port', '0', '--data', data);
    assert.deepEqual([code, error.code], [1, 'NEWER_DATA']);
    assert.match(error.message, /layout 99; this version supports 2/);
  });

  it('is distinguished from a wrong flag', async () => {
    for (const wrong of [
      ['--port', 'many'],
      ['--region', 'Mars'],
    ]) {
      const { code, error } = await refusal('--ephemeral', ...wrong);
      assert.deepEqual([code, error.code], [1, 'USAGE']);
    }
  });
});
