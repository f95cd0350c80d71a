import { parseManifest } from './manifest.ts';
import { mediaTypes } from './media-types.ts';

/** A manifest as it is served. */
export interface TypedManifest {
  readonly body: string;
  readonly mediaType: string;
}

/** Docker's types and OCI's, for the same content (OCI image-spec, "Compatibility Matrix"). */
const pairs: readonly (readonly [docker: string, oci: string])[] = [
  [mediaTypes.dockerManifest, mediaTypes.ociManifest],
  [mediaTypes.dockerConfig, mediaTypes.ociConfig],
  [mediaTypes.dockerLayerGzip, mediaTypes.ociLayerGzip],
  ['application/vnd.docker.image.rootfs.diff.tar', mediaTypes.ociLayer],
];
const toOci: ReadonlyMap<string, string> = new Map(pairs);
const toDocker: ReadonlyMap<string, string> = new Map(pairs.map(([docker, oci]) => [oci, docker]));

/**
 * Converts the manifest of an image between Docker schema 2 and OCI, as ECR does for a client that asks by tag
 * and does not accept the stored type (ECR User Guide, "Container image manifest format support").
 * @param accepted media types that the client accepts.
 * @returns undefined where there is no conversion: for lists, for artifacts, to schema 1 (which needs the
 *   content of the config), and for layers that the other format has no type for.
 */
export function translateManifest(
  { body, mediaType }: TypedManifest,
  accepted: readonly string[],
): TypedManifest | undefined {
  const types = mediaType === mediaTypes.ociManifest ? toDocker : toOci;
  const wanted = types.get(mediaType);
  if (wanted === undefined || !accepted.includes(wanted)) return undefined;
  const manifest = parseManifest(body, mediaType);
  if (manifest.kind !== 'image') return undefined;
  const parts = [manifest.config, ...manifest.layers].map((part) => {
    const type = types.get(part.mediaType);
    return type === undefined
      ? undefined
      : { mediaType: type, size: part.size, digest: part.digest };
  });
  if (parts.includes(undefined)) return undefined;
  const [config, ...layers] = parts;
  const translated = { schemaVersion: 2, mediaType: wanted, config, layers };
  return { body: JSON.stringify(translated), mediaType: wanted };
}
