// Content that nothing needs any more goes from disk; what anybody needs or was promised never does.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import fc from 'fast-check';
import { type LocalEcr, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { digestOf } from '../../oci/digest.ts';
import type { Blobs } from '../../storage/blobs.ts';
import { openFiles } from '../../storage/files.ts';
import { openSqlite } from '../../storage/sqlite.ts';
import { openState, within } from '../state.ts';
import { ContentCollector, grace } from './content-collector.ts';

describe('content that nothing needs', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
  });
  after(() => local.close());

  async function pushed(repositoryName: string, text: string) {
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const { layer } = await local.push(repositoryName, 'v1', text);
    return { on: { repositoryName }, layer: layer.digest };
  }
  const remove = (on: { repositoryName: string }, imageTag = 'v1') =>
    ecr.send(new BatchDeleteImageCommand({ ...on, imageIds: [{ imageTag }] }));
  const isOnDisk = async (digest: string) => (await local.core.blobs.size(digest)) !== undefined;
  async function isLayer(on: { repositoryName: string }, digest: string): Promise<boolean> {
    const ask = new BatchCheckLayerAvailabilityCommand({ ...on, layerDigests: [digest] });
    return (await ecr.send(ask)).layers?.[0]?.layerAvailability === 'AVAILABLE';
  }

  it('is a layer for another hour, and then on disk for one more', async () => {
    const { on, layer } = await pushed('deleted', 'deleted');
    await remove(on);
    await local.advance('59m');
    assert.equal(local.core.state.layers.count('111122223333/eu-west-1/deleted '), 2);
    await local.advance('2m');
    assert.deepEqual([await isLayer(on, layer), await isOnDisk(layer)], [false, true]);
    await local.advance('61m');
    assert.equal(await isOnDisk(layer), false);
    assert.equal(local.core.state.orphans.count(), 0);
  });

  it('stays as long as a URL of it does', async () => {
    const { on, layer: layerDigest } = await pushed('promised', 'promised');
    const promise = new GetDownloadUrlForLayerCommand({ ...on, layerDigest });
    const { downloadUrl = '' } = await ecr.send(promise);
    await remove(on);
    await local.advance('59m');
    const answer = await fetch(downloadUrl);
    assert.deepEqual([answer.status, await answer.text()], [200, 'layer promised']);
  });

  it('stays as long as another repository or image has it', async () => {
    const { on, layer } = await pushed('one', 'shared');
    await pushed('two', 'shared');
    await local.push('one', 'v2', 'shared');
    await remove(on);
    await remove(on, 'v2');
    for (let hours = 0; hours < 3; hours++) await local.advance('61m');
    assert.deepEqual([await isLayer(on, layer), await isOnDisk(layer)], [false, true]);
    assert.equal(await isLayer({ repositoryName: 'two' }, layer), true);
  });

  it('stays for a push that was told that it need not be sent', async () => {
    const { on, layer } = await pushed('pushing', 'pushing');
    await remove(on);
    await local.advance('50m');
    assert.equal(await isLayer(on, layer), true);
    await local.advance('50m');
    await local.push('pushing', 'again', 'pushing');
    for (let hours = 0; hours < 3; hours++) await local.advance('61m');
    assert.deepEqual([await isLayer(on, layer), await isOnDisk(layer)], [true, true]);
  });

  it('goes with its repository, and by lifecycle rules', async () => {
    const { on, layer } = await pushed('dropped', 'dropped');
    await ecr.send(new DeleteRepositoryCommand({ ...on, force: true }));
    const expired = await pushed('expired', 'expired');
    const rule = {
      rulePriority: 1,
      selection: {
        tagStatus: 'any',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 1,
      },
      action: { type: 'expire' },
    };
    const lifecyclePolicyText = JSON.stringify({ rules: [rule] });
    await ecr.send(new PutLifecyclePolicyCommand({ ...expired.on, lifecyclePolicyText }));
    await local.advance('25h');
    for (let hours = 0; hours < 2; hours++) await local.advance('61m');
    assert.deepEqual([await isOnDisk(layer), await isOnDisk(expired.layer)], [false, false]);
  });

  it('stays while a fault is in force, which may bring back what needs it', async () => {
    const { on, layer } = await pushed('broken', 'broken');
    await remove(on);
    local.core.state.faults.put('1', { cause: 'HW1501', target: {}, undo: [] } as never);
    for (let hours = 0; hours < 3; hours++) await local.advance('61m');
    assert.equal(await isOnDisk(layer), true);
    local.core.state.faults.delete('1');
    for (let hours = 0; hours < 2; hours++) await local.advance('61m');
    assert.equal(await isOnDisk(layer), false);
  });
});

describe('the collection of content', () => {
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

  it('finds what a crash left behind, and nothing else', async () => {
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

  it('lets an upload wait until the file of the same content is gone', async () => {
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

  it('never takes what an upload or a mount has made a layer, whatever happens at once', async () => {
    const step = fc.record({
      act: fc.constantFrom('upload', 'mount', 'remove', 'collect', 'sweep'),
      number: fc.integer({ min: 0, max: 1 }),
      repository: fc.constantFrom('a', 'b'),
    });
    const world = fc.record({
      steps: fc.array(step, { minLength: 8, maxLength: 30 }),
      /** For how many turns of the event loop each change of the disk takes. */
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
        // And in the end nothing is left over.
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

/** Files whose every change takes its time. */
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
