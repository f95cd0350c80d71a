import type { ImageRecord } from '../state.ts';

/** Where an image is: pulled from, kept in the archive, or on its way back from it (ECR API, ImageDetail). */
export type ImageStatus = 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';

/** How long a restoration takes; ECR says up to 20 minutes. */
export const restorationTime = 20 * 60_000;

export function statusOf(image: ImageRecord, now: number): ImageStatus {
  const { lastArchivedAt, lastActivatedAt = Number.NEGATIVE_INFINITY } = image;
  if (lastArchivedAt === undefined) return 'ACTIVE';
  if (lastArchivedAt >= lastActivatedAt) return 'ARCHIVED';
  return lastActivatedAt > now ? 'ACTIVATING' : 'ACTIVE';
}

/** @returns the image as one that is in the archive from now on. */
export function archive(image: ImageRecord, now: number): ImageRecord {
  return { ...image, lastArchivedAt: now };
}

/** @returns the image as one that is back from the archive at a moment. */
export function activate(image: ImageRecord, at: number): ImageRecord {
  // Archived in this very millisecond: the restoration comes after it all the same.
  return { ...image, lastActivatedAt: Math.max(at, (image.lastArchivedAt ?? 0) + 1) };
}
