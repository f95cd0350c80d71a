import { formatPlatform, runnablePlatforms } from '../../oci/platform.ts';
import { broken, holds, linkOf, notSeen } from '../link.ts';
import { pushImage } from './fixes.ts';

/** The image has a variant that the node can run. */
export const platform = linkOf(
  'platform',
  ['imageFacts'],
  ({ imageFacts, platform: wanted, node, pull, place }) => {
    if (pull.kind === 'pod' && node.state === 'unseen') return notSeen(node.need);
    const platforms =
      imageFacts.value.platforms.state === 'known' ? imageFacts.value.platforms.value : [];
    if (imageFacts.value.platforms.state === 'unseen') {
      return notSeen(imageFacts.value.platforms.need);
    }
    const has = platforms.map(formatPlatform).join(', ');
    if (wanted === undefined)
      return holds(has === '' ? 'the image names no platform' : `for ${has}`);
    if (platforms.length === 0) return holds('the image names no platform');
    const runnable = runnablePlatforms(wanted).map(formatPlatform);
    if (platforms.some((each) => runnable.includes(formatPlatform(each)))) {
      return holds(`the node is ${formatPlatform(wanted)}, the image is for ${has}`);
    }
    return broken(
      'HW1601',
      {
        text: `the node is ${formatPlatform(wanted)}, the image only for ${has}`,
        message: 'no match for platform in manifest: not found',
      },
      {
        text: `Build for both (docker buildx does with --platform ${formatPlatform(wanted)},${has.replaceAll(' ', '')}) and push again, or select nodes by kubernetes.io/arch.`,
        ...(place === undefined
          ? {}
          : {
              changes: [
                pushImage(place, [formatPlatform(wanted), ...platforms.map(formatPlatform)]),
              ],
            }),
      },
    );
  },
);
