// What was acknowledged, and whether it is still there.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { digestOf } from '../../../src/oci/digest.ts';
import { account, type Machine } from './machine.ts';

const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** Content that can be made again from its number alone. */
export function contentOf(seed: number, size: number): Buffer {
  const pieces: Buffer[] = [];
  for (let made = 0, block = 0; made < size; block++) {
    const piece = createHash('sha512').update(`${seed} ${block}`).digest();
    pieces.push(piece);
    made += piece.length;
  }
  return Buffer.concat(pieces).subarray(0, size);
}

/** An image with one layer of its own and one that it shares with others. */
export interface Image {
  readonly repository: string;
  readonly tag: string;
  readonly blobs: readonly Buffer[];
  readonly manifest: string;
}

export function imageOf(repository: string, tag: string, seed: number, size: number): Image {
  const blobs = [
    Buffer.from(JSON.stringify({ os: 'linux', architecture: 'amd64', seed })),
    contentOf(seed, size),
    contentOf(seed % 3, 5_000),
  ];
  const [config, ...layers] = blobs.map((blob, index) => ({
    mediaType: `application/vnd.oci.image.${index === 0 ? 'config.v1+json' : 'layer.v1.tar+gzip'}`,
    digest: digestOf(blob),
    size: blob.length,
  }));
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: manifestType, config, layers });
  return { repository, tag, blobs, manifest };
}

/** Path of a repository's routes. */
export function pathOf(repository: string): string {
  return `/v2/${account}.dkr.ecr.us-east-1.localhost/${repository}`;
}

/** How a push came out: 201 once it is acknowledged as a whole, else the first other status, or what broke. */
export async function push(machine: Machine, image: Image): Promise<number | string> {
  try {
    const path = pathOf(image.repository);
    for (const blob of image.blobs) {
      const { status } = await pushBlob(machine, path, blob);
      if (status !== 201) return status;
    }
    const headers = { 'content-type': manifestType };
    const put = await machine.registry(
      'PUT',
      `${path}/manifests/${image.tag}`,
      image.manifest,
      headers,
    );
    return put.status;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** As docker does it: asks first, then an upload with a piece and a commit. */
async function pushBlob(machine: Machine, path: string, blob: Buffer) {
  const digest = digestOf(blob);
  const there = await machine.registry('HEAD', `${path}/blobs/${digest}`);
  if (there.status === 200) return { status: 201 };
  const begun = await machine.registry('POST', `${path}/blobs/uploads/`);
  const upload = begun.headers.get('location');
  if (upload === null) return begun;
  const sent = await machine.registry('PATCH', upload, new Uint8Array(blob));
  if (sent.status !== 201) return sent;
  return machine.registry('PUT', `${upload}?digest=${digest}`);
}

/** Pulls an image as a whole. @throws AssertionError when any byte of it is missing or another. */
export async function requireImage(machine: Machine, image: Image): Promise<void> {
  const { repository, tag, manifest } = image;
  const path = pathOf(repository);
  const found = await machine.registry('GET', `${path}/manifests/${tag}`);
  assert.equal(
    found.status,
    200,
    `${repository}:${tag} was acknowledged, and answers ${found.status}`,
  );
  assert.equal(found.body.toString(), manifest, `${repository}:${tag}`);
  for (const blob of image.blobs) await requireBlob(machine, path, blob);
}

async function requireBlob(machine: Machine, path: string, blob: Buffer): Promise<void> {
  const digest = digestOf(blob);
  const { status, body } = await machine.registry('GET', `${path}/blobs/${digest}`);
  assert.equal(status, 200, `${digest} was acknowledged, and answers ${status}`);
  assert.ok(body.equals(blob), `${digest} is given out with other bytes`);
}
