import { documentsOf } from '../core/turns.ts';
import type { ImageRecord, State } from '../state.ts';
import { ecrErrors } from './errors.ts';
import { statusOf } from './storage-class.ts';

const mebibyte = 1 << 20;

/** What a registry holds at most. Source: ECR User Guide, "Amazon ECR service quotas". */
export const quotas = {
  /** In each Region. */
  repositories: 100_000,
  /** In each repository; archived images do not count. */
  images: 100_000,
  tagsOfAnImage: 1_000,
  layerBytes: 52_000 * mebibyte,
  /** Of each part but the last. */
  layerPartBytes: 5 * mebibyte,
  layerParts: 4_200,
} as const;

/**
 * At most how many images each repository holds: counted once, then one more with each push. What was deleted or
 * archived since is found out when the number gets to the quota, so that no other push has to count.
 */
const upperBounds = new WeakMap<State, Map<string, number>>();

/** Makes room for one more image. @throws AwsError `LimitExceededException` when there is none. */
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

/** Counts the images of a repository that looks full, before `requireRoomForImage` decides. */
export async function recountImages(state: State, repositoryKey: string): Promise<void> {
  const prefix = `${repositoryKey} `;
  const bounds = boundsOf(state);
  if ((bounds.get(repositoryKey) ?? state.images.count(prefix)) < quotas.images) return;
  let held = 0;
  for await (const slice of documentsOf(state.images, { prefix })) {
    // Only the archive does not count, and what is on its way out of it does: any time will do.
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
