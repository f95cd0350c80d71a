import type { EcrImage } from '../../names/ecr-image.ts';
import { isIndexType } from '../../oci/media-types.ts';
import { formatPlatform, type Platform, runsOn } from '../../oci/platform.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { pushImage, undoRollout } from './fixes.ts';
import { replacedIndex } from './replaced-index.ts';

/** The image has a variant that the node can run. */
export const platform = linkOf('platform', ['imageFacts'], (subject) => {
  const { imageFacts, platform: wanted, node, pull, place } = subject;
  if (imageFacts.value.artifactType !== undefined) {
    return notAnImage(subject, imageFacts.value.artifactType);
  }
  if (pull.kind === 'pod' && node.state === 'unseen') return notSeen(node.need);
  const platforms =
    imageFacts.value.platforms.state === 'known' ? imageFacts.value.platforms.value : [];
  if (imageFacts.value.platforms.state === 'unseen') {
    return notSeen(imageFacts.value.platforms.need);
  }
  const has = platforms.map(formatPlatform).join(', ');
  if (wanted === undefined) return holds(has === '' ? 'the image names no platform' : `for ${has}`);
  if (platforms.length === 0) return holds('the image names no platform');
  if (platforms.some((each) => runsOn(each, wanted))) {
    return holds(`the node is ${formatPlatform(wanted)}, the image is for ${has}`);
  }
  const fix = buildForAll([wanted, ...platforms], place);
  const only = `the node is ${formatPlatform(wanted)}, the image only for ${has}`;
  if (isIndexType(imageFacts.value.mediaType)) {
    const message = 'no match for platform in manifest: not found';
    return broken('HW1601', { text: only, message }, fix);
  }
  // A container runtime looks for the platform in an index only: without one, it takes the image as it is.
  const text = `${only}, and without an index it is pulled all the same: its program does not start`;
  const deciding = { text, message: 'exec format error' };
  return (place && replacedIndex(subject, place, deciding, fix)) ?? broken('HW1602', deciding, fix);
});

/** A registry holds charts, signatures and bills of materials beside images, under tags like theirs. */
function notAnImage(subject: Subject, artifactType: string): LinkOutcome {
  const undo = undoRollout(subject);
  const { image, place } = subject;
  return broken(
    'HW1604',
    {
      text: `${image} is no container image, but an artifact of type ${artifactType}`,
      message: 'mismatched image rootfs and manifest layers',
    },
    {
      text: 'Name the tag of the image, not of the chart, signature or bill of materials beside it. If the tag was to be of an image, push that under it, and keep charts in a repository of their own.',
      changes: undo.length > 0 || place === undefined ? undo : [pushImage(place)],
    },
  );
}

function buildForAll(platforms: readonly Platform[], place: EcrImage | undefined): PlannedFix {
  const names = platforms.map(formatPlatform);
  return {
    text: `Build for both (docker buildx does with --platform ${names.join(',')}) and push again, or select nodes by kubernetes.io/arch.`,
    ...(place === undefined ? {} : { changes: [pushImage(place, names)] }),
  };
}
