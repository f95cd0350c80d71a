// Content that is no longer needed is removed from disk; content that is needed, or was promised to a client,
// is not.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  PutLifecyclePolicyCommand,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../test/support/local-ecr.ts';

describe('content that is not needed', () => {
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

  it('stays a layer for one hour, and on disk for one more', async () => {
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

  it('stays as long as a URL of it is valid', async () => {
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

  it('stays for a push that was told not to upload it', async () => {
    const { on, layer } = await pushed('pushing', 'pushing');
    await remove(on);
    await local.advance('50m');
    assert.equal(await isLayer(on, layer), true);
    await local.advance('50m');
    await local.push('pushing', 'again', 'pushing');
    for (let hours = 0; hours < 3; hours++) await local.advance('61m');
    assert.deepEqual([await isLayer(on, layer), await isOnDisk(layer)], [true, true]);
  });

  it('is removed with its repository, and by lifecycle rules', async () => {
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

  it('stays while a fault is in force that may restore what needs it', async () => {
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
