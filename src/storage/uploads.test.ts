// An upload has one writer at a time, and only what is on disk becomes content.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { setImmediate as nextTurn, setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { digestOf } from '../oci/digest.ts';
import type { Blobs } from './blobs.ts';
import { openFiles } from './files.ts';

describe('an upload', () => {
  let folder = '';
  let blobs: Blobs;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hawser-uploads-'));
    blobs = await openFiles(folder, () => undefined);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const bytes = (text: string) => Readable.from([Buffer.from(text)]);
  async function onDisk(digest: string): Promise<string> {
    const sink = new PassThrough();
    const hash = createHash('sha256');
    sink.on('data', (chunk: Buffer) => hash.update(chunk));
    await blobs.read(digest).pipeTo(sink);
    return `sha256:${hash.digest('hex')}`;
  }

  it('refuses a second writer, and a commit, while the first one writes', async () => {
    await blobs.begin('one');
    const slow = new PassThrough();
    const first = blobs.append('one', slow);
    slow.write('some');
    await assert.rejects(blobs.append('one', bytes('other')), { code: 'BUSY' });
    await assert.rejects(blobs.commit('one', digestOf('some')), { code: 'BUSY' });
    slow.end(' text');
    assert.equal(await first, 9);
    assert.equal(await blobs.commit('one', digestOf('some text')), 9);
  });

  it('refuses a writer that waited until the first one ended: its offset is outdated', async () => {
    await blobs.begin('end');
    const slow = new PassThrough();
    const first = blobs.append('end', slow);
    const second = blobs.append('end', bytes('again'));
    slow.end('all of it');
    await first;
    await assert.rejects(second, { code: 'BUSY' });
    assert.equal(await blobs.uploaded('end'), 9);
  });

  it('continues where it is after its connection was lost, however soon the client returns', async () => {
    await blobs.begin('back');
    const content = randomBytes(3 << 20);
    const cut = new PassThrough();
    const first = blobs.append('back', cut);
    cut.write(content.subarray(0, 2 << 20));
    void setTimeout(20).then(() => cut.destroy(new Error('connection lost')));
    const held = await blobs.uploaded('back');
    await assert.rejects(first, /connection lost/);
    assert.equal(held, await blobs.uploaded('back'));
    assert.equal(
      await blobs.append('back', Readable.from([content.subarray(held)]), { at: held }),
      3 << 20,
    );
    await blobs.commit('back', digestOf(content));
  });

  it('passes to the next writer when the first one sends nothing, since its connection may be lost', async () => {
    await blobs.begin('silent');
    const content = randomBytes(2 << 20);
    const silent = new PassThrough();
    const first = assert.rejects(blobs.append('silent', silent), { code: 'BUSY' });
    silent.write(content.subarray(0, 1 << 20));
    await assert.rejects(blobs.append('silent', bytes('too soon'), { at: 1 << 20 }), {
      code: 'BUSY',
    });
    const held = await blobs.uploaded('silent');
    await setTimeout(2_000);
    const rest = () => Readable.from([content.subarray(held)]);
    const next = [1, 2, 3].map(() => blobs.append('silent', rest(), { at: held }));
    const outcomes = await Promise.allSettled(next);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    await first;
    assert.equal(await blobs.commit('silent', digestOf(content)), 2 << 20);
  });

  it('stays with a writer that continues to send, however slowly', async () => {
    await blobs.begin('slow');
    const slow = new PassThrough();
    const first = blobs.append('slow', slow);
    const sending = setInterval(() => slow.write('.'), 500);
    await assert.rejects(blobs.append('slow', bytes('other'), { at: 0 }), { code: 'BUSY' });
    clearInterval(sending);
    slow.end();
    assert.ok((await first) > 0);
  });

  it('accepts no part at another offset', async () => {
    await blobs.begin('offset');
    await blobs.append('offset', bytes('four'), { at: 0 });
    await assert.rejects(blobs.append('offset', bytes('x'), { at: 3 }), { code: 'WRONG_OFFSET' });
    await assert.rejects(blobs.append('offset', bytes('x'), { at: 5 }), { code: 'WRONG_OFFSET' });
    assert.equal(await blobs.append('offset', bytes('more'), { at: 4 }), 8);
  });

  it('ends for its current writer when it is cancelled', async () => {
    await blobs.begin('gone');
    const slow = new PassThrough();
    const refused = assert.rejects(blobs.append('gone', slow), { code: 'NOT_FOUND' });
    slow.write('a');
    await blobs.cancel('gone');
    slow.write('b');
    await refused;
    await assert.rejects(blobs.uploaded('gone'), { code: 'NOT_FOUND' });
  });

  it('is committed or not found when it is cancelled at the same time, without a failure of the disk', async () => {
    for (let round = 0; round < 300; round++) {
      const [id, text] = [`both${round}`, `text ${round}`];
      await blobs.begin(id);
      await blobs.append(id, bytes(text));
      const committed = blobs.commit(id, digestOf(text)).catch(({ code }) => code);
      for (let turns = 0; turns < round % 12; turns++) await nextTurn();
      await blobs.cancel(id);
      assert.ok([text.length, 'NOT_FOUND'].includes(await committed), String(await committed));
    }
  });

  it('has the digest of what is on disk, also when somebody else wrote to its file', async () => {
    await blobs.begin('changed');
    await blobs.append('changed', bytes('good'));
    const file = await open(join(folder, 'uploads', 'changed'), 'r+');
    await file.write('f');
    await file.close();
    await assert.rejects(blobs.commit('changed', digestOf('good')), { code: 'DIGEST_MISMATCH' });
    await blobs.commit('changed', digestOf('food'));
    assert.equal(await onDisk(digestOf('food')), digestOf('food'));
  });

  it('never becomes content of another digest with concurrent writers', async () => {
    const piece = fc.uint8Array({ minLength: 1, maxLength: 40_000 });
    let committed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { minLength: 2, maxLength: 5 }), async (pieces) => {
        const id = `race-${randomBytes(8).toString('hex')}`;
        await blobs.begin(id);
        const tries = pieces.map((each) => blobs.append(id, Readable.from([Buffer.from(each)])));
        const digests = [...pieces, Buffer.concat(pieces)].map((each) => digestOf(each));
        const commits = digests.map((digest) => blobs.commit(id, digest));
        await Promise.allSettled(tries);
        const early = await Promise.allSettled(commits);
        const late = await Promise.allSettled(digests.map((digest) => blobs.commit(id, digest)));
        for (const [index, { status }] of [...early, ...late].entries()) {
          const digest = digests[index % digests.length] ?? '';
          if (status !== 'fulfilled') continue;
          assert.equal(await onDisk(digest), digest);
          committed++;
        }
        for (const digest of digests) {
          if ((await blobs.size(digest)) !== undefined) assert.equal(await onDisk(digest), digest);
        }
      }),
      { numRuns: 30 },
    );
    assert.ok(committed >= 30, `${committed} of 30 uploads were committed`);
  });
});
