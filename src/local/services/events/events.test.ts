import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchDeleteImageCommand,
  CreatePullThroughCacheRuleCommand,
  CreateRepositoryCommand,
  PutLifecyclePolicyCommand,
  PutReplicationConfigurationCommand,
  StartImageScanCommand,
} from '@aws-sdk/client-ecr';
import { type EventBus, type Received, startEventBus } from '../../../../test/support/event-bus.ts';
import { account, region } from '../../../../test/support/local-ecr.ts';

describe('EventBridge', () => {
  let started: EventBus;
  let busIn: EventBus['busIn'];
  let listen: EventBus['listen'];
  let local: EventBus['local'];
  let next: EventBus['next'];
  let upstream: EventBus['upstream'];
  before(async () => {
    started = await startEventBus();
    ({ busIn, listen, local, next, upstream } = started);
  });
  after(() => started.close());

  it('publishes pushed and deleted images, in the form of AWS', async () => {
    const { manifest } = await local.push('app', 'v1');
    const [pushed] = await next(1);
    const { id, time, ...event } = pushed as Received & { id: string; time: string };
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(event, {
      version: '0',
      'detail-type': 'ECR Image Action',
      source: 'aws.ecr',
      account,
      region,
      resources: [],
      detail: {
        'repository-name': 'app',
        result: 'SUCCESS',
        'image-digest': manifest.digest,
        'action-type': 'PUSH',
        'image-tag': 'v1',
      },
    });
    const imageIds = [{ imageDigest: manifest.digest }];
    await local.client().send(new BatchDeleteImageCommand({ repositoryName: 'app', imageIds }));
    const [deleted] = await next(1);
    assert.equal(deleted?.detail['action-type'], 'DELETE');
    assert.equal(deleted?.detail['image-tag'], 'v1');
  });

  it('publishes scans when they have ended', async () => {
    const { manifest } = await local.push('app', 'v2');
    await next(1);
    const imageId = { imageDigest: manifest.digest };
    await local.client().send(new StartImageScanCommand({ repositoryName: 'app', imageId }));
    await local.advance('2s');
    const [scanned] = await next(1);
    assert.equal(scanned?.['detail-type'], 'ECR Image Scan');
    assert.equal(scanned?.detail['scan-status'], 'FAILED');
    assert.deepEqual(scanned?.detail['image-tags'], ['v2']);
  });

  it('publishes replicated images at the destination', async () => {
    const far = busIn('us-west-2');
    await listen(far, 'far', { 'detail-type': ['ECR Replication Action'] });
    far.destroy();
    const destinations = [{ region: 'us-west-2', registryId: account }];
    const replicationConfiguration = { rules: [{ destinations }] };
    await local.client().send(new PutReplicationConfigurationCommand({ replicationConfiguration }));
    const { manifest } = await local.push('app', 'v3');
    const arrived = (await next(2)).find((event) => event.region === 'us-west-2');
    assert.deepEqual(arrived?.resources, [`arn:aws:ecr:us-west-2:${account}:repository/app`]);
    assert.deepEqual(arrived?.detail, {
      'repository-name': 'app',
      result: 'SUCCESS',
      'image-digest': manifest.digest,
      'source-account': account,
      'action-type': 'REPLICATE',
      'source-region': region,
      'image-tag': 'v3',
    });
    await local
      .client()
      .send(new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }));
  });

  it('publishes what a pull through cache fetches, and its failures', async () => {
    await local.client().send(
      new CreatePullThroughCacheRuleCommand({
        ecrRepositoryPrefix: 'k8s',
        upstreamRegistryUrl: 'registry.k8s.io',
      }),
    );
    const registry = await local.repository('k8s/pause');
    const answer = await registry.request('HEAD', 'manifests/v1');
    const [fetched] = await next(1);
    assert.equal(fetched?.['detail-type'], 'ECR Pull Through Cache Action');
    assert.deepEqual(fetched?.resources, [`arn:aws:ecr:${region}:${account}:repository/k8s/pause`]);
    const detail = {
      'rule-version': '1',
      'sync-status': 'SUCCESS',
      'ecr-repository-prefix': 'k8s',
      'repository-name': 'k8s/pause',
      'upstream-registry-url': 'registry.k8s.io',
      'image-tag': 'v1',
      'image-digest': answer.headers['docker-content-digest'],
    };
    assert.deepEqual(fetched?.detail, detail);
    upstream.password = 'changed';
    const closed = await local.repository('k8s/closed');
    assert.equal((await closed.request('HEAD', 'manifests/v1')).status, 403);
    const [failed] = await next(1);
    const { 'image-digest': _digest, ...tried } = detail;
    const expected = { 'sync-status': 'FAILED', 'repository-name': 'k8s/closed' };
    assert.deepEqual(failed?.detail, { ...tried, ...expected });
  });

  it('publishes what lifecycle rules delete, tag by tag', async () => {
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'old' }));
    await local.push('old', 'v1', 'old');
    await local.push('old', 'v2', 'old');
    await next(2);
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
    await local
      .client()
      .send(new PutLifecyclePolicyCommand({ repositoryName: 'old', lifecyclePolicyText }));
    await local.advance('25h');
    const told = (await next(2)).map(({ detail }) => [detail['action-type'], detail['image-tag']]);
    assert.deepEqual(told, [
      ['DELETE', 'v1'],
      ['DELETE', 'v2'],
    ]);
  });
});
