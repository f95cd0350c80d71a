import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { isIndexType } from '../../oci/media-types.ts';
import { broken } from '../link.ts';
import type { Deciding, LinkOutcome, PlannedFix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { lookUp, trailAt } from '../world.ts';

/**
 * Why an image for one platform is under a tag, where the trail of its registry tells that the tag was of a multi-platform
 * image before, and which push replaced it.
 * @param deciding that the node is of another platform.
 */
export function replacedIndex(
  { world }: Subject,
  place: EcrImage,
  deciding: Deciding,
  fix: PlannedFix,
): LinkOutcome | undefined {
  const [, tag] = /:([^:@/]+)$/.exec(place.imageKey.slice(place.repositoryKey.length)) ?? [];
  const trail = lookUp(world, trailAt(place));
  if (tag === undefined || trail.state !== 'known') return undefined;
  const puts = trail.value
    .filter(({ name, repository, error }) => {
      return name === 'PutImage' && repository === place.name && error === undefined;
    })
    .flatMap(({ at, by, images }) =>
      images.flatMap(({ tags, mediaType }) =>
        tags.includes(tag) && mediaType !== undefined ? [{ at, by, mediaType }] : [],
      ),
    )
    // Within a second, the order is the trail's own: the newest first.
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const [last] = puts;
  const before = puts.find(({ mediaType }) => isIndexType(mediaType));
  if (last === undefined || before === undefined || isIndexType(last.mediaType)) return undefined;
  const who = last.by === undefined ? '' : ` by ${nameOf(last.by)} (${last.by})`;
  const text = `${tag} of ${place.name} was a multi-platform image, pushed at ${before.at}; the push at ${last.at}${who} put an image for one platform in its place: ${deciding.text}`;
  return broken('HW2308', { ...deciding, text }, fix);
}
