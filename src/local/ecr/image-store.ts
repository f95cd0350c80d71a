import { isMutable } from '../../ecr/mutability.ts';
import { digestOf } from '../../oci/digest.ts';
import { type Manifest, parseManifest, references } from '../../oci/manifest.ts';
import { isManifestType } from '../../oci/media-types.ts';
import type { ImageRecord, ReferenceRecord, RepositoryRecord, State } from '../state.ts';
import { within } from '../state.ts';
import { ecrErrors } from './errors.ts';
import { requireContent } from './image-content.ts';
import { requireRoomForImage, requireRoomForTag } from './quotas.ts';
import { keyOf } from './repository.ts';
import { activate, statusOf } from './storage-class.ts';

/** A manifest that is being pushed, through either door: PutImage or `PUT /v2/…/manifests/…`. */
export interface Push {
  /** The exact text of the manifest. */
  readonly body: string;
  readonly mediaType?: string | undefined;
  readonly tag?: string | undefined;
  /** Digest that the client gives for the manifest. */
  readonly digest?: string | undefined;
  /** The parsed manifest, where it has been parsed before. */
  readonly read?: ReadManifest;
}

export interface Pushed {
  readonly image: ImageRecord;
  /** False when the repository already held this image under this tag. */
  readonly changed: boolean;
}

/**
 * Stores a manifest as an image, once everything that it needs is in the repository.
 * @param content `later` for a cached image, whose layers are fetched when they are pulled; `ready` where
 * `readyPush`
 *   has just found everything and written the references.
 * @throws AwsError for a wrong digest, missing layers or children, or an immutable tag.
 * @throws OciError when the manifest is malformed.
 */
export function putImage(
  state: State,
  repository: RepositoryRecord,
  push: Push,
  now: number,
  content: 'present' | 'later' | 'ready' = 'present',
): Pushed {
  const read = push.read ?? readManifest(push);
  const { manifest, digest } = read;
  if (content === 'present') requireContent(state, repository, manifest, now);
  if (push.tag !== undefined) requireMovable(state, repository, push.tag, digest);
  const known = state.images.get(within(keyOf(repository), digest));
  const isTagged = push.tag === undefined || known?.tags.includes(push.tag) === true;
  if (known !== undefined && isTagged && statusOf(known, now) === 'ACTIVE') {
    return { image: known, changed: false };
  }
  const image = state.metadata.transaction(() => {
    if (content !== 'ready') writeReferences(state, keyOf(repository), digest, manifest);
    return store(state, repository, push, read, now);
  });
  return { image, changed: true };
}

/** A parsed manifest, so that it need not be parsed again. */
export interface ReadManifest {
  readonly manifest: Manifest;
  readonly digest: string;
  /** Size of the largest image that it lists, in bytes, where that has been looked up before. */
  readonly largestChild?: number;
}

/**
 * Parses what is pushed.
 * @throws AwsError `ImageDigestDoesNotMatchException`, `InvalidParameterException` for a list of other things
 * than
 *   manifests, OciError when it is malformed.
 */
export function readManifest(push: Push): ReadManifest {
  const manifest = parseManifest(push.body, push.mediaType);
  requireManifests(manifest);
  const digest = digestOf(push.body, push.digest?.startsWith('sha512:') ? 'sha512' : 'sha256');
  if (push.digest !== undefined && push.digest !== digest) {
    throw ecrErrors.digestDoesNotMatch(push.digest, digest);
  }
  return { manifest, digest };
}

/**
 * BuildKit writes its cache as an index of layers, which ECR does not accept (aws/containers-roadmap#876).
 * @throws AwsError `InvalidParameterException`.
 */
function requireManifests(manifest: Manifest): void {
  if (manifest.kind !== 'index') return;
  const other = manifest.manifests.find(({ mediaType }) => !isManifestType(mediaType));
  if (other !== undefined) throw ecrErrors.notOfManifests(other.mediaType);
}

/** Every reference that an image of that manifest has in its repository, by key. */
export function referencesOf(
  repositoryKey: string,
  digest: string,
  manifest: Manifest,
): Map<string, ReferenceRecord> {
  const kind = manifest.kind === 'index' ? 'child' : 'blob';
  const found = new Map<string, ReferenceRecord>();
  for (const target of references(manifest)) {
    found.set(`${repositoryKey} ${target.digest} ${digest}`, { kind });
  }
  if (manifest.subject !== undefined) {
    found.set(`${repositoryKey} ${manifest.subject.digest} ${digest}`, { kind: 'subject' });
  }
  return found;
}

function writeReferences(
  state: State,
  repositoryKey: string,
  digest: string,
  manifest: Manifest,
): void {
  for (const [key, record] of referencesOf(repositoryKey, digest, manifest)) {
    state.references.put(key, record);
  }
}

function requireMovable(
  state: State,
  repository: RepositoryRecord,
  tag: string,
  digest: string,
): void {
  const current = state.tags.get(within(keyOf(repository), tag));
  if (current === undefined || current.digest === digest) return;
  const mutability = { setting: repository.tagMutability, filters: repository.mutabilityFilters };
  if (!isMutable(tag, mutability)) throw ecrErrors.tagImmutable(tag, repository.name);
}

function store(
  state: State,
  repository: RepositoryRecord,
  { body, tag }: Push,
  read: ReadManifest,
  now: number,
): ImageRecord {
  const { manifest, digest } = read;
  const key = keyOf(repository);
  const known = state.images.get(within(key, digest));
  if (known === undefined || statusOf(known, now) === 'ARCHIVED') requireRoomForImage(state, key);
  if (tag !== undefined) {
    requireRoomForTag(known, tag);
    releaseTag(state, key, tag);
    state.tags.put(within(key, tag), { digest });
  }
  const tags = [...new Set([...(known?.tags ?? []), ...(tag === undefined ? [] : [tag])])];
  const image: ImageRecord = {
    ...(known === undefined ? describe(state, key, read, now) : restored(known, now)),
    tags,
  };
  state.images.put(within(key, digest), image);
  state.manifests.put(within(key, digest), { body, mediaType: manifest.mediaType });
  return image;
}

/** An archived image is restored when it is pushed again (ECR User Guide, "Archiving an image"). */
function restored(image: ImageRecord, now: number): ImageRecord {
  return statusOf(image, now) === 'ACTIVE' ? image : activate(image, now);
}

function describe(
  state: State,
  repositoryKey: string,
  { manifest, digest, largestChild }: ReadManifest,
  now: number,
): Omit<ImageRecord, 'tags'> {
  const needed = references(manifest);
  const isIndex = manifest.kind === 'index';
  const targets = [...new Set(needed.map(({ digest: target }) => target))];
  const artifact = manifest.artifactType ?? (isIndex ? undefined : manifest.config.mediaType);
  return {
    digest,
    mediaType: manifest.mediaType,
    ...(artifact === undefined ? {} : { artifactMediaType: artifact }),
    size: isIndex
      ? (largestChild ?? largestOf(state, repositoryKey, targets))
      : needed.reduce((sum, { size }) => sum + size, 0),
    pushedAt: now,
    ...(manifest.subject === undefined ? {} : { subject: manifest.subject.digest }),
    children: isIndex ? targets : [],
    blobs: isIndex ? [] : targets,
  };
}

/**
 * Size of the largest of some images, in bytes; it is the size of a manifest list (ECR API reference,
 * ImageDetail).
 */
export function largestOf(state: State, repositoryKey: string, digests: readonly string[]): number {
  let largest = 0;
  for (const digest of digests) {
    largest = Math.max(largest, state.images.get(within(repositoryKey, digest))?.size ?? 0);
  }
  return largest;
}

/** Removes a tag from its image. The image stays, untagged if this was its last tag. */
export function releaseTag(state: State, repositoryKey: string, tag: string): void {
  const current = state.tags.get(within(repositoryKey, tag));
  if (current === undefined) return;
  state.tags.delete(within(repositoryKey, tag));
  const key = within(repositoryKey, current.digest);
  const image = state.images.get(key);
  if (image === undefined) return;
  state.images.put(key, { ...image, tags: image.tags.filter((other) => other !== tag) });
}
