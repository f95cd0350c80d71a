import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { digestOf } from '../../oci/digest.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import { openSqlite } from '../../storage/sqlite.ts';
import { openState, type RepositoryRecord, type State } from '../state.ts';
import { isLayerArchived, isReferenced, listsOf } from './image-references.ts';
import { deleteImage } from './image-removal.ts';
import { putImage } from './image-store.ts';
import { keyOf } from './repository.ts';
import { archive } from './storage-class.ts';

const now = Date.parse('2026-01-01');
const repository: RepositoryRecord = {
  registryId: '111122223333',
  region: 'eu-west-1',
  name: 'app',
  arn: 'arn:aws:ecr:eu-west-1:111122223333:repository/app',
  createdAt: now,
  tagMutability: 'MUTABLE',
  mutabilityFilters: [],
  scanOnPush: false,
  encryption: { encryptionType: 'AES256' },
  tags: {},
};
const key = keyOf(repository);
const layer = descriptor('layer');

function descriptor(text: string, mediaType: string = mediaTypes.ociLayerGzip) {
  return { mediaType, digest: digestOf(text), size: text.length };
}

function put(state: State, manifest: object, mediaType: string) {
  const body = JSON.stringify({ schemaVersion: 2, mediaType, ...manifest });
  const { image } = putImage(state, repository, { body }, now, 'later');
  return { image, as: { mediaType, digest: image.digest, size: body.length } };
}

function putManifest(state: State, text: string, more: object = {}) {
  const config = descriptor(text, mediaTypes.ociConfig);
  return put(state, { config, layers: [layer], ...more }, mediaTypes.ociManifest);
}

describe('what images of a repository need', () => {
  let state: State;
  beforeEach(() => {
    state = openState(openSqlite(':memory:'));
    state.repositories.put(key, repository);
  });

  it('is found among any number of referrers', () => {
    const child = putManifest(state, 'child');
    // One list holds it, among two hundred signatures of it, whatever the order of digests.
    for (let index = 0; index < 100; index++) {
      putManifest(state, `before ${index}`, { subject: child.as });
    }
    assert.equal(isReferenced(state, key, child.image.digest), false);
    const list = put(state, { manifests: [child.as] }, mediaTypes.ociIndex);
    for (let index = 0; index < 100; index++) {
      putManifest(state, `after ${index}`, { subject: child.as });
    }
    assert.equal(isReferenced(state, key, child.image.digest), true);
    assert.deepEqual(
      listsOf(state, key, child.image.digest).map(({ digest }) => digest),
      [list.image.digest],
    );
    deleteImage(state, key, list.image, now);
    assert.equal(isReferenced(state, key, child.image.digest), false);
  });

  it('is unavailable only when all of them are archived', () => {
    const images = [1, 2, 3].map((index) => putManifest(state, `image ${index}`).image);
    for (const [index, image] of images.entries()) {
      assert.equal(isLayerArchived(state, key, layer.digest, now), false, `after ${index}`);
      state.images.put(`${key} ${image.digest}`, archive(image, now));
    }
    assert.equal(isLayerArchived(state, key, layer.digest, now), true);
  });
});
