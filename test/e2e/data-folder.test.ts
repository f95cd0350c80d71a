// A data folder that is used twice, removed, damaged or full.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import { CreateRepositoryCommand, DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
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

function codeOf(body: Buffer): string {
  return (JSON.parse(body.toString()) as { errors: { code: string }[] }).errors[0]?.code ?? '';
}

describe('a full disk', () => {
  it('is reported for every write and once on stderr; reads continue, and writes do when there is space again', async () => {
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

  it('cannot be opened by a second process when its lock file is removed', async () => {
    const data = await start('locked');
    rmSync(join(data, 'lock'));
    await assert.rejects(Machine.start(data), (error) => {
      assert.ok(error instanceof Refused);
      assert.equal(error.code, 'DATA_IN_USE');
      return true;
    });
  });

  it('refuses writes that would be lost when its database was removed', async () => {
    const data = await start('removed');
    for (const name of ['hawser.db', 'hawser.db-wal']) rmSync(join(data, name));
    await assert.rejects(
      machine.ecr.send(new CreateRepositoryCommand({ repositoryName: 'team/two' })),
      { name: 'InternalFailure', message: /removed or replaced while it was in use/ },
    );
  });

  it('is verified as a whole: damage without other traces is found, and repaired by a push', async () => {
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

  it('is refused with a damaged database, and usable with what can be recovered of it', async () => {
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
