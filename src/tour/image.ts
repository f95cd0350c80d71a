import { gzipSync } from 'node:zlib';
import { indexJson, manifestJson, pushBlob, pushManifest } from '../oci/client/push.ts';
import { Repository } from '../oci/client/repository.ts';
import { digestOf } from '../oci/digest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import { mediaTypes } from '../oci/media-types.ts';
import { type PrinterArchitecture, printerElf } from './printer-elf.ts';
import { tarOf } from './tar.ts';

export interface PushTarget {
  /** Base URL of the registry, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  readonly credentials: { readonly username: string; readonly password: string };
}

const architectures = ['amd64', 'arm64'] as const;

/** Builds an image for two platforms and pushes it. @returns the digest of its index. */
export async function pushImage(target: PushTarget): Promise<string> {
  const { endpoint, host, repository: path, tag, credentials } = target;
  const repository = new Repository(
    { domain: host, path },
    {
      mirrors: () => ({ endpoint, transparent: true }),
      access: 'pull,push',
      credentials,
    },
  );
  const manifests: Descriptor[] = [];
  for (const architecture of architectures) {
    const pushed = await pushManifest(repository, await pushPlatform(repository, architecture));
    manifests.push({ ...pushed, platform: { os: 'linux', architecture } });
  }
  const index = indexJson(mediaTypes.ociIndex, manifests);
  return (await pushManifest(repository, index, tag)).digest;
}

async function pushPlatform(
  repository: Repository,
  architecture: PrinterArchitecture,
): Promise<string> {
  const program = printerElf(architecture, `Moored by Hawser, on ${architecture}.\n`);
  const layer = tarOf('moored', program, 0o755);
  const config = JSON.stringify({
    os: 'linux',
    architecture,
    config: { Entrypoint: ['/moored'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  return manifestJson({
    mediaType: mediaTypes.ociManifest,
    config: await pushBlob(repository, mediaTypes.ociConfig, Buffer.from(config)),
    layers: [await pushBlob(repository, mediaTypes.ociLayerGzip, gzipSync(layer))],
  });
}
