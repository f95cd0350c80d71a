// Images that refer to each other in chains, fans and nested lists: each operation visits each image once, and
// yields to other requests in between.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImageReplicationStatusCommand,
  type ECRClient,
  PutImageCommand,
  PutLifecyclePolicyCommand,
  PutReplicationConfigurationCommand,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { indexJson } from '../../oci/client/push.ts';
import { digestOf } from '../../oci/digest.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { type ImageRecord, within } from '../state.ts';

const on = { repositoryName: 'graph' };
const key = '111122223333/eu-west-1/graph';
const expireUntagged = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: {
        tagStatus: 'untagged',
        countType: 'sinceImagePushed',
        countUnit: 'days',
        countNumber: 1,
      },
      action: { type: 'expire' },
    },
  ],
});

describe('images that refer to each other', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
  });
  after(() => local.close());
  beforeEach(async () => {
    await ecr.send(new CreateRepositoryCommand(on));
  });
  const remove = () => ecr.send(new DeleteRepositoryCommand({ ...on, force: true }));

  const digestAt = (index: number): string => digestOf(`image ${index}`);
  /** An image that was pushed: with another one as subject, or a list of others. */
  function store(index: number, { subject, children = [] }: Partial<ImageRecord>): void {
    const { state, clock } = local.core;
    const digest = digestAt(index);
    const mediaType = children.length > 0 ? mediaTypes.ociIndex : mediaTypes.ociManifest;
    state.images.put(within(key, digest), {
      digest,
      mediaType,
      size: 1,
      pushedAt: clock.now(),
      tags: [],
      children,
      blobs: [],
      ...(subject === undefined ? {} : { subject }),
    });
    state.manifests.put(within(key, digest), { body: '{}', mediaType });
    for (const child of children) {
      state.references.put(`${key} ${child} ${digest}`, { kind: 'child' });
    }
    if (subject !== undefined) {
      state.references.put(`${key} ${subject} ${digest}`, { kind: 'subject' });
    }
  }
  const left = (): number => local.core.state.images.count(`${key} `);

  /** Most images that were written or deleted in one turn while some work ran. */
  async function mostInOneTurn(work: () => Promise<unknown>): Promise<number> {
    const { images } = local.core.state;
    const { put, delete: remove } = images;
    let [most, inTurn, isDone] = [0, 0, false];
    const count = (): void => {
      inTurn++;
      most = Math.max(most, inTurn);
    };
    images.put = (...args) => {
      count();
      put.apply(images, args);
    };
    images.delete = (...args) => {
      count();
      return remove.apply(images, args);
    };
    const look = (): void => {
      inTurn = 0;
      if (!isDone) setImmediate(look);
    };
    look();
    try {
      await work();
    } finally {
      isDone = true;
      Object.assign(images, { put, delete: remove });
    }
    return most;
  }

  for (const [shape, subjectOf] of [
    ['a chain', (index: number) => (index === 0 ? undefined : digestAt(index - 1))],
    ['a fan', (index: number) => (index === 0 ? undefined : digestAt(0))],
  ] as const) {
    it(`expire as ${shape} of referrers, and so do images of other repositories`, async () => {
      await ecr.send(new CreateRepositoryCommand({ repositoryName: 'other' }));
      await local.push('other', 'v1');
      for (let index = 0; index < 4_000; index++) {
        const subject = subjectOf(index);
        store(index, subject === undefined ? {} : { subject });
      }
      for (const repositoryName of ['graph', 'other']) {
        const policy = { repositoryName, lifecyclePolicyText: expireUntagged };
        await ecr.send(new PutLifecyclePolicyCommand(policy));
      }
      const most = await mostInOneTurn(() => local.advance('49h'));
      assert.equal(left(), 0);
      // Work that yields by time runs for ten milliseconds, however much that is on this machine.
      assert.ok(most < 2_000, `${most} images in one turn`);
      const { lifecyclePolicy } =
        local.core.state.repositories.get('111122223333/eu-west-1/other') ?? {};
      assert.ok(lifecyclePolicy?.lastEvaluatedAt);
      await remove();
      await ecr.send(new DeleteRepositoryCommand({ repositoryName: 'other', force: true }));
    });
  }

  it('are deleted with their repository as lists of lists', async () => {
    for (let index = 0; index < 400; index++) {
      const below = Array.from({ length: Math.min(index, 200) }, (_, back) => index - 1 - back);
      store(index, { children: below.map(digestAt) });
    }
    const most = await mostInOneTurn(remove);
    assert.ok(most <= 250, `${most} images in one turn`);
    assert.equal(left(), 0);
  });

  it('are replicated once each, however many lists hold them', async () => {
    const { manifest } = await local.push('graph', 'v1');
    const levels = 40;
    let below = [manifest];
    const put = async (content: string) => {
      const sent = await ecr.send(new PutImageCommand({ ...on, imageManifest: content }));
      const digest = sent.image?.imageId?.imageDigest ?? '';
      return { mediaType: mediaTypes.ociIndex, digest, size: Buffer.byteLength(content) };
    };
    for (let level = 0; level < levels; level++) {
      const both = [];
      for (const name of ['a', 'b']) {
        const { annotations: _none, ...list } = JSON.parse(indexJson(mediaTypes.ociIndex, below));
        both.push(await put(JSON.stringify({ ...list, annotations: { name, level: `${level}` } })));
      }
      below = both;
    }
    const destinations = [{ region: 'eu-central-1', registryId: '111122223333' }];
    const replicationConfiguration = { rules: [{ destinations }] };
    await ecr.send(new PutReplicationConfigurationCommand({ replicationConfiguration }));
    const top = await put(indexJson(mediaTypes.ociIndex, below));
    const there = local.core.state.images.count('111122223333/eu-central-1/graph ');
    assert.equal(there, 2 * levels + 2);
    const { replicationStatuses } = await ecr.send(
      new DescribeImageReplicationStatusCommand({ ...on, imageId: { imageDigest: top.digest } }),
    );
    assert.deepEqual(
      replicationStatuses?.map(({ status }) => status),
      ['COMPLETE'],
    );
    await ecr.send(
      new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }),
    );
    await remove();
  });

  it('cannot be listed while they are archived', async () => {
    const { manifest } = await local.push('graph', 'v1');
    const index = indexJson(mediaTypes.ociIndex, [manifest]);
    const put = () =>
      ecr.send(new PutImageCommand({ ...on, imageManifest: index, imageTag: 'all' }));
    const image = local.core.state.images.get(within(key, manifest.digest));
    assert.ok(image);
    local.core.state.images.put(within(key, manifest.digest), {
      ...image,
      lastArchivedAt: local.core.clock.now(),
    });
    await assert.rejects(put(), { name: 'ReferencedImagesNotFoundException' });
    await local.push('graph', 'v1');
    await put();
    await remove();
  });
});
