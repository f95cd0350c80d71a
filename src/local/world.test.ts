// The state of the local AWS as a world, for whoever proves pulls on it.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CreateRepositoryCommand } from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../test/support/local-ecr.ts';
import type { World } from '../chain/world.ts';
import { manifestJson, pushBlob, pushManifest } from '../oci/client/push.ts';
import { mediaTypes } from '../oci/media-types.ts';

describe('the world of a local AWS', () => {
  const architectures = Array.from({ length: 24 }, (_, index) => `arch${index}`);
  let local: LocalEcr;
  before(async () => {
    local = await startLocalEcr();
    await local.client().send(new CreateRepositoryCommand({ repositoryName: 'app' }));
    const repository = await local.repository('app');
    for (const architecture of architectures) {
      const json = Buffer.from(JSON.stringify({ os: 'linux', architecture }));
      const config = await pushBlob(repository, mediaTypes.ociConfig, json);
      const content = manifestJson({ mediaType: mediaTypes.ociManifest, config, layers: [] });
      await pushManifest(repository, content, architecture);
    }
  });
  after(() => local.close());

  it('has the platform of each image, though it reads the configs of all at once', async () => {
    for (let round = 0; round < 20; round++) {
      const answer = await fetch(`${local.endpoint}/_hawser/world`);
      const { images } = (await answer.json()) as World;
      const seen = architectures.map((architecture) => {
        const image = images[`111122223333/eu-west-1/app:${architecture}`];
        if (image?.state !== 'known' || image.value.platforms.state !== 'known') return undefined;
        return image.value.platforms.value[0]?.architecture;
      });
      assert.deepEqual(seen, architectures);
    }
  });
});
