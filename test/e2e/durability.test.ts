// What the local AWS acknowledged is on disk, and nothing else is said to be there.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeRepositoriesCommand,
  PutImageTagMutabilityCommand,
} from '@aws-sdk/client-ecr';
import { digestOf } from '../../src/oci/digest.ts';
import { Machine, Refused } from '../support/chaos/machine.ts';
import { contentOf, imageOf, pathOf, push, requireImage } from '../support/chaos/world.ts';

const folder = mkdtempSync(join(tmpdir(), 'hawser-durability-'));
const path = pathOf('team/one');
const one = { repositoryName: 'team/one' };
let machine: Machine;

/** A local AWS with a repository, over a folder of that name. */
async function start(name: string): Promise<string> {
  const data = join(folder, name);
  machine = await Machine.start(data);
  await machine.ecr.send(new CreateRepositoryCommand(one));
  return data;
}

after(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => machine.kill('SIGKILL'));

async function beginUpload(): Promise<string> {
  return (await machine.registry('POST', `${path}/blobs/uploads/`)).headers.get('location') ?? '';
}

/** A body whose rest comes when it is let go. */
function held(first: Buffer, rest: Buffer): { body: ReadableStream; letGo: () => void } {
  let letGo = (): void => undefined;
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array(first));
      letGo = () => {
        controller.enqueue(new Uint8Array(rest));
        controller.close();
      };
    },
  });
  return { body, letGo: () => letGo() };
}

describe('an upload at the registry', () => {
  it('has one writer: others are told how far it has come', async () => {
    await start('writers');
    const content = contentOf(1, 100_000);
    const upload = await beginUpload();
    const { body, letGo } = held(content.subarray(0, 60_000), content.subarray(60_000));
    const first = machine.registry('PATCH', upload, body);
    await wait(100);
    const second = await machine.registry('PATCH', upload, 'other bytes');
    assert.deepEqual([second.status, second.headers.get('location')], [416, upload]);
    assert.match(second.headers.get('range') ?? '', /^0-\d+$/);
    const early = await machine.registry('PUT', `${upload}?digest=${digestOf('other bytes')}`);
    assert.equal(early.status, 416);
    letGo();
    assert.equal((await first).status, 201);
    const done = await machine.registry('PUT', `${upload}?digest=${digestOf(content)}`);
    assert.equal(done.status, 201);
    const { body: given } = await machine.registry('GET', `${path}/blobs/${digestOf(content)}`);
    assert.ok(given.equals(content));
  });

  it('is completed through the API by nobody while it is written to', async () => {
    await start('api');
    const upload = await beginUpload();
    const { body, letGo } = held(contentOf(1, 3 << 20), Buffer.from(' more'));
    const first = machine.registry('PATCH', upload, body);
    await wait(100);
    const uploadId = upload.split('/').at(-1) ?? '';
    const complete = { ...one, uploadId, layerDigests: [digestOf('some')] };
    await assert.rejects(machine.ecr.send(new CompleteLayerUploadCommand(complete)), {
      name: 'InvalidLayerPartException',
    });
    letGo();
    await first;
  });

  it('goes on after its connection broke off', async () => {
    await start('resumed');
    for (const size of [100, 3 << 20]) {
      const content = contentOf(size, size);
      const upload = await beginUpload();
      await cutOff(upload, content);
      const { headers } = await machine.registry('GET', upload);
      const at = Number(headers.get('range')?.split('-')[1]) + 1;
      const rest = new Uint8Array(content.subarray(at));
      const range = { 'content-range': `${at}-${size - 1}` };
      assert.equal((await machine.registry('PATCH', upload, rest, range)).status, 201);
      const done = await machine.registry('PUT', `${upload}?digest=${digestOf(content)}`);
      assert.equal(done.status, 201);
    }
  });

  it('ends with its repository, also when there is another one of that name', async () => {
    await start('again');
    const upload = await beginUpload();
    await machine.registry('PATCH', upload, 'old');
    await machine.ecr.send(new DeleteRepositoryCommand(one));
    await machine.ecr.send(new CreateRepositoryCommand(one));
    for (const [method, query] of [
      ['GET', ''],
      ['PATCH', ''],
      ['PUT', `?digest=${digestOf('old')}`],
    ] as const) {
      const { status, body } = await machine.registry(method, upload + query);
      assert.deepEqual([status, codeOf(body)], [404, 'BLOB_UPLOAD_UNKNOWN'], method);
    }
  });
});

function codeOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as { errors: { code: string }[] }).errors[0]?.code ?? '';
}

/** Sends half of a piece and lets the connection break off. */
function cutOff(upload: string, content: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const sending = request(machine.endpoint + upload, {
      method: 'PATCH',
      headers: { authorization: machine.authorization, 'content-length': content.length },
    });
    sending.on('error', () => resolve());
    sending.write(content.subarray(0, content.length >> 1), () => {
      setTimeout(() => sending.destroy(new Error('gone')), 5);
    });
  });
}

describe('a manifest', () => {
  /** Sends a manifest whose body arrives only after something else has happened. */
  async function late(tag: string, meanwhile: () => Promise<unknown>) {
    const image = imageOf('team/one', tag, 5, 1_000);
    assert.equal(await push(machine, image), 201);
    const other = Buffer.from(image.manifest.replace('{', '{ '));
    const { body, letGo } = held(other.subarray(0, 10), other.subarray(10));
    const put = machine.registry('PUT', `${path}/manifests/${tag}`, body, {
      'content-type': 'application/vnd.oci.image.manifest.v1+json',
    });
    await wait(100);
    await meanwhile();
    letGo();
    return put;
  }

  it('is refused when its repository is deleted while it arrives', async () => {
    await start('deleted');
    const { status, body } = await late('v1', () =>
      machine.ecr.send(new DeleteRepositoryCommand({ ...one, force: true })),
    );
    assert.deepEqual([status, codeOf(body)], [404, 'NAME_UNKNOWN']);
  });

  it('is refused when its tag becomes immutable while it arrives', async () => {
    await start('immutable');
    const { status, body } = await late('v1', () =>
      machine.ecr.send(
        new PutImageTagMutabilityCommand({ ...one, imageTagMutability: 'IMMUTABLE' }),
      ),
    );
    assert.deepEqual([status, codeOf(body)], [400, 'TAG_INVALID']);
  });
});

describe('a disk that takes no more', () => {
  it('is told with every write and once on stderr; reads go on, and so does all else when there is room', async () => {
    const data = await start('full');
    const image = imageOf('team/one', 'v1', 7, 20_000);
    assert.equal(await push(machine, image), 201);
    machine.limitFiles(8_192);
    for (let index = 0; index < 20; index++) {
      const creation = new CreateRepositoryCommand({ repositoryName: `full/r${index}` });
      await assert.rejects(machine.ecr.send(creation), {
        name: 'InternalFailure',
        message: /the database could not be written/,
      });
      await requireImage(machine, image);
    }
    const blob = contentOf(99, 100_000);
    const upload = `${path}/blobs/uploads/?digest=${digestOf(blob)}`;
    const refused = await machine.registry('POST', upload, new Uint8Array(blob));
    assert.deepEqual([refused.status, codeOf(refused.body)], [507, 'UNAVAILABLE']);
    assert.equal((await machine.admin('health')).status, 'degraded');
    const { repositories } = await machine.ecr.send(new DescribeRepositoriesCommand({}));
    assert.deepEqual(
      repositories?.map(({ repositoryName }) => repositoryName),
      ['team/one'],
    );
    assert.equal(machine.stderr.match(/the database could not be written/g)?.length, 1);
    assert.doesNotMatch(machine.stderr, /internal error/);

    machine.limitFiles(undefined);
    const later = imageOf('team/one', 'v2', 8, 20_000);
    assert.equal(await push(machine, later), 201);
    assert.equal((await machine.admin('health')).status, 'ok');
    await machine.kill('SIGKILL');
    machine = await Machine.start(data);
    await requireImage(machine, image);
    await requireImage(machine, later);
  });
});

describe('a data folder', () => {
  const hawser = (...args: string[]) =>
    spawnSync(process.execPath, ['bin/hawser.js', 'local', ...args], { encoding: 'utf8' });
  const verify = (data: string) => {
    const { status, stdout } = hawser(
      'verify',
      '--data',
      data,
      '--endpoint',
      machine.endpoint,
      '-o',
      'json',
    );
    return { status, ...(JSON.parse(stdout) as { lost: { kind: string; what: string }[] }) };
  };

  it('lets no second process in when its lock file is removed', async () => {
    const data = await start('locked');
    rmSync(join(data, 'lock'));
    await assert.rejects(Machine.start(data), (error) => {
      assert.ok(error instanceof Refused);
      assert.equal(error.code, 'DATA_IN_USE');
      return true;
    });
  });

  it('takes no writes that would be lost when its database was removed', async () => {
    const data = await start('removed');
    for (const name of ['hawser.db', 'hawser.db-wal']) rmSync(join(data, name));
    await assert.rejects(
      machine.ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/two' })),
      { name: 'InternalFailure', message: /removed or replaced while it was in use/ },
    );
  });

  it('is verified as a whole: damage that left no trace is found, and mended by a push', async () => {
    const data = await start('verified');
    const image = imageOf('team/one', 'v1', 9, 30_000);
    await push(machine, image);
    assert.deepEqual(verify(data).lost, []);
    const blob = image.blobs[1] ?? Buffer.alloc(0);
    const hex = digestOf(blob).slice('sha256:'.length);
    const file = join(data, 'blobs', 'sha256', hex.slice(0, 2), hex);
    const { atime, mtime } = statSync(file);
    const bytes = readFileSync(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    utimesSync(file, atime, mtime);
    const { status, lost } = verify(data);
    assert.equal(status, 2);
    assert.deepEqual(
      lost.map(({ kind, what }) => [kind, what]),
      [['layer', digestOf(blob)]],
    );
    const head = await machine.registry('HEAD', `${path}/blobs/${digestOf(blob)}`);
    assert.equal(head.status, 404);
    assert.equal(await push(machine, image), 201);
    await machine.kill('SIGTERM');
    assert.deepEqual(verify(data), { ...verify(data), status: 0, lost: [] });
  });

  it('is refused with a damaged database, and started with what can be recovered of it', async () => {
    const data = await start('damaged');
    const image = imageOf('team/one', 'v1', 11, 3_000);
    await push(machine, image);
    await machine.kill('SIGTERM');
    const database = join(data, 'hawser.db');
    const bytes = readFileSync(database);
    bytes.fill(0x41, bytes.length - 4_096);
    writeFileSync(database, bytes);
    await assert.rejects(Machine.start(data), { code: 'DAMAGED', message: /is damaged/ });
    assert.ok(readFileSync(database).equals(bytes), 'nothing was changed');
    const { status, stdout } = hawser('recover', '--data', data);
    assert.equal(status, 0);
    assert.match(stdout, /a new database holds the \d+ documents that could be read/);
    machine = await Machine.start(data);
    assert.ok(readFileSync(join(data, 'set-aside-1', 'hawser.db')).equals(bytes));
  });
});
