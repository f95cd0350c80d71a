// Abandoned uploads use disk space until they are removed.
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  CompleteLayerUploadCommand,
  CreateRepositoryCommand,
  type ECRClient,
  InitiateLayerUploadCommand,
  UploadLayerPartCommand,
} from '@aws-sdk/client-ecr';
import { type LocalEcr, startLocalEcr } from '../../../test/support/local-ecr.ts';
import { digestOf } from '../../oci/digest.ts';

describe('an upload that is not completed', () => {
  let local: LocalEcr;
  let ecr: ECRClient;
  const on = { repositoryName: 'app' };
  before(async () => {
    local = await startLocalEcr();
    ecr = local.client();
    await ecr.send(new CreateRepositoryCommand(on));
  });
  after(() => local.close());

  async function begin(layerPartBlob: Buffer): Promise<string> {
    const { uploadId = '' } = await ecr.send(new InitiateLayerUploadCommand(on));
    const range = { partFirstByte: 0, partLastByte: layerPartBlob.length - 1 };
    await ecr.send(new UploadLayerPartCommand({ ...on, uploadId, ...range, layerPartBlob }));
    return uploadId;
  }
  const files = () => readdir(join(local.folder, 'uploads')).then((names) => names.length);

  it('is kept for a day and then removed, from disk too', async () => {
    const content = Buffer.from('half a layer');
    const complete = (uploadId: string) => {
      const layerDigests = [digestOf(content)];
      return ecr.send(new CompleteLayerUploadCommand({ ...on, uploadId, layerDigests }));
    };
    const kept = await files();
    const early = await begin(content);
    await local.advance('23h');
    const late = await begin(content);
    await local.advance('61m');
    await assert.rejects(complete(early), { name: 'UploadNotFoundException' });
    assert.equal(await files(), kept + 1);
    assert.equal((await complete(late)).layerDigest, digestOf(content));
    assert.equal(await files(), kept);
  });
});
