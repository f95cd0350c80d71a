// Writes examples/image: an OCI layout with two small multi-platform images, v1 and v2, so that the
// walkthrough has something to push on a machine without any network.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestOf } from '../src/oci/digest.ts';
import type { Descriptor } from '../src/oci/manifest.ts';
import { mediaTypes } from '../src/oci/media-types.ts';
import { type PrinterArchitecture, printerElf } from '../src/tour/printer-elf.ts';
import { tarOf } from '../src/tour/tar.ts';

const folder = 'examples/image';
rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, 'blobs', 'sha256'), { recursive: true });

function store(mediaType: string, content: string | Uint8Array): Descriptor {
  const digest = digestOf(content);
  writeFileSync(join(folder, 'blobs', 'sha256', digest.slice('sha256:'.length)), content);
  return { mediaType, digest, size: Buffer.byteLength(content) };
}

function image(tag: string, architecture: PrinterArchitecture): Descriptor {
  const program = printerElf(architecture, `Moored by Hawser: ${tag} on ${architecture}.\n`);
  const layer = tarOf('moored', program, 0o755);
  const config = store(
    mediaTypes.ociConfig,
    JSON.stringify({
      os: 'linux',
      architecture,
      config: { Entrypoint: ['/moored'] },
      rootfs: { type: 'layers', diff_ids: [digestOf(layer)] },
    }),
  );
  const layers = [store(mediaTypes.ociLayerGzip, gzipSync(layer))];
  const manifest = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers };
  const stored = store(mediaTypes.ociManifest, JSON.stringify(manifest));
  return { ...stored, platform: { os: 'linux', architecture } };
}

const tagged = ['v1', 'v2'].map((tag) => {
  const manifests = (['amd64', 'arm64'] as const).map((architecture) => image(tag, architecture));
  const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests };
  const stored = store(mediaTypes.ociIndex, JSON.stringify(index));
  return { ...stored, annotations: { 'org.opencontainers.image.ref.name': tag } };
});
writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests: tagged }));
writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
