import type {
  ManifestAsk,
  PushedManifest,
  PutManifest,
  StoredManifest,
} from '../../distribution/backend.ts';
import { DistributionError } from '../../distribution/errors.ts';
import { digestOf } from '../../oci/digest.ts';
import { type TypedManifest, translateManifest } from '../../oci/translate.ts';
import { findImage } from '../ecr/find-image.ts';
import { isReferenced } from '../ecr/image-references.ts';
import { clearLeavings } from '../ecr/image-removal.ts';
import { notePull } from '../ecr/note-pull.ts';
import { pushImage } from '../ecr/prepare-push.ts';
import { refreshFromUpstream } from '../ecr/pull-through-cache.ts';
import { repositoryForPush } from '../ecr/push.ts';
import { removeImage, removeTag } from '../ecr/remove-image.ts';
import { keyOf, repository } from '../ecr/repository.ts';
import { requireKey } from '../ecr/repository-key.ts';
import { statusOf } from '../ecr/storage-class.ts';
import { type ManifestRecord, within } from '../state.ts';
import { invalidManifest } from './errors.ts';
import { target, type Visit } from './visit.ts';

/** @throws AwsError, DistributionError 404. */
export async function getManifest(
  visit: Visit,
  name: string,
  reference: string,
  { accept, isPull }: ManifestAsk,
): Promise<StoredManifest> {
  const { core, now } = visit;
  const { state } = core;
  await refreshFromUpstream(visit, target(visit, name), idOf(reference));
  const found = repository(core, target(visit, name));
  requireKey(state, found, now);
  const image = findImage(state, keyOf(found), idOf(reference));
  const manifest = image && state.manifests.get(within(keyOf(found), image.digest));
  const isThere = image !== undefined && statusOf(image, now) === 'ACTIVE';
  if (!isThere || manifest === undefined) throw unknownManifest();
  if (isPull) notePull(core, visit.caller, found, image, now);
  const translated = reference.includes(':') ? undefined : asAccepted(visit, accept, manifest);
  if (translated !== undefined) {
    const { mediaType, body } = translated;
    return { mediaType, digest: digestOf(body), bytes: Buffer.from(body) };
  }
  return { mediaType: manifest.mediaType, digest: image.digest, bytes: bytesOf(manifest) };
}

/**
 * ECR converts the manifest for a client that asks by tag and does not accept the stored type (ECR User Guide,
 * "Container image manifest format support"). Where there is no conversion, clients get what is stored.
 */
function asAccepted(
  { core }: Visit,
  accept: string | undefined,
  stored: ManifestRecord,
): TypedManifest | undefined {
  if (accept === undefined || core.settings.fidelity === 'spec') return undefined;
  if (accept.includes(stored.mediaType) || accept.includes('*')) return undefined;
  const accepted = accept.split(',').map((one) => one.split(';')[0]?.trim() ?? '');
  return translateManifest(stored, accepted);
}

/** The bytes of requested manifests, cached as long as the store caches the manifest. */
const encoded = new WeakMap<ManifestRecord, Buffer>();

function bytesOf(manifest: ManifestRecord): Buffer {
  const known = encoded.get(manifest);
  if (known !== undefined) return known;
  const made = Buffer.from(manifest.body);
  encoded.set(manifest, made);
  return made;
}

export async function putManifest(
  visit: Visit,
  name: string,
  reference: string,
  { content, mediaType }: PushedManifest,
): Promise<PutManifest> {
  const { imageTag, imageDigest } = idOf(reference);
  const push = { body: textOf(content), mediaType, tag: imageTag, digest: imageDigest };
  const which = target(visit, name);
  const { image } = await pushImage(visit, which, push, () => {
    visit.admit();
    return repositoryForPush(visit, which);
  });
  return image;
}

/** A tag is deleted alone; a digest is deleted with its tags. @throws DistributionError */
export async function deleteManifest(visit: Visit, name: string, reference: string): Promise<void> {
  const { core, now } = visit;
  const { state, settings } = core;
  const found = repository(core, target(visit, name));
  const key = keyOf(found);
  const by = visit.caller.arn;
  const { imageTag, imageDigest } = idOf(reference);
  const image = findImage(state, key, { imageTag, imageDigest });
  if (image === undefined) throw unknownManifest();
  if (imageTag !== undefined && (image.tags.length > 1 || isReferenced(state, key, image.digest))) {
    removeTag(core, found, image, imageTag, by, now);
  } else if (isReferenced(state, key, image.digest) && settings.fidelity === 'ecr') {
    throw new DistributionError(400, 'DENIED', 'Requested image referenced by manifest list');
  } else {
    removeImage(core, found, image, by, now);
    await clearLeavings(state);
  }
}

function unknownManifest(): DistributionError {
  return new DistributionError(404, 'MANIFEST_UNKNOWN', 'Requested image not found');
}

function idOf(reference: string): { imageTag?: string; imageDigest?: string } {
  return reference.includes(':') ? { imageDigest: reference } : { imageTag: reference };
}

/** A manifest is stored as text, so it must be valid UTF-8: its digest is that of the exact bytes. */
function textOf(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw invalidManifest();
  }
}
