import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough, Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { digestOf } from '../oci/digest.ts';
import type { Blobs } from './blobs.ts';
import { openFiles } from './files.ts';
import { nativeLetGo } from './native-fadvise.ts';
import { openSqlite } from './sqlite.ts';

describe('metadata', () => {
  it('behaves like an ordered map, whatever is done to it', () => {
    const key = fc.stringMatching(/^[a-c/ ]{1,4}$/);
    const step = fc.oneof(
      fc.record({ put: key, value: fc.integer() }),
      fc.record({ delete: key }),
      fc.record({ list: key, limit: fc.integer({ min: 1, max: 5 }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const metadata = openSqlite(':memory:');
        const collection = metadata.collection<number>('numbers');
        const model = new Map<string, number>();
        for (const each of steps) {
          if ('put' in each) {
            collection.put(each.put, each.value);
            model.set(each.put, each.value);
          } else if ('delete' in each) {
            assert.equal(collection.delete(each.delete), model.delete(each.delete));
          } else {
            const wanted = [...model]
              .filter(([name]) => name.startsWith(each.list))
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .slice(0, each.limit);
            const found = collection.list({ prefix: each.list, limit: each.limit });
            assert.deepEqual(
              found.map(({ key: name, document }) => [name, document]),
              wanted,
            );
          }
        }
        for (const [name, value] of model) assert.equal(collection.get(name), value);
        assert.equal(collection.count(), model.size);
        void metadata.close();
      }),
      { numRuns: 50 },
    );
  });

  it('undoes all of a transaction that throws, also what was read in between', async () => {
    const metadata = openSqlite(':memory:');
    const collection = metadata.collection<string>('texts');
    collection.put('kept', 'before');
    assert.throws(
      () =>
        metadata.transaction(() => {
          collection.put('kept', 'after');
          collection.put('new', 'x');
          assert.equal(collection.get('kept'), 'after');
          throw new Error('no');
        }),
      /^Error: no$/,
    );
    assert.equal(collection.get('kept'), 'before');
    assert.equal(collection.get('new'), undefined);
    await metadata.close();
  });

  // Where a table is sorted by key, SQLite reads whole documents to compare their keys.
  it('searches keys in an index apart from the documents, however large these are', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hawser-large-'));
    await openSqlite(join(folder, 'hawser.db')).close();
    const database = new DatabaseSync(join(folder, 'hawser.db'), { readOnly: true });
    const [table] = database.prepare('PRAGMA table_list(document)').all();
    const explain = 'EXPLAIN QUERY PLAN SELECT body FROM document WHERE collection = ? AND key = ?';
    const [plan] = database.prepare(explain).all('c', 'n1');
    database.close();
    assert.equal(table?.wr, 0, 'the table has row ids');
    assert.equal(plan?.detail, 'SEARCH document USING INDEX document_key (collection=? AND key=?)');
    await rm(folder, { recursive: true });
  });

  it('counts its version up with every write, and only then', async () => {
    const metadata = openSqlite(':memory:');
    const collection = metadata.collection<string>('texts');
    const start = metadata.version;
    collection.get('a');
    assert.equal(metadata.version, start);
    collection.put('a', 'x');
    const put = metadata.version;
    assert.ok(put > start);
    collection.delete('a');
    assert.ok(metadata.version > put);
    await metadata.durable();
    await metadata.close();
  });
});

function* cut(content: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

function pathOf(folder: string, digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return join(folder, 'blobs', algorithm, hex.slice(0, 2), hex);
}

describe('blobs in files', () => {
  let folder = '';
  let blobs: Blobs;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hawser-blobs-'));
    blobs = await openFiles(folder);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const read = async (digest: string, range?: { start: number; end: number }): Promise<string> => {
    const sink = new PassThrough();
    const chunks: Buffer[] = [];
    sink.on('data', (chunk: Buffer) => chunks.push(chunk));
    await blobs.read(digest, range).pipeTo(sink);
    return Buffer.concat(chunks).toString();
  };

  it('give back what was put in, in pieces or whole, sha256 or sha512', async () => {
    for (const algorithm of ['sha256', 'sha512'] as const) {
      const id = `upload-${algorithm}`;
      await blobs.begin(id);
      assert.equal(await blobs.append(id, Readable.from([Buffer.from('hello ')])), 6);
      assert.equal(await blobs.append(id, Readable.from([Buffer.from('world')])), 11);
      const digest = digestOf('hello world', algorithm);
      assert.equal(await blobs.size(digest), undefined);
      assert.equal(await blobs.commit(id, digest), 11);
      assert.equal(await read(digest), 'hello world');
      assert.equal(await read(digest, { start: 6, end: 8 }), 'wor');
      await assert.rejects(blobs.append(id, Readable.from([])), { code: 'NOT_FOUND' });
    }
  });

  it('keep nothing under a digest that the content does not have', async () => {
    await blobs.begin('wrong');
    await blobs.append('wrong', Readable.from([Buffer.from('this')]));
    await assert.rejects(blobs.commit('wrong', digestOf('that')), { code: 'DIGEST_MISMATCH' });
    assert.equal(await blobs.size(digestOf('that')), undefined);
    await blobs.commit('wrong', digestOf('this'));
  });

  it('keep what arrived of a source that broke off', async () => {
    await blobs.begin('broken');
    const source = Readable.from(
      (async function* () {
        yield Buffer.from('some');
        throw new Error('connection lost');
      })(),
    );
    await assert.rejects(blobs.append('broken', source), /connection lost/);
    assert.equal(await blobs.uploaded('broken'), 4);
  });

  it('go on with an upload after a restart', async () => {
    await blobs.begin('later');
    await blobs.append('later', Readable.from([Buffer.from('first ')]));
    const reopened = await openFiles(folder);
    await reopened.append('later', Readable.from([Buffer.from('second')]));
    assert.equal(await reopened.commit('later', digestOf('first second')), 12);
  });

  it('take in several large uploads at once, each under its own digest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat({ max: 3 << 20 }), { minLength: 1, maxLength: 4 }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (uploads) => {
          await Promise.all(
            uploads.map(async (sizes, index) => {
              const id = `many-${index}`;
              const pieces = sizes.map((size) => randomBytes(size));
              await blobs.begin(id);
              // Each piece is a request of its own, cut as a network cuts.
              const content = Buffer.concat(pieces);
              for (const piece of pieces) await blobs.append(id, Readable.from(cut(piece, 65_536)));
              await assert.rejects(blobs.commit(id, digestOf('other')), {
                code: 'DIGEST_MISMATCH',
              });
              assert.equal(await blobs.commit(id, digestOf(content)), content.length);
              const file = await readFile(pathOf(folder, digestOf(content)));
              assert.ok(file.equals(content));
            }),
          );
        },
      ),
      { numRuns: 8 },
    );
  });

  it('say what the disk says when it is full', async () => {
    await blobs.begin('full');
    await rm(join(folder, 'uploads', 'full'));
    await symlink('/dev/full', join(folder, 'uploads', 'full'));
    const content = Readable.from(cut(Buffer.alloc(9 << 20), 65_536));
    await assert.rejects(blobs.append('full', content), { code: 'NOT_WRITTEN', message: /ENOSPC/ });
    await blobs.cancel('full');
  });

  it('take content that is put in again in place of what was there', async () => {
    const digest = digestOf('twice');
    const put = async (id: string): Promise<number> => {
      await blobs.begin(id);
      await blobs.append(id, Readable.from([Buffer.from('twice')]));
      await blobs.commit(id, digest);
      return (await stat(pathOf(folder, digest))).ino;
    };
    assert.notEqual(await put('first'), await put('second'));
    assert.equal(await read(digest), 'twice');
    await assert.rejects(blobs.uploaded('second'), { code: 'NOT_FOUND' });
  });

  it('keep content whole that is let go of while it comes in', async () => {
    assert.equal((await nativeLetGo()) !== undefined, process.platform === 'linux');
    const piece = Buffer.alloc(1 << 20, 'more than what stays in memory ');
    const hash = createHash('sha256');
    const pieces = Array.from({ length: 100 }, () => Buffer.from(piece));
    for (const each of pieces) hash.update(each);
    await blobs.begin('huge');
    await blobs.append('huge', Readable.from(pieces));
    const digest = `sha256:${hash.digest('hex')}`;
    assert.equal(await blobs.commit('huge', digest), 100 << 20);
    const onDisk = createHash('sha256').update(await readFile(pathOf(folder, digest)));
    assert.equal(`sha256:${onDisk.digest('hex')}`, digest);
  });

  it('send large content through a slow reader unharmed', async () => {
    const content = Buffer.alloc(5 * 1024 * 1024 + 7, 'abcdefg');
    await blobs.begin('large');
    const digest = digestOf(content);
    await blobs.append('large', Readable.from([Buffer.from(content)]));
    await blobs.commit('large', digest);
    const sink = new PassThrough({ highWaterMark: 1024 });
    const sending = blobs.read(digest).pipeTo(sink);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of sink as AsyncIterable<Buffer>) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (size === content.length) break;
    }
    await sending.catch(() => undefined);
    assert.equal(digestOf(Buffer.concat(chunks)), digest);
  });

  it('let go when the reader goes away', async () => {
    const content = Buffer.alloc(6 << 20, 'let go of');
    await blobs.begin('let go');
    await blobs.append('let go', Readable.from([Buffer.from(content)]));
    await blobs.commit('let go', digestOf(content));
    const sink = new PassThrough({ highWaterMark: 1 });
    sink.once('readable', () => sink.destroy());
    await assert.rejects(blobs.read(digestOf(content)).pipeTo(sink), /the reader went away/);
  });
});
