// An image of very many layers is stored and deleted in slices, with other requests served in between.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DeleteRepositoryCommand,
  DescribeImageReplicationStatusCommand,
  type ECRClient,
  PutImageCommand,
  PutReplicationConfigurationCommand,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';
import { digestOf } from '../../../oci/digest.ts';
import { mediaTypes } from '../../../oci/media-types.ts';
import { largeSlice } from '../../core/turns.ts';
import { within } from '../../state.ts';

const many = 1_200;
const on = { repositoryName: 'large' };
const key = '111122223333/eu-west-1/large';

describe('an image of very many layers', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  const texts = Array.from({ length: many }, (_, index) => `layer ${index}`);
  const layers = texts.map((text) => ({
    mediaType: mediaTypes.ociLayerGzip,
    digest: digestOf(text),
    size: text.length,
  }));
  const [first] = layers;
  assert.ok(first);
  const manifest = (name: string): string =>
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { ...first, mediaType: mediaTypes.ociConfig },
      layers,
      annotations: { name },
    });

  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    for (let at = 0; at < many; at += 50) {
      await Promise.all(texts.slice(at, at + 50).map((text) => putContent(text)));
    }
  });
  after(() => local.close());

  async function putContent(text: string): Promise<void> {
    const { blobs } = local.core;
    await blobs.begin(text);
    await blobs.append(text, Readable.from([Buffer.from(text)]));
    await blobs.commit(text, digestOf(text));
  }

  async function withRepository(): Promise<void> {
    await ecr.send(new CreateRepositoryCommand(on));
    for (const layer of layers) local.core.state.layers.put(within(key, layer.digest), layer);
    await local.core.state.metadata.durable();
  }

  /** Most records that were written in one turn while some work ran. */
  async function mostInOneTurn(work: () => Promise<unknown>): Promise<number> {
    const { metadata } = local.core.state;
    let [most, before, isDone] = [0, metadata.version, false];
    const look = (): void => {
      most = Math.max(most, metadata.version - before);
      before = metadata.version;
      if (!isDone) setImmediate(look);
    };
    look();
    await work();
    isDone = true;
    look();
    return most;
  }
  /** A slice may delete a reference and write a record for each, and a few records more. */
  const bound = 2 * largeSlice + 100;
  const references = () => local.core.state.references.count(`${key} `);

  it('is pushed, through either door, and deleted', async () => {
    await withRepository();
    const put = { ...on, imageManifest: manifest('api'), imageTag: 'api' };
    assert.ok((await mostInOneTurn(() => ecr.send(new PutImageCommand(put)))) <= bound);
    const registry = await local.repository('large');
    const most = await mostInOneTurn(async () => {
      const headers = { 'content-type': mediaTypes.ociManifest };
      const body = Buffer.from(manifest('registry'));
      const answer = await registry.request('PUT', 'manifests/registry', { headers, body });
      answer.body.resume();
      assert.equal(answer.status, 201);
    });
    assert.ok(most <= bound, `${most} records in one turn`);
    assert.equal(references(), 2 * many);

    const imageIds = [{ imageTag: 'api' }, { imageTag: 'registry' }];
    const deletion = new BatchDeleteImageCommand({ ...on, imageIds });
    const mostDeleted = await mostInOneTurn(() => ecr.send(deletion));
    assert.ok(mostDeleted <= bound, `${mostDeleted} records in one turn`);
    assert.equal(references(), 0);
    assert.equal(local.core.state.leavings.count(), 0);
    assert.equal(local.core.state.orphans.count(`${key} `), many);
    await ecr.send(new DeleteRepositoryCommand(on));
  });

  it('is deleted with its repository', async () => {
    await withRepository();
    const put = { ...on, imageManifest: manifest('gone'), imageTag: 'gone' };
    await ecr.send(new PutImageCommand(put));
    const deletion = new DeleteRepositoryCommand({ ...on, force: true });
    const most = await mostInOneTurn(() => ecr.send(deletion));
    assert.ok(most <= bound, `${most} records in one turn`);
    const { images, layers: held, tags, leavings } = local.core.state;
    assert.deepEqual(
      [images, held, tags, leavings].map((collection) => collection.count(`${key} `)),
      [0, 0, 0, 0],
    );
    assert.equal(references(), 0);
  });

  it('is replicated', async () => {
    await withRepository();
    const destinations = [{ region: 'eu-central-1', registryId: '111122223333' }];
    const rules = { replicationConfiguration: { rules: [{ destinations }] } };
    await ecr.send(new PutReplicationConfigurationCommand(rules));
    const put = { ...on, imageManifest: manifest('copied'), imageTag: 'copied' };
    const most = await mostInOneTurn(() => ecr.send(new PutImageCommand(put)));
    assert.ok(most <= bound, `${most} records in one turn`);
    const there = local.client({ region: 'eu-central-1' });
    const image = { ...on, imageIds: [{ imageTag: 'copied' }] };
    const { images } = await there.send(new BatchGetImageCommand(image));
    assert.equal(images?.[0]?.imageManifest, put.imageManifest);
    const copy = '111122223333/eu-central-1/large ';
    const { layers: held, references: needed } = local.core.state;
    assert.deepEqual([held.count(copy), needed.count(copy)], [many, many]);
    const status = { ...on, imageId: { imageTag: 'copied' } };
    const { replicationStatuses } = await ecr.send(
      new DescribeImageReplicationStatusCommand(status),
    );
    assert.deepEqual(
      replicationStatuses?.map((each) => each.status),
      ['COMPLETE'],
    );
    await ecr.send(
      new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }),
    );
    await ecr.send(new DeleteRepositoryCommand({ ...on, force: true }));
  });

  it('is replicated later when a crash came between the push and the copy', async () => {
    await withRepository();
    const { core } = local;
    const put = { ...on, imageManifest: manifest('crashed'), imageTag: 'crashed' };
    await ecr.send(new PutImageCommand(put));
    const destinations = [{ region: 'eu-central-1', registryId: '111122223333' }];
    const rules = { replicationConfiguration: { rules: [{ destinations }] } };
    await ecr.send(new PutReplicationConfigurationCommand(rules));
    // What is on disk with the image until it is copied.
    const image = within(key, digestOf(put.imageManifest));
    core.state.unreplicated.put(image, { tags: ['crashed'] });
    await local.advance('1h');
    assert.equal(core.state.unreplicated.count(), 0);
    const there = local.client({ region: 'eu-central-1' });
    const asked = { ...on, imageIds: [{ imageTag: 'crashed' }] };
    const { images } = await there.send(new BatchGetImageCommand(asked));
    assert.equal(images?.[0]?.imageManifest, put.imageManifest);
    await ecr.send(
      new PutReplicationConfigurationCommand({ replicationConfiguration: { rules: [] } }),
    );
    await ecr.send(new DeleteRepositoryCommand({ ...on, force: true }));
  });

  it('leaves no reference when it is refused', async () => {
    await withRepository();
    const missing = { ...first, digest: digestOf('never pushed') };
    const text = manifest('refused').replace(
      /"layers":\[/,
      `"layers":[${JSON.stringify(missing)},`,
    );
    await assert.rejects(ecr.send(new PutImageCommand({ ...on, imageManifest: text })), {
      name: 'LayersNotFoundException',
    });
    assert.equal(references(), 0);
    await ecr.send(new DeleteRepositoryCommand({ ...on, force: true }));
  });

  it('keeps all its layers until it is deleted, even if it is pushed again', async () => {
    await withRepository();
    const put = { ...on, imageManifest: manifest('again'), imageTag: 'again' };
    await ecr.send(new PutImageCommand(put));
    await ecr.send(new PutImageCommand({ ...put, imageTag: 'other' }));
    await ecr.send(new BatchDeleteImageCommand({ ...on, imageIds: [{ imageTag: 'again' }] }));
    assert.equal(references(), many);
    for (let hours = 0; hours < 3; hours++) await local.advance('61m');
    assert.equal(local.core.state.layers.count(`${key} `), many);
  });
});
