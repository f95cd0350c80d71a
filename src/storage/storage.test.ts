import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { digestOf } from '../oci/digest.ts';
import type { Blobs } from './blobs.ts';
import { openFiles } from './files.ts';
import { nativeLetGo } from './native-fadvise.ts';

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

  it('return what was stored, in ranges or whole, sha256 or sha512', async () => {
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

  it('store nothing under a digest that the content does not have', async () => {
    await blobs.begin('wrong');
    await blobs.append('wrong', Readable.from([Buffer.from('this')]));
    await assert.rejects(blobs.commit('wrong', digestOf('that')), { code: 'DIGEST_MISMATCH' });
    assert.equal(await blobs.size(digestOf('that')), undefined);
    await blobs.commit('wrong', digestOf('this'));
  });

  it('keep what arrived from a source that failed', async () => {
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

  it('continue an upload after a restart', async () => {
    await blobs.begin('later');
    await blobs.append('later', Readable.from([Buffer.from('first ')]));
    const reopened = await openFiles(folder);
    await reopened.append('later', Readable.from([Buffer.from('second')]));
    assert.equal(await reopened.commit('later', digestOf('first second')), 12);
  });

  it('accept several large uploads at once, each under its own digest', async () => {
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
              // Each part is a request of its own, split as a network splits it.
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

  it("return the disk's error when it is full", async () => {
    await blobs.begin('full');
    await rm(join(folder, 'uploads', 'full'));
    await symlink('/dev/full', join(folder, 'uploads', 'full'));
    const content = Readable.from(cut(Buffer.alloc(9 << 20), 65_536));
    await assert.rejects(blobs.append('full', content), { code: 'NOT_WRITTEN', message: /ENOSPC/ });
    await blobs.cancel('full');
  });

  it('replace existing content that is stored again', async () => {
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

  it('keep content intact that is dropped from memory while it arrives', async () => {
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

  it('send large content intact to a slow client', async () => {
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

  it('stop when the client disconnects', async () => {
    const content = Buffer.alloc(6 << 20, 'let go of');
    await blobs.begin('let go');
    await blobs.append('let go', Readable.from([Buffer.from(content)]));
    await blobs.commit('let go', digestOf(content));
    const sink = new PassThrough({ highWaterMark: 1 });
    sink.once('readable', () => sink.destroy());
    await assert.rejects(blobs.read(digestOf(content)).pipeTo(sink), /the client disconnected/);
  });
});
