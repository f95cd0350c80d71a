import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { artifactTypeOf } from './artifact.ts';
import { parseManifest } from './manifest.ts';
import { mediaTypes } from './media-types.ts';

const digest = `sha256:${'0'.repeat(64)}`;
const manifest = (configType: string, more: object = {}) =>
  parseManifest(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: { mediaType: configType, digest, size: 2 },
      layers: [],
      ...more,
    }),
  );

describe('what a manifest is of', () => {
  it('is an artifact by its configuration, and named by its own type', () => {
    const helm = 'application/vnd.cncf.helm.config.v1+json';
    assert.equal(artifactTypeOf(manifest(helm)), helm);
    const artifactType = 'application/spdx+json';
    assert.equal(artifactTypeOf(manifest(mediaTypes.ociEmpty, { artifactType })), artifactType);
  });

  for (const type of [
    mediaTypes.ociConfig,
    mediaTypes.dockerConfig,
    'application/octet-stream',
    'application/vnd.wasm.config.v0+json',
  ]) {
    it(`is what runs: ${type}`, () => assert.equal(artifactTypeOf(manifest(type)), undefined));
  }
});
