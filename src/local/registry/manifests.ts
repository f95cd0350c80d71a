import { readBody } from '../../http/body.ts';
import { digestOf } from '../../oci/digest.ts';
import { maxManifestSize } from '../../oci/manifest.ts';
import { type TypedManifest, translateManifest } from '../../oci/translate.ts';
import { findImage } from '../ecr/find-image.ts';
import { isReferenced } from '../ecr/image-references.ts';
import { clearLeavings } from '../ecr/image-removal.ts';
import { notePull } from '../ecr/note-pull.ts';
import { pushImage } from '../ecr/prepare-push.ts';
import { refreshFromUpstream } from '../ecr/pull-through-cache.ts';
import { repositoryForPush } from '../ecr/push.ts';
import { removeImage, removeTag } from '../ecr/remove-image.ts';
import { keyOf } from '../ecr/repository.ts';
import { statusOf } from '../ecr/storage-class.ts';
import { type ManifestRecord, within } from '../state.ts';
import { invalidManifest, RegistryError } from './errors.ts';
import {
  authorize,
  type Exchange,
  locationOf,
  reply,
  requireRepository,
  target,
} from './exchange.ts';

/** `GET` and `HEAD /v2/<name>/manifests/<reference>`. */
export async function getManifest(
  exchange: Exchange,
  name: string,
  reference: string,
): Promise<void> {
  authorize(exchange, name, 'ecr:BatchGetImage');
  await refreshFromUpstream(exchange, target(exchange, name), idOf(reference));
  const repository = requireRepository(exchange, name);
  const { state, settings } = exchange.core;
  const image = findImage(state, keyOf(repository), idOf(reference));
  const manifest = image && state.manifests.get(within(keyOf(repository), image.digest));
  const isThere = image !== undefined && statusOf(image, exchange.now) === 'ACTIVE';
  if (!isThere || manifest === undefined) {
    throw new RegistryError(404, 'MANIFEST_UNKNOWN', 'Requested image not found');
  }
  if (exchange.method === 'GET') {
    notePull(exchange.core, exchange.caller, repository, image, exchange.now);
  }
  // ECR says the digest of what it sends only where the client asked by digest, or with HEAD.
  const tellsDigest =
    settings.fidelity === 'spec' || exchange.method === 'HEAD' || reference.includes(':');
  const translated = reference.includes(':') ? undefined : asAccepted(exchange, manifest);
  const digest = translated === undefined ? image.digest : digestOf(translated.body);
  await reply(
    exchange,
    200,
    {
      'content-type': (translated ?? manifest).mediaType,
      ...(tellsDigest ? { 'docker-content-digest': digest } : {}),
    },
    translated === undefined ? bytesOf(manifest) : Buffer.from(translated.body),
  );
}

/**
 * ECR translates for a client that asks by tag and does not take what is stored (ECR User Guide, "Container image
 * manifest format support"). Where there is no translation, clients get what is stored.
 */
function asAccepted(
  { core, request }: Exchange,
  stored: ManifestRecord,
): TypedManifest | undefined {
  const { accept } = request.headers;
  if (accept === undefined || core.settings.fidelity === 'spec') return undefined;
  if (accept.includes(stored.mediaType) || accept.includes('*')) return undefined;
  const accepted = accept.split(',').map((one) => one.split(';')[0]?.trim() ?? '');
  return translateManifest(stored, accepted);
}

/** The bytes of manifests that were asked for, for as long as the store keeps the manifest at hand. */
const encoded = new WeakMap<ManifestRecord, Buffer>();

function bytesOf(manifest: ManifestRecord): Buffer {
  const known = encoded.get(manifest);
  if (known !== undefined) return known;
  const made = Buffer.from(manifest.body);
  encoded.set(manifest, made);
  return made;
}

/** `PUT /v2/<name>/manifests/<reference>`. */
export async function putManifest(
  exchange: Exchange,
  name: string,
  reference: string,
): Promise<void> {
  authorize(exchange, name, 'ecr:PutImage');
  const content = await readBody(exchange.request, maxManifestSize);
  const { imageTag, imageDigest } = idOf(reference);
  const push = {
    body: textOf(content),
    mediaType: exchange.request.headers['content-type'],
    tag: imageTag,
    digest: imageDigest,
  };
  const which = target(exchange, name);
  const { image } = await pushImage(exchange, which, push, () => {
    authorize(exchange, name, 'ecr:PutImage');
    return repositoryForPush(exchange, which);
  });
  await reply(exchange, 201, {
    location: locationOf(exchange, `${name}/manifests/${image.digest}`),
    'docker-content-digest': image.digest,
    ...(image.subject === undefined ? {} : { 'oci-subject': image.subject }),
  });
}

/** `DELETE /v2/<name>/manifests/<reference>`: a tag goes alone, a digest takes its tags along. */
export async function deleteManifest(
  exchange: Exchange,
  name: string,
  reference: string,
): Promise<void> {
  authorize(exchange, name, 'ecr:BatchDeleteImage');
  const repository = requireRepository(exchange, name);
  const { core, now } = exchange;
  const { state, settings } = core;
  const key = keyOf(repository);
  const by = exchange.caller.arn;
  const { imageTag, imageDigest } = idOf(reference);
  const image = findImage(state, key, { imageTag, imageDigest });
  if (image === undefined) {
    throw new RegistryError(404, 'MANIFEST_UNKNOWN', 'Requested image not found');
  }
  if (imageTag !== undefined && (image.tags.length > 1 || isReferenced(state, key, image.digest))) {
    removeTag(core, repository, image, imageTag, by, now);
  } else if (isReferenced(state, key, image.digest) && settings.fidelity === 'ecr') {
    throw new RegistryError(400, 'DENIED', 'Requested image referenced by manifest list');
  } else {
    removeImage(core, repository, image, by, now);
    await clearLeavings(state);
  }
  await reply(exchange, 202, {});
}

function idOf(reference: string): { imageTag?: string; imageDigest?: string } {
  return reference.includes(':') ? { imageDigest: reference } : { imageTag: reference };
}

/** A manifest is kept as text, so it has to be one: its digest is that of the very bytes. */
function textOf(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw invalidManifest();
  }
}
