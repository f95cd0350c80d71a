// Manifest lists stay whole while lifecycle rules and deletions go through very many of them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand, PutLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import {
  digestAt,
  expireUntagged,
  key,
  type LargeRepository,
  on,
  startLargeRepository,
} from '../../../test/support/large-repository.ts';
import { within } from '../state.ts';
import { runDueLifecycles } from './lifecycle-run.ts';

describe('a repository of very many manifest lists', () => {
  let local: LargeRepository['local'];
  let ecr: LargeRepository['ecr'];
  let putImage: LargeRepository['putImage'];
  let isThere: LargeRepository['isThere'];
  let remove: LargeRepository['remove'];
  before(async () => {
    ({ local, ecr, putImage, isThere, remove } = await startLargeRepository());
  });
  after(() => local.close());

  describe('of manifest lists with one image each', () => {
    const pairs = 1_500;
    const expireOld = expireUntagged.replace('"countNumber":10', '"countNumber":1');
    async function fillPairs(): Promise<void> {
      await ecr.send(new CreateRepositoryCommand(on));
      for (let index = 0; index < pairs; index++) {
        putImage(index, []);
        putImage(pairs + index, [], [digestAt(index)]);
      }
      await local.core.state.metadata.durable();
    }
    const brokenLists = (): number =>
      local.core.state.images
        .list({ prefix: `${key} ` })
        .filter(({ document }) =>
          document.children.some(
            (child) => local.core.state.images.get(within(key, child)) === undefined,
          ),
        ).length;
    /** Checks after every turn, as after a crash, for lists without their images. */
    async function mostBroken(work: Promise<unknown>, each = (): void => undefined) {
      let [most, isDone] = [0, false];
      const ended = work.finally(() => {
        isDone = true;
      });
      while (!isDone) {
        most = Math.max(most, brokenLists());
        each();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await ended;
      return Math.max(most, brokenLists());
    }
    const later = () => {
      const { clock } = local.core;
      const moved = { ...clock, now: () => clock.now() + 25 * 3_600_000 };
      return { ...local.core, clock: moved } as typeof local.core;
    };

    it('expires lists first, and keeps the images of lists that are tagged meanwhile', async () => {
      await fillPairs();
      await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText: expireOld }));
      let next = 2 * pairs - 1;
      const most = await mostBroken(runDueLifecycles(later()), () => {
        // Those that are tagged had not been reached yet.
        if (next > pairs && isThere(next)) {
          putImage(next, [`t${next}`], [digestAt(next - pairs)]);
          next--;
        }
      });
      assert.equal(most, 0);
      assert.ok(next < 2 * pairs - 1);
      assert.ok(local.core.state.images.count(`${key} `) < 2 * pairs);
      await remove();
    });

    it('is whole when its policy is deleted in the middle of a run', async () => {
      await fillPairs();
      await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText: expireOld }));
      let isDeleted = false;
      const most = await mostBroken(runDueLifecycles(later()), () => {
        if (isDeleted || local.core.state.images.count(`${key} `) === 2 * pairs) return;
        isDeleted = true;
        const { lifecyclePolicy: _gone, ...rest } = { ...local.core.state.repositories.get(key) };
        local.core.state.repositories.put(key, rest as never);
      });
      assert.equal(most, 0);
      assert.ok(isDeleted && local.core.state.images.count(`${key} `) > 0);
      await remove();
    });

    it('is whole at every moment while it is deleted', async () => {
      await fillPairs();
      assert.equal(await mostBroken(remove()), 0);
    });
  });
});
