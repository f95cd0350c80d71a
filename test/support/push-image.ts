// The smallest image that a registry takes: one layer, one configuration.

import { manifestJson, pushBlob, pushManifest } from '../../src/oci/client/push.ts';
import type { Repository } from '../../src/oci/client/repository.ts';
import type { Descriptor } from '../../src/oci/manifest.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';

export interface DescriptorSet {
  readonly manifest: Descriptor;
  readonly layer: Descriptor;
  readonly config: Descriptor;
}

export async function pushTinyImage(
  repository: Repository,
  tag: string | undefined,
  text: string,
): Promise<DescriptorSet> {
  const platform = { os: 'linux', architecture: 'amd64' };
  const layer = await pushBlob(repository, mediaTypes.ociLayerGzip, Buffer.from(`layer ${text}`));
  const json = Buffer.from(JSON.stringify({ ...platform, text }));
  const config = await pushBlob(repository, mediaTypes.ociConfig, json);
  const content = manifestJson({
    mediaType: mediaTypes.ociManifest,
    config,
    layers: [layer],
  });
  return { manifest: await pushManifest(repository, content, tag), layer, config };
}
