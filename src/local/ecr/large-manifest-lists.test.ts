// Manifest lists stay whole while lifecycle rules and deletions go through very many of them.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRClient,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { manifestJson } from '../../oci/client/push.ts';
import { digestOf } from '../../oci/digest.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { type ImageRecord, within } from '../state.ts';
import { runDueLifecycles } from './lifecycle-run.ts';

const many = 6_000;
const on = { repositoryName: 'large' };
const key = '111122223333/eu-west-1/large';
const manifest = manifestJson({
  mediaType: mediaTypes.ociManifest,
  config: { mediaType: mediaTypes.ociConfig, digest: digestOf('{}'), size: 2 },
  layers: [],
});
const expireUntagged = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 10 },
      action: { type: 'expire' },
    },
  ],
});

describe('a repository of very many manifest lists', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
  });
  after(() => local.close());

  const digestAt = (index: number): string => digestOf(`image ${index}`);
  function putImage(index: number, tags: readonly string[], children: readonly string[] = []) {
    const { state, clock } = local.core;
    const digest = digestAt(index);
    const image: ImageRecord = {
      digest,
      mediaType: children.length > 0 ? mediaTypes.ociIndex : mediaTypes.ociManifest,
      size: 1,
      pushedAt: clock.now() - (many - index) * 1_000,
      tags,
      children,
      blobs: [],
    };
    state.images.put(within(key, digest), image);
    state.manifests.put(within(key, digest), { body: manifest, mediaType: image.mediaType });
    for (const tag of tags) state.tags.put(within(key, tag), { digest });
    for (const child of children) {
      state.references.put(`${key} ${child} ${digest}`, { kind: 'child' });
    }
  }
  const remove = () => ecr.send(new DeleteRepositoryCommand({ ...on, force: true }));
  const isThere = (index: number): boolean =>
    local.core.state.images.get(within(key, digestAt(index))) !== undefined;

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
    /** Looks after every turn, as what a crash would leave, for lists without their images. */
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

    it('is expired lists first, and keeps the images of lists that are tagged meanwhile', async () => {
      await fillPairs();
      await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText: expireOld }));
      let next = 2 * pairs - 1;
      const most = await mostBroken(runDueLifecycles(later()), () => {
        // Those that are tagged were not reached yet.
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
