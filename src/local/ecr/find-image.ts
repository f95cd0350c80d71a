import { type ImageRecord, type RepositoryRecord, type State, within } from '../state.ts';
import { ecrErrors } from './errors.ts';
import { keyOf } from './repository.ts';

/** How a request names an image: with both, the tag must be on the image of that digest. */
export interface ImageId {
  readonly imageTag?: string | undefined;
  readonly imageDigest?: string | undefined;
}

/** Finds an image by tag, digest, or both. */
export function findImage(
  state: State,
  repositoryKey: string,
  { imageDigest, imageTag }: ImageId,
): ImageRecord | undefined {
  const ofTag =
    imageTag === undefined ? undefined : state.tags.get(within(repositoryKey, imageTag))?.digest;
  if (imageTag !== undefined && imageDigest !== undefined && ofTag !== imageDigest) {
    return undefined;
  }
  return state.images.get(within(repositoryKey, imageDigest ?? ofTag ?? ''));
}

/** Whether an id names an existing tag, and a digest other than that of the tag's image. */
export function isOfAnother(
  state: State,
  repositoryKey: string,
  { imageDigest, imageTag }: ImageId,
): boolean {
  if (imageDigest === undefined || imageTag === undefined) return false;
  const ofTag = state.tags.get(within(repositoryKey, imageTag))?.digest;
  return ofTag !== undefined && ofTag !== imageDigest;
}

/** An image's id in ECR's texts, with `null` for what the request does not name. */
export function idText({ imageDigest, imageTag }: ImageId): string {
  return `{imageDigest:'${imageDigest ?? 'null'}', imageTag:'${imageTag ?? 'null'}'}`;
}

/** @throws AwsError `ImageNotFoundException`. */
export function requireImage(state: State, repository: RepositoryRecord, id: ImageId): ImageRecord {
  const image = findImage(state, keyOf(repository), id);
  if (image !== undefined) return image;
  throw ecrErrors.imageNotFound(idText(id), repository.name, repository.registryId);
}

/** ECR refreshes the time of the last pull at most once a day (ECR API reference, ImageDetail). */
const pullTimeStep = 24 * 3_600_000;

/** Records that an image was pulled. */
export function recordPull(
  state: State,
  repositoryKey: string,
  image: ImageRecord,
  now: number,
): void {
  if (image.lastPulledAt !== undefined && now - image.lastPulledAt < pullTimeStep) return;
  state.images.put(within(repositoryKey, image.digest), { ...image, lastPulledAt: now });
}
