import { gzipSync } from 'node:zlib';
import { indexJson, manifestJson, pushBlob, pushManifest } from '../oci/client/push.ts';
import { Repository } from '../oci/client/repository.ts';
import { digestOf } from '../oci/digest.ts';
import type { Descriptor } from '../oci/manifest.ts';
import { mediaTypes } from '../oci/media-types.ts';

export interface PushTarget {
  /** Where the registry is reached, such as `http://127.0.0.1:4566`. */
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

async function pushPlatform(repository: Repository, architecture: string): Promise<string> {
  const layer = tarOf('etc/motd', `Moored by Hawser, on ${architecture}.\n`);
  const config = JSON.stringify({
    os: 'linux',
    architecture,
    config: { Entrypoint: ['/bin/cat', '/etc/motd'] },
    rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
  });
  return manifestJson({
    mediaType: mediaTypes.ociManifest,
    config: await pushBlob(repository, mediaTypes.ociConfig, Buffer.from(config)),
    layers: [await pushBlob(repository, mediaTypes.ociLayerGzip, gzipSync(layer))],
  });
}

const blockSize = 512;

/** A tar archive (POSIX ustar) of one file; the same content gives the same bytes. */
export function tarOf(name: string, content: string): Buffer {
  const body = Buffer.from(content);
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, width: number): string =>
    `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(body.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((blockSize - (body.length % blockSize)) % blockSize);
  return Buffer.concat([header, body, padding, Buffer.alloc(2 * blockSize)]);
}
