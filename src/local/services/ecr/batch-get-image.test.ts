// Which format of a manifest a client gets: ECR User Guide, "Container image manifest format support".
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BatchGetImageCommand,
  CreateRepositoryCommand,
  DescribeImagesCommand,
  type ECRClient,
  type ImageIdentifier,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../../test/support/local-ecr.ts';
import { digestOf } from '../../../oci/digest.ts';
import { mediaTypes } from '../../../oci/media-types.ts';

const { ociManifest, dockerManifest, dockerSchema1 } = mediaTypes;

describe('an image whose format the client does not accept', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  let imageDigest: string;
  const on = { repositoryName: 'app' };
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    await ecr.send(new CreateRepositoryCommand(on));
    await local.push('app', 'v1');
    const { imageDetails } = await ecr.send(new DescribeImagesCommand(on));
    imageDigest = imageDetails?.[0]?.imageDigest ?? '';
  });
  after(() => local.close());

  const get = async (id: ImageIdentifier, ...acceptedMediaTypes: string[]) => {
    const accepted = acceptedMediaTypes.length === 0 ? {} : { acceptedMediaTypes };
    const ask = new BatchGetImageCommand({ ...on, imageIds: [id], ...accepted });
    const { images, failures } = await ecr.send(ask);
    const { imageManifestMediaType, imageId, imageManifest = '' } = images?.[0] ?? {};
    return {
      type: imageManifestMediaType ?? failures?.[0]?.failureCode,
      digest: imageId?.imageDigest,
      layers: images?.[0] && JSON.parse(imageManifest).layers[0].mediaType,
    };
  };

  it('is returned unchanged to clients that accept it, or give no types', async () => {
    assert.equal((await get({ imageTag: 'v1' })).type, ociManifest);
    assert.equal((await get({ imageTag: 'v1' }, dockerManifest, ociManifest)).type, ociManifest);
    assert.equal((await get({ imageDigest }, ociManifest)).type, ociManifest);
  });

  it('is converted when requested by tag', async () => {
    assert.deepEqual(await get({ imageTag: 'v1' }, dockerManifest), {
      type: dockerManifest,
      digest: imageDigest,
      layers: mediaTypes.dockerLayerGzip,
    });
  });

  it('is not found by digest, nor in a format without a conversion', async () => {
    assert.equal((await get({ imageDigest }, dockerManifest)).type, 'ImageNotFound');
    assert.equal((await get({ imageTag: 'v1' }, dockerSchema1)).type, 'ImageNotFound');
  });

  it('is converted by the registry too, which sends the digest of the result', async () => {
    const { password } = await local.login();
    const ask = async (reference: string, method: string, accept?: string) => {
      const answer = await fetch(`${local.endpoint}/v2/app/manifests/${reference}`, {
        method,
        headers: {
          authorization: `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`,
          ...(accept === undefined ? {} : { accept }),
        },
      });
      const digest = answer.headers.get('docker-content-digest');
      return { type: answer.headers.get('content-type'), digest, body: await answer.text() };
    };
    const { type, body } = await ask('v1', 'GET', `${dockerManifest}, ${dockerSchema1};q=0.5`);
    assert.equal(type, dockerManifest);
    assert.equal((await ask('v1', 'HEAD', dockerManifest)).digest, digestOf(body));
    assert.equal((await ask('v1', 'HEAD', `${dockerManifest},${ociManifest}`)).digest, imageDigest);
    assert.equal((await ask('v1', 'GET', '*/*')).type, ociManifest);
    assert.equal((await ask(imageDigest, 'GET', dockerManifest)).type, ociManifest);
  });
});
