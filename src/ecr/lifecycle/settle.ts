import type { LifecycleImage } from './image.ts';
import { eachInSteps, type Steps } from './in-steps.ts';
import type { LifecycleRule } from './policy.ts';

/**
 * Reconciles the marks of images that refer to each other: a referrer gets the mark of its subject, and what a
 * kept manifest list refers to is kept. A list that is archived, or will be, does not keep its children.
 * Source: ECR User Guide, "Lifecycle policy evaluation rules".
 *
 * @param marks the rule that acts on each image; changed in place.
 */
export function* settle(
  images: readonly LifecycleImage[],
  marks: Map<string, LifecycleRule>,
): Steps<undefined> {
  const byDigest = new Map<string, LifecycleImage>();
  yield* eachInSteps(images, (image) => void byDigest.set(image.digest, image));
  const referrers = yield* followSubjects(images, byDigest, marks);
  const spare = (digest: string): void => {
    const waiting = [digest];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!marks.delete(next)) continue;
      waiting.push(...heldBy(byDigest.get(next)), ...(referrers.get(next) ?? []));
    }
  };
  return yield* eachInSteps(images, (image) => {
    if (!marks.has(image.digest)) heldBy(image).forEach(spare);
  });
}

/** Gives each referrer the mark of the image that it refers to, directly or indirectly. */
function* followSubjects(
  images: readonly LifecycleImage[],
  byDigest: ReadonlyMap<string, LifecycleImage>,
  marks: Map<string, LifecycleRule>,
): Steps<ReadonlyMap<string, readonly string[]>> {
  const referrers = new Map<string, string[]>();
  const waiting: string[] = [];
  yield* eachInSteps(images, ({ digest, subject }) => {
    if (subject === undefined || !byDigest.has(subject)) {
      waiting.push(digest);
      return;
    }
    const known = referrers.get(subject);
    if (known === undefined) referrers.set(subject, [digest]);
    else known.push(digest);
  });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const mark = marks.get(next);
    for (const referrer of referrers.get(next) ?? []) {
      const already =
        mark?.action === 'transition' && byDigest.get(referrer)?.storageClass === 'ARCHIVE';
      if (mark === undefined || already) marks.delete(referrer);
      else marks.set(referrer, mark);
      waiting.push(referrer);
    }
  }
  return referrers;
}

/** The manifests that must be kept as long as this one is. */
function heldBy(image: LifecycleImage | undefined): readonly string[] {
  return image === undefined || image.storageClass === 'ARCHIVE' ? [] : (image.children ?? []);
}
