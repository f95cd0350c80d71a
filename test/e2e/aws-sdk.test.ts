// The AWS SDK for JavaScript, unmodified, against the local AWS.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchCheckLayerAvailabilityCommand,
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  ECRClient,
  GetDownloadUrlForLayerCommand,
  InitiateLayerUploadCommand,
  PutImageCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { type Running, startLocal } from '../../src/local/up.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { testOptions } from '../support/options.ts';

const account = '444455556666';
const region = 'us-east-1';
let running: Running;
let endpoint = '';
let ecr: ECRClient;
before(async () => {
  running = await startLocal(testOptions(account), () => undefined);
  endpoint = running.local.endpoint;
  const options = { endpoint, region, credentials: { accessKeyId: account, secretAccessKey: 'x' } };
  ecr = new ECRClient(options);
});
after(() => running.local.close());

describe('ECR', () => {
  const repositoryName = 'parts/app';

  it('accepts a layer in parts and an image through the API, and returns both', async () => {
    await ecr.send(new CreateRepositoryCommand({ repositoryName }));
    const upload = async (content: Buffer): Promise<string> => {
      const { uploadId } = await ecr.send(new InitiateLayerUploadCommand({ repositoryName }));
      // Parts but the last have 5 MiB; small content is one part.
      const half = content.length > 5 << 20 ? 5 << 20 : content.length;
      for (const [first, last] of [
        [0, half - 1],
        [half, content.length - 1],
      ] as const) {
        if (last < first) continue;
        await ecr.send(
          new UploadLayerPartCommand({
            repositoryName,
            uploadId,
            partFirstByte: first,
            partLastByte: last,
            layerPartBlob: content.subarray(first, last + 1),
          }),
        );
      }
      const layerDigest = digestOf(content);
      await ecr.send(
        new CompleteLayerUploadCommand({ repositoryName, uploadId, layerDigests: [layerDigest] }),
      );
      return layerDigest;
    };
    const content = Buffer.alloc((5 << 20) + 100, 'the content of a layer');
    const config = Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64' }));
    const [layer, configDigest] = [await upload(content), await upload(config)];
    const { layers } = await ecr.send(
      new BatchCheckLayerAvailabilityCommand({
        repositoryName,
        layerDigests: [layer, digestOf('no')],
      }),
    );
    assert.deepEqual(
      layers?.map(({ layerAvailability }) => layerAvailability),
      ['AVAILABLE', 'UNAVAILABLE'],
    );
    await assert.rejects(
      ecr.send(new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: layer })),
      { name: 'LayerInaccessibleException' },
    );
    const imageManifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: configDigest,
        size: config.length,
      },
      layers: [
        {
          mediaType: 'application/vnd.oci.image.layer.v1.tar',
          digest: layer,
          size: content.length,
        },
      ],
    });
    const { image } = await ecr.send(
      new PutImageCommand({ repositoryName, imageManifest, imageTag: 'v1' }),
    );
    assert.equal(image?.imageId?.imageDigest, digestOf(imageManifest));
    await assert.rejects(
      ecr.send(new PutImageCommand({ repositoryName, imageManifest, imageTag: 'v1' })),
      { name: 'ImageAlreadyExistsException' },
    );
    const { downloadUrl } = await ecr.send(
      new GetDownloadUrlForLayerCommand({ repositoryName, layerDigest: layer }),
    );
    assert.equal(await (await fetch(downloadUrl ?? '')).text(), content.toString());
    const { images } = await ecr.send(
      new BatchGetImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    );
    assert.equal(images?.[0]?.imageManifest, imageManifest);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    assert.equal(imageDetails?.[0]?.imageSizeInBytes, content.length + config.length);
    assert.ok(imageDetails?.[0]?.lastRecordedPullTime instanceof Date);
  });

  it('refuses a malformed tag, and a manifest without a type', async () => {
    const imageManifest = '{"schemaVersion":2,"manifests":[]}';
    for (const imageTag of ['a b', '-x', 'a:b', 'a/b', 'é', '.x']) {
      const put = { repositoryName, imageManifest, imageTag };
      await assert.rejects(ecr.send(new PutImageCommand(put)), {
        name: 'InvalidParameterException',
        message: /^Invalid parameter at 'imageTag'/,
      });
    }
    await assert.rejects(ecr.send(new PutImageCommand({ repositoryName, imageManifest })), {
      name: 'InvalidParameterException',
      message: 'image manifest mediatype not provided in manifest or parameter',
    });
    const imageManifestMediaType = 'application/vnd.oci.image.index.v1+json';
    const typed = { repositoryName, imageManifest, imageManifestMediaType };
    const { image } = await ecr.send(new PutImageCommand(typed));
    assert.equal(image?.imageManifestMediaType, imageManifestMediaType);
    const imageIds = [{ imageDigest: image?.imageId?.imageDigest }];
    await ecr.send(new BatchDeleteImageCommand({ repositoryName, imageIds }));
    const none = { repositoryName, imageIds: [{ imageTag: 'a b' }] };
    for (const command of [new BatchGetImageCommand(none), new BatchDeleteImageCommand(none)]) {
      const { failures } = await ecr.send(command as BatchGetImageCommand);
      assert.equal(failures?.[0]?.failureCode, 'InvalidImageTag');
    }
  });

  it('does not fail a batch for one invalid id', async () => {
    const { images, failures } = await ecr.send(
      new BatchGetImageCommand({
        repositoryName,
        imageIds: [{ imageTag: 'v1' }, { imageTag: 'gone' }, {}, { imageDigest: 'sha256:x' }],
      }),
    );
    assert.equal(images?.length, 1);
    assert.deepEqual(
      failures?.map(({ failureCode }) => failureCode),
      ['ImageNotFound', 'MissingDigestAndTag', 'InvalidImageDigest'],
    );
  });

  it('deletes the image with its last tag', async () => {
    const { imageIds } = await ecr.send(
      new BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag: 'v1' }] }),
    );
    assert.equal(imageIds?.length, 1);
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName }));
    assert.deepEqual(imageDetails, []);
  });
});
