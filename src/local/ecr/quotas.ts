import { documentsOf } from '../core/turns.ts';
import type { ImageRecord, State } from '../state.ts';
import { ecrErrors } from './errors.ts';
import { statusOf } from './storage-class.ts';

const mebibyte = 1 << 20;

/** The quotas of a registry. Source: ECR User Guide, "Amazon ECR service quotas". */
export const quotas = {
  /** In each Region. */
  repositories: 100_000,
  /** In each repository; archived images are not counted. */
  images: 100_000,
  tagsOfAnImage: 1_000,
  layerBytes: 52_000 * mebibyte,
  /** Of each part except the last. */
  layerPartBytes: 5 * mebibyte,
  layerParts: 4_200,
} as const;

/**
 * An upper bound of the images in each repository: counted once, then increased with each push. Deleted and
 * archived images are subtracted only when the bound reaches the quota, so that most pushes do not count.
 */
const upperBounds = new WeakMap<State, Map<string, number>>();

/** Checks that a repository may have one more image. @throws AwsError `LimitExceededException` when it may not. */
export function requireRoomForImage(state: State, repositoryKey: string): void {
  const bounds = boundsOf(state);
  const bound = bounds.get(repositoryKey) ?? Number.POSITIVE_INFINITY;
  const held =
    bound < quotas.images ? bound : Math.min(bound, state.images.count(`${repositoryKey} `));
  bounds.set(repositoryKey, held + 1);
  if (held >= quotas.images) {
    throw ecrErrors.limitExceeded(`images per repository, at most ${quotas.images}`);
  }
}

/** Counts the images of a repository that seems full, before `requireRoomForImage` decides. */
export async function recountImages(state: State, repositoryKey: string): Promise<void> {
  const prefix = `${repositoryKey} `;
  const bounds = boundsOf(state);
  if ((bounds.get(repositoryKey) ?? state.images.count(prefix)) < quotas.images) return;
  let held = 0;
  for await (const slice of documentsOf(state.images, { prefix })) {
    // Only archived images are not counted, and an image that is being restored is: the time does not matter.
    held += slice.filter(({ document }) => statusOf(document, 0) !== 'ARCHIVED').length;
  }
  bounds.set(repositoryKey, held);
}

function boundsOf(state: State): Map<string, number> {
  const bounds = upperBounds.get(state) ?? new Map<string, number>();
  upperBounds.set(state, bounds);
  return bounds;
}

/** @throws AwsError `LimitExceededException` unless the image may have one more tag. */
export function requireRoomForTag(image: ImageRecord | undefined, tag: string): void {
  const tags = image?.tags ?? [];
  if (tags.length < quotas.tagsOfAnImage || tags.includes(tag)) return;
  throw ecrErrors.limitExceeded(`tags per image, at most ${quotas.tagsOfAnImage}`);
}

/** @throws AwsError `LimitExceededException` unless the account may have one more repository in the Region. */
export function requireRoomForRepository(
  { repositories }: State,
  { registryId, region }: { readonly registryId: string; readonly region: string },
): void {
  if (repositories.count(`${registryId}/${region}/`) < quotas.repositories) return;
  throw ecrErrors.limitExceeded(`repositories per Region, at most ${quotas.repositories}`);
}
