// A repository of very many images is read and cleared in slices, with other requests served in between.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DeleteRepositoryCommand,
  DescribeImagesCommand,
  GetLifecyclePolicyPreviewCommand,
  ListImagesCommand,
  PutLifecyclePolicyCommand,
  StartLifecyclePolicyPreviewCommand,
} from '@aws-sdk/client-ecr';
import {
  digestAt,
  expireUntagged,
  key,
  type LargeRepository,
  many,
  on,
  startLargeRepository,
} from '../../../test/support/large-repository.ts';
import type { World } from '../../chain/world.ts';
import { digestOf } from '../../oci/digest.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { within } from '../state.ts';
import { runDueLifecycles } from './lifecycle-run.ts';

describe('a repository of very many images', () => {
  let local: LargeRepository['local'];
  let ecr: LargeRepository['ecr'];
  let putImage: LargeRepository['putImage'];
  let isThere: LargeRepository['isThere'];
  let remove: LargeRepository['remove'];
  before(async () => {
    ({ local, ecr, putImage, isThere, remove } = await startLargeRepository());
  });
  after(() => local.close());

  async function fill(): Promise<void> {
    await ecr.send(new CreateRepositoryCommand(on));
    for (let index = 0; index < many; index++) putImage(index, index % 2 ? [`v${index}`] : []);
    await local.core.state.metadata.durable();
  }
  /** Most documents that `list` read in one turn while some work ran. */
  async function mostReadInOneTurn(work: () => Promise<unknown>): Promise<number> {
    const { images, tags } = local.core.state;
    const own = [images, tags].map((collection) => ({ collection, list: collection.list }));
    let [most, inTurn] = [0, 0];
    for (const { collection, list } of own) {
      collection.list = (range) => {
        const found = list.call(collection, range);
        inTurn += found.length;
        most = Math.max(most, inTurn);
        return found as never;
      };
    }
    let isDone = false;
    const look = (): void => {
      inTurn = 0;
      if (!isDone) setImmediate(look);
    };
    look();
    try {
      await work();
    } finally {
      isDone = true;
      for (const { collection, list } of own) collection.list = list;
    }
    return most;
  }
  /**
   * A page, or a slice. Work that yields by time runs for ten milliseconds, however much that is on this
   * machine.
   */
  const bound = 2_000;

  it('is evaluated by a lifecycle policy in slices', async () => {
    await fill();
    const preview = { ...on, lifecyclePolicyText: expireUntagged };
    const most = await mostReadInOneTurn(() =>
      ecr.send(new StartLifecyclePolicyPreviewCommand(preview)),
    );
    assert.ok(most <= bound, `${most} images in one turn`);
    await local.advance('2s');
    const { summary } = await ecr.send(new GetLifecyclePolicyPreviewCommand(on));
    assert.equal(summary?.expiringImageTotalCount, many / 2 - 10);
    await remove();
  });

  it('is listed whole, also where no image matches the filter', async () => {
    await fill();
    const filter = { imageStatus: 'ARCHIVED' } as const;
    const none = await ecr.send(new DescribeImagesCommand({ ...on, filter, maxResults: 10 }));
    assert.deepEqual(none.imageDetails, []);
    const listed = await ecr.send(new ListImagesCommand({ ...on, filter }));
    assert.deepEqual(listed.imageIds, []);
    await remove();
  });

  it('is exported as facts in slices', async () => {
    await fill();
    let world: Partial<World> = {};
    const most = await mostReadInOneTurn(async () => {
      world = (await (await fetch(`${local.endpoint}/_hawser/world`)).json()) as World;
    });
    assert.ok(most <= bound, `${most} images and tags in one turn`);
    assert.equal(Object.keys(world.images ?? {}).length, many + many / 2);
    await remove();
  });

  it('cannot have a fault that keeps all of it in one record', async () => {
    await fill();
    const answer = await fetch(`${local.endpoint}/_hawser/break`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ cause: 'HW1201', target: { repository: key } }),
    });
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    assert.deepEqual([answer.status, error.code], [400, 'CANNOT_BREAK']);
    assert.match(error.message, /has 6000 images, and at most 1000 can be put away/);
    assert.equal(local.core.state.images.count(`${key} `), many);
    await remove();
  });

  it('is cleared by a lifecycle policy, a few images at a time', async () => {
    await fill();
    await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText: expireUntagged }));
    await local.advance('25h');
    await runDueLifecycles(local.core);
    assert.equal(local.core.state.images.count(`${key} `), many / 2 + 10);
    assert.ok(local.core.state.repositories.get(key)?.lifecyclePolicy?.lastEvaluatedAt);
    await remove();
  });

  it('keeps an image that was tagged, or added to a list, since the plan was made', async () => {
    await fill();
    await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText: expireUntagged }));
    const { clock } = local.core;
    const later = { ...local.core, clock: { ...clock, now: () => clock.now() + 25 * 3_600_000 } };
    const run = runDueLifecycles(later as typeof local.core);
    while (isThere(0)) await new Promise((resolve) => setImmediate(resolve));
    // The plan is made and its first images are deleted; these two are among the last.
    putImage(many - 30, ['kept']);
    putImage(many, ['list'], [digestAt(many - 40)]);
    await run;
    assert.deepEqual([many - 30, many - 40, many - 50].map(isThere), [true, true, false]);
    await remove();
  });

  it('is left unchanged from the moment its policy is deleted', async () => {
    await fill();
    await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText: expireUntagged }));
    const { clock } = local.core;
    const later = { ...local.core, clock: { ...clock, now: () => clock.now() + 25 * 3_600_000 } };
    const run = runDueLifecycles(later as typeof local.core);
    while (isThere(0)) await new Promise((resolve) => setImmediate(resolve));
    await ecr.send(new DeleteLifecyclePolicyCommand(on));
    await run;
    assert.equal(isThere(many - 50), true);
    assert.equal(local.core.state.repositories.get(key)?.lifecyclePolicy, undefined);
    await remove();
  });

  it('is not deleted, without force, when an image is pushed while its layers are removed', async () => {
    await ecr.send(new CreateRepositoryCommand(on));
    const { layers, metadata } = local.core.state;
    for (let index = 0; index < many; index++) {
      const digest = digestOf(`layer ${index}`);
      layers.put(within(key, digest), {
        digest,
        size: 1,
        mediaType: mediaTypes.ociLayerGzip,
      } as never);
    }
    await metadata.durable();
    const deletion = ecr.send(new DeleteRepositoryCommand(on));
    while (layers.count(`${key} `) === many) await new Promise((resolve) => setImmediate(resolve));
    putImage(0, ['v1']);
    await assert.rejects(deletion, { name: 'RepositoryNotEmptyException' });
    assert.equal(isThere(0), true);
    await remove();
  });

  it('is deleted whole with its repository, and images of a thousand tags by request', async () => {
    await fill();
    const tags = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
    putImage(many, tags);
    const imageIds = [{ imageDigest: digestAt(many) }, { imageDigest: digestAt(0) }];
    const deleted = await ecr.send(new BatchDeleteImageCommand({ ...on, imageIds }));
    assert.equal(deleted.imageIds?.length, 1_001);
    const most = await mostReadInOneTurn(remove);
    assert.ok(most <= bound, `${most} documents in one turn`);
    const { images, manifests, tags: left } = local.core.state;
    const counts = [images, manifests, left].map((each) => each.count(`${key} `));
    assert.deepEqual(counts, [0, 0, 0]);
  });
});
