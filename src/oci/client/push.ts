import { digestOf } from '../digest.ts';
import type { Descriptor, ImageManifest } from '../manifest.ts';
import { parseManifest } from '../manifest.ts';
import { RegistryError } from './errors.ts';
import { registryMessage } from './registry-message.ts';
import type { Repository } from './repository.ts';
import { type Answer, discard } from './transport.ts';

/**
 * Uploads a blob that the repository lacks: HEAD, then POST and one PUT (distribution-spec, "POST then PUT").
 * @returns its descriptor, for use in a manifest.
 * @throws RegistryError
 */
export async function pushBlob(
  repository: Repository,
  mediaType: string,
  content: Uint8Array,
): Promise<Descriptor> {
  const digest = digestOf(content);
  const descriptor = { mediaType, digest, size: content.byteLength };
  const head = await repository.request('HEAD', `blobs/${digest}`);
  discard(head);
  if (head.status === 200) return descriptor;
  const session = await repository.request('POST', 'blobs/uploads/');
  await expectStatus(session, 202, repository, 'POST', 'blobs/uploads/');
  const location = session.headers.location;
  if (location === undefined) {
    throw new RegistryError('PROTOCOL', 'the registry opened an upload without a Location');
  }
  const put = await repository.request('PUT', withDigest(location, digest), {
    body: content,
    headers: { 'content-type': 'application/octet-stream' },
  });
  await expectStatus(put, 201, repository, 'PUT', `blobs/uploads/…?digest=${digest}`);
  return descriptor;
}

/**
 * Uploads a manifest or an index.
 * @param object tag or digest to store it under; by default its digest.
 * @returns its descriptor.
 * @throws RegistryError
 */
export async function pushManifest(
  repository: Repository,
  content: string,
  object?: string,
): Promise<Descriptor> {
  const { mediaType } = parseManifest(content);
  const digest = digestOf(content);
  const part = `manifests/${object ?? digest}`;
  const body = Buffer.from(content);
  const put = await repository.request('PUT', part, {
    body,
    headers: { 'content-type': mediaType },
  });
  await expectStatus(put, 201, repository, 'PUT', part);
  return { mediaType, digest, size: body.byteLength };
}

/** @returns the JSON of an image manifest, as it is pushed. */
export function manifestJson(
  manifest: Pick<ImageManifest, 'mediaType' | 'config' | 'layers'>,
): string {
  const { mediaType, config, layers } = manifest;
  return JSON.stringify({ schemaVersion: 2, mediaType, config, layers });
}

/** @returns the JSON of an index of manifests. */
export function indexJson(mediaType: string, manifests: readonly Descriptor[]): string {
  return JSON.stringify({ schemaVersion: 2, mediaType, manifests });
}

function withDigest(location: string, digest: string): string {
  const separator = location.includes('?') ? '&' : '?';
  return `${location}${separator}digest=${encodeURIComponent(digest)}`;
}

async function expectStatus(
  answer: Answer,
  wanted: number,
  repository: Repository,
  method: string,
  part: string,
): Promise<void> {
  if (answer.status === wanted) {
    discard(answer);
    return;
  }
  const message = await registryMessage(answer);
  throw new RegistryError(
    'UNEXPECTED_STATUS',
    `unexpected status from ${method} request to ${repository.shownUrl(part)}: ${answer.statusLine}${message === undefined ? '' : ` - Server message: ${message}`}`,
    { status: answer.status },
  );
}
