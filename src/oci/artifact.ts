import type { Manifest } from './manifest.ts';
import { mediaTypes } from './media-types.ts';

/** Configurations of images: of OCI, of Docker, and of old Docker clients, which named none. */
const ofImages: readonly string[] = [
  mediaTypes.ociConfig,
  mediaTypes.dockerConfig,
  'application/octet-stream',
];

/**
 * What a manifest is of, where it is not of a container image: the type of an artifact such as a Helm chart (OCI
 * image-spec, "Guidelines for Artifact Usage"). Programs for WebAssembly have a configuration of their own, and run.
 * @returns undefined for an image, and for an index.
 */
export function artifactTypeOf(manifest: Manifest): string | undefined {
  if (manifest.kind === 'index') return undefined;
  const { mediaType } = manifest.config;
  if (ofImages.includes(mediaType) || /wasm/i.test(mediaType)) return undefined;
  return manifest.artifactType ?? mediaType;
}
