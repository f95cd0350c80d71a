import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteLifecyclePolicyCommand,
  DescribeImagesCommand,
  type ECRClient,
  GetLifecyclePolicyCommand,
  GetLifecyclePolicyPreviewCommand,
  ListImagesCommand,
  PutLifecyclePolicyCommand,
  StartLifecyclePolicyPreviewCommand,
  UpdateImageStorageClassCommand,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';

const policy = (...rules: object[]): string => JSON.stringify({ rules }, undefined, 2);
const old = (rulePriority: number, countNumber: number, tag: string, action = 'expire') => ({
  rulePriority,
  selection: {
    tagStatus: 'tagged',
    tagPatternList: [tag],
    countType: 'sinceImagePushed',
    countUnit: 'days',
    countNumber,
  },
  action:
    action === 'expire' ? { type: 'expire' } : { type: action, targetStorageClass: 'archive' },
});

describe('lifecycle policies on the local AWS', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
  });
  after(() => local.close());

  async function repositoryWith(
    name: string,
    ...tags: string[]
  ): Promise<{ repositoryName: string }> {
    await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
    for (const tag of tags) await local.push(name, tag);
    return { repositoryName: name };
  }

  async function tagsOf(
    repositoryName: string,
    imageStatus: 'ACTIVE' | 'ARCHIVED' | 'ANY' = 'ANY',
  ) {
    const listed = await ecr.send(
      new ListImagesCommand({ repositoryName, filter: { imageStatus } }),
    );
    return listed.imageIds?.map(({ imageTag }) => imageTag).sort();
  }

  it('are validated when they are put', async () => {
    const on = await repositoryWith('invalid');
    const lifecyclePolicyText = policy(old(0, 1, 'v*'));
    await assert.rejects(ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText })), {
      name: 'InvalidParameterException',
      message: /^Invalid parameter at 'LifecyclePolicyText' .*\(minimum: 1, found: 0\)/,
    });
  });

  it('run within a day, as time passes', async () => {
    const on = await repositoryWith('acting', 'v1', 'old-1', 'keep');
    const lifecyclePolicyText = policy(old(1, 10, 'v*'), old(2, 5, 'old*', 'transition'));
    await ecr.send(new PutLifecyclePolicyCommand({ ...on, lifecyclePolicyText }));
    await local.advance('23h');
    const { lastEvaluatedAt } = await ecr.send(new GetLifecyclePolicyCommand(on));
    assert.equal(lastEvaluatedAt?.getTime(), 0);
    await local.advance('6d');
    assert.deepEqual(await tagsOf('acting', 'ACTIVE'), ['keep', 'v1']);
    assert.deepEqual(await tagsOf('acting', 'ARCHIVED'), ['old-1']);
    assert.ok((await ecr.send(new GetLifecyclePolicyCommand(on))).lastEvaluatedAt instanceof Date);
    await local.advance('5d');
    assert.deepEqual(await tagsOf('acting'), ['keep', 'old-1']);
    const deleted = await ecr.send(new DeleteLifecyclePolicyCommand(on));
    assert.ok(Number(deleted.lastEvaluatedAt) > 0);
  });

  it('are previewed without a change', async () => {
    const on = await repositoryWith('preview', 'v1', 'v2', 'w1');
    await assert.rejects(ecr.send(new StartLifecyclePolicyPreviewCommand(on)), {
      name: 'LifecyclePolicyNotFoundException',
    });
    await assert.rejects(ecr.send(new GetLifecyclePolicyPreviewCommand(on)), {
      name: 'LifecyclePolicyPreviewNotFoundException',
    });
    await local.advance('3d');
    const lifecyclePolicyText = policy(old(1, 1, 'v*'), old(2, 1, 'w*', 'transition'));
    const started = await ecr.send(
      new StartLifecyclePolicyPreviewCommand({ ...on, lifecyclePolicyText }),
    );
    assert.equal(started.status, 'IN_PROGRESS');
    await assert.rejects(
      ecr.send(new StartLifecyclePolicyPreviewCommand({ ...on, lifecyclePolicyText })),
      { name: 'LifecyclePolicyPreviewInProgressException' },
    );
    await local.advance('1s');
    const first = await ecr.send(new GetLifecyclePolicyPreviewCommand({ ...on, maxResults: 2 }));
    assert.equal(first.status, 'COMPLETE');
    assert.deepEqual(first.summary, {
      expiringImageTotalCount: 2,
      transitioningImageTotalCounts: [{ targetStorageClass: 'ARCHIVE', imageTotalCount: 1 }],
    });
    const { nextToken } = first;
    const rest = await ecr.send(new GetLifecyclePolicyPreviewCommand({ ...on, nextToken }));
    const results = [...(first.previewResults ?? []), ...(rest.previewResults ?? [])];
    assert.deepEqual(
      results.map(({ imageTags, action, appliedRulePriority, storageClass }) => [
        imageTags?.[0],
        action?.type,
        appliedRulePriority,
        storageClass,
      ]),
      [
        ['v1', 'EXPIRE', 1, 'STANDARD'],
        ['v2', 'EXPIRE', 1, 'STANDARD'],
        ['w1', 'TRANSITION', 2, 'STANDARD'],
      ],
    );
    const one = await ecr.send(
      new GetLifecyclePolicyPreviewCommand({ ...on, imageIds: [{ imageTag: 'w1' }] }),
    );
    assert.equal(one.previewResults?.length, 1);
    const none = await ecr.send(
      new GetLifecyclePolicyPreviewCommand({ ...on, filter: { tagStatus: 'UNTAGGED' } }),
    );
    assert.deepEqual(none.previewResults, []);
    assert.deepEqual(await tagsOf('preview'), ['v1', 'v2', 'w1']);
    await local.advance('2d');
    const late = await ecr.send(new GetLifecyclePolicyPreviewCommand(on));
    assert.equal(late.status, 'EXPIRED');
  });

  it('leave archived images described and unavailable, until they are restored', async () => {
    const on = await repositoryWith('archive', 'v1');
    const registry = await local.repository('archive');
    const imageId = { imageTag: 'v1' };
    const update = (targetStorageClass: 'ARCHIVE' | 'STANDARD') =>
      ecr.send(new UpdateImageStorageClassCommand({ ...on, imageId, targetStorageClass }));
    const status = async () => {
      const filter = { imageStatus: 'ANY' as const };
      const { imageDetails } = await ecr.send(new DescribeImagesCommand({ ...on, filter }));
      return imageDetails?.[0]?.imageStatus;
    };
    const pulled = async () => (await registry.request('GET', 'manifests/v1')).status;
    assert.equal((await update('ARCHIVE')).imageStatus, 'ARCHIVED');
    assert.deepEqual([await status(), await pulled()], ['ARCHIVED', 404]);
    const batch = await ecr.send(new BatchGetImageCommand({ ...on, imageIds: [imageId] }));
    assert.equal(batch.failures?.[0]?.failureCode, 'ImageInaccessible');
    assert.deepEqual((await ecr.send(new DescribeImagesCommand(on))).imageDetails, []);
    await assert.rejects(update('ARCHIVE'), {
      name: 'ImageStorageClassUpdateNotSupportedException',
    });
    assert.equal((await update('STANDARD')).imageStatus, 'ACTIVATING');
    assert.deepEqual([await status(), await pulled()], ['ACTIVATING', 404]);
    await local.advance('20m');
    assert.deepEqual([await status(), await pulled()], ['ACTIVE', 200]);
    await update('ARCHIVE');
    await local.push('archive', 'v1');
    assert.deepEqual([await status(), await pulled()], ['ACTIVE', 200]);
  });
});
