import { type Manifest, references } from '../../oci/manifest.ts';
import type { AwsError } from '../protocol/aws-error.ts';
import { type RepositoryRecord, type State, within } from '../state.ts';
import { ecrErrors } from './errors.ts';
import { keyOf } from './repository.ts';
import { statusOf } from './storage-class.ts';

/** Digests of what a manifest needs in its repository, once each. */
export function neededBy(manifest: Manifest): string[] {
  const needed = references(manifest).filter(({ urls }) => urls === undefined || urls.length === 0);
  return [...new Set(needed.map(({ digest }) => digest))];
}

/** @throws AwsError for layers or children that are not in the repository. */
export function requireContent(
  state: State,
  repository: RepositoryRecord,
  manifest: Manifest,
  now: number,
): void {
  const key = keyOf(repository);
  const isHeld = (digest: string): boolean =>
    manifest.kind === 'index'
      ? isListable(state, key, digest, now)
      : state.layers.get(within(key, digest)) !== undefined;
  const missing = neededBy(manifest).filter((digest) => !isHeld(digest));
  if (missing.length > 0) throw contentMissing(repository, manifest, missing);
}

/**
 * Whether a manifest list may list an image: it exists, and is not archived, where it could not be pulled.
 * Clients check this before they push the list, and push the image again, which restores it.
 */
export function isListable(
  state: State,
  repositoryKey: string,
  digest: string,
  now: number,
): boolean {
  const image = state.images.get(within(repositoryKey, digest));
  return image !== undefined && statusOf(image, now) !== 'ARCHIVED';
}

/** The error for a push whose layers, or whose children, are not in the repository. */
export function contentMissing(
  { name, registryId }: RepositoryRecord,
  manifest: Manifest,
  missing: readonly string[],
): AwsError {
  return manifest.kind === 'index'
    ? ecrErrors.referencedImagesNotFound(missing, name, registryId)
    : ecrErrors.layersNotFound(missing, name, registryId);
}
