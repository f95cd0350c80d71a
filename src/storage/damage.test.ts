// A damaged or missing database is detected when it is opened.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { digestOf } from '../oci/digest.ts';
import { openDataFolder } from './data-folder.ts';
import { recoverDatabase } from './recover.ts';

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 0x40;
  writeFileSync(file, bytes);
}

describe('a database', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-database-'));
  const module = new URL('./data-folder.ts', import.meta.url).href;
  after(() => rmSync(folder, { recursive: true }));

  /** A folder as a process leaves it that is killed after a number of acknowledged writes. */
  function killed(name: string, writes: number): string {
    const data = join(folder, name);
    mkdirSync(data, { recursive: true });
    const script = `import { openDataFolder } from ${JSON.stringify(module)};
      const { metadata } = await openDataFolder(${JSON.stringify(data)}, true);
      const numbers = metadata.collection('numbers');
      for (let index = 0; index < ${writes}; index++) {
        numbers.put('n' + index, { index, text: 'x'.repeat(500) });
        await metadata.durable();
      }
      process.kill(process.pid, 'SIGKILL');`;
    spawnSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'inherit' });
    return data;
  }

  async function count(data: string): Promise<number> {
    const { metadata, close } = await openDataFolder(data, true, () => undefined);
    try {
      return metadata.collection('numbers').count();
    } finally {
      await close();
    }
  }

  it('holds every acknowledged write after a kill', async () => {
    assert.equal(await count(killed('killed', 50)), 50);
  });

  const damages: [string, (data: string) => void][] = [
    ['its log is gone', (data) => rmSync(join(data, 'hawser.db-wal'))],
    ['its log was cut off', (data) => truncateSync(join(data, 'hawser.db-wal'), 20_000)],
    ['its log is empty', (data) => truncateSync(join(data, 'hawser.db-wal'), 0)],
    ['its log has a flipped bit', (data) => flip(join(data, 'hawser.db-wal'), 50_000)],
    ['the head of its log is damaged', (data) => flip(join(data, 'hawser.db-wal'), 17)],
    [
      'its log is gone, and the number of its commits with it',
      (data) => {
        rmSync(join(data, 'hawser.db-wal'));
        rmSync(join(data, 'hawser.db-commits'));
      },
    ],
    [
      'its log is empty, and the number of its commits is damaged',
      (data) => {
        truncateSync(join(data, 'hawser.db-wal'), 0);
        flip(join(data, 'hawser.db-commits'), 40);
      },
    ],
    [
      'its log was cut off, and the number of its commits is gone',
      (data) => {
        truncateSync(join(data, 'hawser.db-wal'), 20_000);
        rmSync(join(data, 'hawser.db-commits'));
      },
    ],
    [
      'its log was cut off between two commits, and the number of its commits is damaged',
      (data) => {
        const frame = 24 + 4096;
        const log = join(data, 'hawser.db-wal');
        truncateSync(log, readFileSync(log).length - 2 * frame);
        writeFileSync(join(data, 'hawser.db-commits'), 'what is this?');
      },
    ],
    ['it is gone', (data) => rmSync(join(data, 'hawser.db'))],
    ['it is empty', (data) => truncateSync(join(data, 'hawser.db'), 0)],
  ];
  for (const [index, [what, damage]] of damages.entries()) {
    it(`is not opened when ${what}, and is not changed`, async () => {
      const data = killed(`damaged-${index}`, 50);
      damage(data);
      const files = ['hawser.db', 'hawser.db-wal'].filter((name) => existsSync(join(data, name)));
      const before = files.map((name) => readFileSync(join(data, name)));
      await assert.rejects(count(data), (error: { code: string; hint: string }) => {
        assert.equal(error.code, 'DAMAGED');
        assert.match(error.hint, /hawser local recover --data /);
        return true;
      });
      for (const [at, name] of files.entries()) {
        assert.ok(before[at]?.equals(readFileSync(join(data, name))), name);
      }
    });
  }

  it('is recovered whole when only its witness is gone after a kill', async () => {
    const data = killed('witness', 20);
    rmSync(join(data, 'hawser.db-commits'));
    await assert.rejects(count(data), { code: 'DAMAGED' });
    assert.equal((await recoverDatabase(data))?.kept, 20);
    assert.equal(await count(data), 20);
  });

  it('is opened without its witness, or with a damaged one, if it was closed', async () => {
    const data = killed('no-witness', 20);
    assert.equal(await count(data), 20);
    writeFileSync(join(data, 'hawser.db-commits'), 'what is this?');
    assert.equal(await count(data), 20);
    rmSync(join(data, 'hawser.db-commits'));
    assert.equal(await count(data), 20);
  });

  it('is opened without its log if it was closed, or never written to', async () => {
    const data = killed('closed', 20);
    assert.equal(await count(data), 20);
    rmSync(join(data, 'hawser.db-commits'));
    assert.equal(existsSync(join(data, 'hawser.db-wal')), false);
    assert.equal(await count(data), 20);
    assert.equal(await count(killed('unwritten', 0)), 0);
  });

  it('is recovered up to the last checkpoint when its log and its witness are missing', async () => {
    const data = killed('lost-log', 20);
    assert.equal(await count(data), 20);
    killed('lost-log', 25);
    for (const name of ['hawser.db-wal', 'hawser.db-commits']) rmSync(join(data, name));
    await assert.rejects(count(data), { code: 'DAMAGED' });
    assert.equal((await recoverDatabase(data))?.kept, 20);
    assert.equal(await count(data), 20);
  });

  it('is not opened when it is another file, after a stop that left no log', async () => {
    const data = killed('else', 20);
    assert.equal(await count(data), 20);
    writeFileSync(join(data, 'hawser.db'), 'x'.repeat(8192));
    await assert.rejects(count(data), { code: 'DAMAGED' });
  });

  it('is not created where there is content but no database', async () => {
    const data = join(folder, 'content');
    mkdirSync(data);
    const { blobs, close } = await openDataFolder(data, true, () => undefined);
    await blobs.begin('a');
    await blobs.append('a', Readable.from([Buffer.from('a')]));
    await blobs.commit('a', digestOf('a'));
    await close();
    for (const name of ['hawser.db', 'hawser.db-wal', 'hawser.db-commits']) {
      rmSync(join(data, name), { force: true });
    }
    await assert.rejects(count(data), { code: 'DAMAGED' });
    assert.equal(existsSync(join(data, 'hawser.db')), false);
  });

  it('never returns other documents than were written, whichever bit is flipped', async () => {
    const data = killed('whole', 40);
    assert.equal(await count(data), 40);
    const size = readFileSync(join(data, 'hawser.db')).length;
    const outcomes = { whole: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: size - 1 }), async (at) => {
        const copy = join(folder, `flip-${at}`);
        rmSync(copy, { recursive: true, force: true });
        cpSync(data, copy, { recursive: true });
        flip(join(copy, 'hawser.db'), at);
        try {
          const opened = await openDataFolder(copy, true, () => undefined);
          const numbers = opened.metadata.collection<{ index: number; text: string }>('numbers');
          const found = numbers.list().map(({ document }) => document);
          await opened.close();
          assert.deepEqual(
            found.map(({ index }) => index).sort((a, b) => a - b),
            Array.from({ length: 40 }, (_, index) => index),
          );
          assert.ok(found.every(({ text }) => text === 'x'.repeat(500)));
          outcomes.whole++;
        } catch (error) {
          if ((error as { code?: string }).code !== 'DAMAGED') throw error;
          outcomes.refused++;
        } finally {
          rmSync(copy, { recursive: true });
        }
      }),
      { numRuns: 60 },
    );
    assert.ok(outcomes.refused > 0, 'no flip was ever noticed');
  });
});

describe('a database of the first layout', () => {
  it('is converted with everything in it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hawser-layout-'));
    const database = new DatabaseSync(join(folder, 'hawser.db'));
    database.exec(`PRAGMA journal_mode = WAL;
      CREATE TABLE document (collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (collection, key)) WITHOUT ROWID;
      INSERT INTO document VALUES ('numbers', 'a', '1'), ('numbers', 'b', '2');
      PRAGMA user_version = 1;`);
    database.close();
    for (let opened = 0; opened < 2; opened++) {
      const { metadata, close } = await openDataFolder(folder, true, () => undefined);
      assert.deepEqual(metadata.collection('numbers').list(), [
        { key: 'a', document: 1 },
        { key: 'b', document: 2 },
      ]);
      await close();
    }
    rmSync(folder, { recursive: true });
  });
});
