// Garbage collection of content: after a crash, during a download, and with concurrent requests.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { digestOf } from '../../oci/digest.ts';
import type { Blobs } from '../../storage/blobs.ts';
import { openFiles } from '../../storage/files.ts';
import { openSqlite } from '../../storage/sqlite.ts';
import { openState, within } from '../state.ts';
import { ContentCollector, grace } from './content-collector.ts';

describe('garbage collection of content', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hawser-content-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const text = (number: number) => `content ${number}`;
  const digestAt = (number: number) => digestOf(text(number));

  async function open(name: string) {
    const state = openState(openSqlite(':memory:'));
    const blobs = await openFiles(join(folder, name));
    const clock = { time: 0, now: () => clock.time };
    let ids = 0;
    const store = async (number: number) => {
      const id = `upload-${ids++}`;
      await blobs.begin(id);
      await blobs.append(id, Readable.from([Buffer.from(text(number))]));
      return { id, digest: digestAt(number) };
    };
    return { state, blobs, clock, store, content: new ContentCollector(state, blobs, clock) };
  }

  it('removes what a crash left behind, and nothing else', async () => {
    const { state, blobs, clock, store, content } = await open('crash');
    for (const number of [1, 2]) {
      const { id, digest } = await store(number);
      await blobs.commit(id, digest);
    }
    const layer = { digest: digestAt(2), size: 1, mediaType: '' };
    state.layers.put(within('r', layer.digest), layer);
    await content.sweep();
    await content.collect();
    assert.ok(await blobs.size(digestAt(1)), 'not before its hour');
    clock.time += grace;
    await content.collect();
    assert.deepEqual(
      [await blobs.size(digestAt(1)), typeof (await blobs.size(digestAt(2)))],
      [undefined, 'number'],
    );
  });

  it('does not interrupt a download', async () => {
    const { blobs, store } = await open('download');
    const { id, digest } = await store(1);
    await blobs.commit(id, digest);
    const sink = new PassThrough({ highWaterMark: 1 });
    const sent = blobs.read(digest).pipeTo(sink);
    await new Promise((resolve) => sink.once('readable', resolve));
    await blobs.delete(digest);
    sent.then(
      () => sink.end(),
      (error: Error) => sink.destroy(error),
    );
    const pieces: Buffer[] = [];
    for await (const piece of sink) pieces.push(piece as Buffer);
    assert.equal(Buffer.concat(pieces).toString(), text(1));
  });

  it('makes an upload wait until the file of the same content is removed', async () => {
    const state = openState(openSqlite(':memory:'));
    const digest = digestAt(1);
    const files = new Set([digest]);
    const { promise: slowDisk, resolve: diskIsDone } = Promise.withResolvers<void>();
    let changes = 0;
    const blobs = filesOf(files, () => (changes++ === 0 ? slowDisk : Promise.resolve()));
    const content = new ContentCollector(state, blobs, { now: () => grace });
    state.orphans.put(within('r', digest), { at: 0 });
    const collected = content.collect();
    while (changes === 0) await nextTurn();
    const uploaded = content.keeping(digest, () => blobs.commit('', digest));
    await nextTurn();
    diskIsDone();
    await Promise.all([collected, uploaded]);
    assert.deepEqual([...files], [digest]);
  });

  it('never removes what an upload or a mount has made a layer, with concurrent requests', async () => {
    const step = fc.record({
      act: fc.constantFrom('upload', 'mount', 'remove', 'collect', 'sweep'),
      number: fc.integer({ min: 0, max: 1 }),
      repository: fc.constantFrom('a', 'b'),
    });
    const world = fc.record({
      steps: fc.array(step, { minLength: 8, maxLength: 30 }),
      /** How many turns of the event loop each change of the disk takes. */
      delays: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(world, async ({ steps, delays }) => {
        let turn = 0;
        const later = async () => {
          for (let left = delays[turn++ % delays.length] ?? 0; left > 0; left--) await nextTurn();
        };
        const state = openState(openSqlite(':memory:'));
        const files = new Set<string>();
        const blobs = filesOf(files, later);
        const clock = { time: 0, now: () => clock.time };
        const content = new ContentCollector(state, blobs, clock);
        const add = (key: string, digest: string) => {
          state.layers.put(key, { digest, size: 1, mediaType: '' });
          state.orphans.delete(key);
          content.needed(digest);
        };
        const under: Promise<unknown>[] = [];
        const lacking = () =>
          state.layers.list().filter(({ document: { digest } }) => !files.has(digest));
        for (const { act, number, repository } of steps) {
          await nextTurn();
          const digest = digestAt(number);
          const key = within(repository, digest);
          const mountFrom = within(repository === 'a' ? 'b' : 'a', digest);
          if (act === 'collect') {
            clock.time += grace;
            under.push(content.collect());
          }
          if (act === 'sweep') under.push(content.sweep());
          if (act === 'mount' && state.layers.get(mountFrom) !== undefined) add(key, digest);
          if (act === 'remove' && state.layers.get(key) !== undefined) {
            state.orphans.put(key, { at: clock.time });
          }
          if (act !== 'upload') continue;
          const upload = content.keeping(digest, async () => {
            await blobs.commit('', digest);
            add(key, digest);
          });
          under.push(upload.then(() => assert.deepEqual(lacking(), [])));
        }
        await Promise.all(under);
        assert.deepEqual(lacking(), []);
        // In the end nothing is left over.
        for (let hours = 0; hours < 3; hours++) {
          await content.sweep();
          clock.time += grace;
          await content.collect();
        }
        const needed = new Set(state.layers.list().map(({ document }) => document.digest));
        assert.deepEqual(
          [...files].filter((digest) => !needed.has(digest)),
          [],
        );
      }),
      { numRuns: 400 },
    );
  });
});

/** Files on which every change takes several turns. */
function filesOf(files: Set<string>, later: () => Promise<void>): Blobs {
  return {
    async commit(_id: string, digest: string) {
      await later();
      files.add(digest);
      await later();
      return 1;
    },
    async delete(digest: string) {
      await later();
      files.delete(digest);
      await later();
    },
    async *list() {
      await later();
      yield* [...files];
    },
  } as Partial<Blobs> as Blobs;
}
