import type { ImageRecord } from '../state.ts';

/** Where an image is: active, archived, or being restored (ECR API, ImageDetail). */
export type ImageStatus = 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING';

/** How long a restoration takes; ECR says up to 20 minutes. */
export const restorationTime = 20 * 60_000;

export function statusOf(image: ImageRecord, now: number): ImageStatus {
  const { lastArchivedAt, lastActivatedAt = Number.NEGATIVE_INFINITY } = image;
  if (lastArchivedAt === undefined) return 'ACTIVE';
  if (lastArchivedAt >= lastActivatedAt) return 'ARCHIVED';
  return lastActivatedAt > now ? 'ACTIVATING' : 'ACTIVE';
}

/** @returns the image as archived. */
export function archive(image: ImageRecord, now: number): ImageRecord {
  return { ...image, lastArchivedAt: now };
}

/** @returns the image as restored at a time. */
export function activate(image: ImageRecord, at: number): ImageRecord {
  // If it was archived in this same millisecond, the restoration still has to be later.
  return { ...image, lastActivatedAt: Math.max(at, (image.lastArchivedAt ?? 0) + 1) };
}
