import { type ImageRecord, type RepositoryRecord, type State, within } from '../../state.ts';
import { ecrErrors } from './errors.ts';
import { keyOf } from './repository.ts';

/** Finds an image by tag or digest. */
export function findImage(
  state: State,
  repositoryKey: string,
  id: { readonly imageTag?: string | undefined; readonly imageDigest?: string | undefined },
): ImageRecord | undefined {
  const digest =
    id.imageDigest ?? state.tags.get(within(repositoryKey, id.imageTag ?? ''))?.digest ?? '';
  return state.images.get(within(repositoryKey, digest));
}

/** @throws AwsError `ImageNotFoundException`. */
export function requireImage(
  state: State,
  repository: RepositoryRecord,
  id: { readonly imageTag?: string | undefined; readonly imageDigest?: string | undefined },
): ImageRecord {
  const image = findImage(state, keyOf(repository), id);
  if (image !== undefined) return image;
  throw ecrErrors.imageNotFound(
    `imageDigest:'${id.imageDigest ?? 'null'}', imageTag:'${id.imageTag ?? 'null'}'`,
    repository.name,
    repository.registryId,
  );
}

/** ECR refreshes the time of the last pull at most once a day (ECR API reference, ImageDetail). */
const pullTimeStep = 24 * 3_600_000;

/** Notes that an image was pulled. */
export function recordPull(
  state: State,
  repositoryKey: string,
  image: ImageRecord,
  now: number,
): void {
  if (image.lastPulledAt !== undefined && now - image.lastPulledAt < pullTimeStep) return;
  state.images.put(within(repositoryKey, image.digest), { ...image, lastPulledAt: now });
}
