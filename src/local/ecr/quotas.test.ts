// The quotas of a registry (ECR User Guide, "Amazon ECR service quotas"), and the rules for parts of layers.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import {
  BatchDeleteImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { account, type LocalEcr, region, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { within } from '../state.ts';
import { keyOf } from './repository.ts';
import { archive } from './storage-class.ts';
import { appendToUpload } from './uploads.ts';

const mebibyte = 1 << 20;
const repositoryName = 'app';
const key = keyOf({ registryId: account, region, name: repositoryName });

describe('the quotas', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
  });
  after(() => local.close());

  async function begin(): Promise<string> {
    const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
    return uploadId ?? '';
  }
  const part = (uploadId: string, first: number, layerPartBlob: Uint8Array) =>
    ecr.send(
      new UploadLayerPartCommand({
        repositoryName,
        uploadId,
        partFirstByte: first,
        partLastByte: first + layerPartBlob.length - 1,
        layerPartBlob,
      }),
    );
  const digestOf = (content: Uint8Array) =>
    `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const complete = (uploadId: string, ...contents: readonly Uint8Array[]) =>
    ecr.send(
      new CompleteLayerUploadCommand({
        repositoryName,
        uploadId,
        layerDigests: contents.map(digestOf),
      }),
    );

  describe('of layers', () => {
    it('require parts of 5 MiB, except for the last', async () => {
      const small = Buffer.alloc(5 * mebibyte - 1, 1);
      const id = await begin();
      await part(id, 0, small);
      await part(id, small.length, small);
      await assert.rejects(complete(id, Buffer.concat([small, small])), {
        name: 'LayerPartTooSmallException',
        message: 'Layer parts must be at least 5 MiB in size',
      });
      const [whole, rest] = [Buffer.alloc(5 * mebibyte, 2), Buffer.from('rest')];
      const other = await begin();
      await part(other, 0, whole);
      await part(other, whole.length, rest);
      await complete(other, Buffer.concat([whole, rest]));
    });

    it('require at least one part, and each layer once', async () => {
      await assert.rejects(complete(await begin(), Buffer.alloc(0)), {
        name: 'EmptyUploadException',
      });
      const content = Buffer.from('once');
      for (const expected of ['accepted', 'LayerAlreadyExistsException']) {
        const id = await begin();
        await part(id, 0, content);
        const outcome = await complete(id, content).then(
          () => 'accepted',
          (error: Error) => error.name,
        );
        assert.equal(outcome, expected);
      }
    });

    it('accept any of the digests that the client gives', async () => {
      const [other, content] = [Buffer.from('another'), Buffer.from('this one')];
      const id = await begin();
      await part(id, 0, content);
      await assert.rejects(complete(id, other), {
        name: 'InvalidLayerException',
        message: 'None of the provided layer digests match the calculated layer digest',
      });
      const { layerDigest } = await complete(id, other, content);
      assert.equal(layerDigest, digestOf(content));
    });

    it('are 4,200 parts and 52,000 MiB', async () => {
      const { uploads } = local.core.state;
      const id = await begin();
      const record = uploads.get(id);
      assert.ok(record);
      uploads.put(id, { ...record, parts: 4_199 });
      await part(id, 0, Buffer.from('last'));
      await assert.rejects(part(id, 4, Buffer.from('more')), {
        name: 'LimitExceededException',
        message: /parts per layer, at most 4200/,
      });
      const [held, core] = [await begin(), local.core];
      const repository = core.state.repositories.get(key);
      assert.ok(repository);
      // A body that is too large is refused by its Content-Length, before it is sent.
      const announced = { size: 52_000 * mebibyte + 1 };
      await assert.rejects(appendToUpload(core, repository, held, Readable.from([]), announced), {
        code: 'LimitExceededException',
      });
    });
  });

  describe('of images', () => {
    it('are 1,000 tags an image', async () => {
      await local.push(repositoryName, 'v1', 'tagged');
      const registry = await local.repository(repositoryName);
      const answer = await registry.request('GET', 'manifests/v1');
      const pieces: Buffer[] = [];
      for await (const piece of answer.body) pieces.push(piece as Buffer);
      const imageManifest = Buffer.concat(pieces).toString();
      const tagged = (imageTag: string) =>
        ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag }));
      const { image } = await tagged('v2');
      const digest = image?.imageId?.imageDigest ?? '';
      const record = local.core.state.images.get(within(key, digest));
      assert.ok(record);
      const tags = Array.from({ length: 998 }, (_, index) => `t${index}`);
      local.core.state.images.put(within(key, digest), { ...record, tags: ['v1', ...tags] });
      await tagged('the-thousandth');
      await assert.rejects(tagged('one-more'), {
        name: 'LimitExceededException',
        message: /tags per image, at most 1000/,
      });
    });

    it('are 100,000 images a repository, not counting the archive', async () => {
      const { images, metadata } = local.core.state;
      const name = 'full';
      const full = keyOf({ registryId: account, region, name });
      await ecr.send(new CreateRepositoryCommand({ repositoryName: name }));
      const [entry] = images.list({ prefix: `${key} `, limit: 1 });
      assert.ok(entry);
      const sample = { ...entry.document, tags: [] };
      const digestAt = (index: number) => `sha256:${String(index).padStart(64, '0')}`;
      metadata.transaction(() => {
        for (let index = 0; index < 99_999; index++) {
          const image = { ...sample, digest: digestAt(index) };
          images.put(within(full, image.digest), image);
        }
      });
      await local.push(name, 'v2');
      await assert.rejects(local.push(name, 'v3'), /400/);
      images.put(
        within(full, digestAt(0)),
        archive({ ...sample, digest: digestAt(0) }, Date.now()),
      );
      await local.push(name, 'v4');
      await assert.rejects(local.push(name, 'v5'), /400/);
      const gone = { repositoryName: name, imageIds: [{ imageTag: 'v4' }] };
      await ecr.send(new BatchDeleteImageCommand(gone));
      await local.push(name, 'v6');
    });
  });

  it('are 100,000 repositories a Region', async () => {
    const { repositories, metadata } = local.core.state;
    const sample = repositories.get(key);
    assert.ok(sample);
    metadata.transaction(() => {
      for (let index = 0; index < 100_000; index++) {
        repositories.put(`${account}/eu-north-1/r${index}`, { ...sample, region: 'eu-north-1' });
      }
    });
    const full = local.client({ region: 'eu-north-1' });
    await assert.rejects(full.send(new CreateRepositoryCommand({ repositoryName: 'more' })), {
      name: 'LimitExceededException',
      message: /repositories per Region, at most 100000/,
    });
  });
});
