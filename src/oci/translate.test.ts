// ECR User Guide, "Container image manifest format support": which conversions there are, and which not.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediaTypes } from './media-types.ts';
import { translateManifest } from './translate.ts';

const digest = (of: string) => `sha256:${of.repeat(64)}`;
const part = (mediaType: string, of: string) => ({ mediaType, size: 3, digest: digest(of) });
const manifest = (mediaType: string, config: string, ...layers: string[]) => ({
  mediaType,
  body: JSON.stringify({
    schemaVersion: 2,
    mediaType,
    config: part(config, 'a'),
    layers: layers.map((layer) => part(layer, 'b')),
  }),
});
const { ociManifest, ociConfig, ociLayerGzip, ociLayerZstd, ociIndex } = mediaTypes;
const { dockerManifest, dockerConfig, dockerLayerGzip, dockerSchema1 } = mediaTypes;
const oci = manifest(ociManifest, ociConfig, ociLayerGzip);
const docker = manifest(dockerManifest, dockerConfig, dockerLayerGzip);

describe('A manifest that is requested in another format', () => {
  it('is converted between OCI and Docker schema 2', () => {
    assert.deepEqual(translateManifest(oci, [dockerManifest]), docker);
    assert.deepEqual(translateManifest(docker, [dockerSchema1, ociManifest]), oci);
  });

  it('is not converted to schema 1, nor from a list, an artifact, or a layer that Docker has no type for', () => {
    const list = {
      mediaType: ociIndex,
      body: JSON.stringify({ schemaVersion: 2, mediaType: ociIndex, manifests: [] }),
    };
    const none: [typeof oci, string][] = [
      [oci, dockerSchema1],
      [list, dockerManifest],
      [manifest(ociManifest, 'application/vnd.cncf.helm.config.v1+json'), dockerManifest],
      [manifest(ociManifest, ociConfig, ociLayerZstd), dockerManifest],
    ];
    for (const [one, accepted] of none) {
      assert.equal(translateManifest(one, [accepted]), undefined);
    }
  });
});
