import { OciError } from '../../oci/errors.ts';
import { formatReference } from '../../oci/reference.ts';
import { broken, holds, type Link, notSeen, skipped } from '../link.ts';
import { setImage } from './fixes.ts';

/** The reference names an image that a runtime can look for. */
export const imageReference: Link = {
  name: 'image-reference',
  check(subject) {
    const { image, reference, place, pod, pull } = subject;
    if (image === undefined || reference === undefined) {
      if (pod.state === 'unseen') return notSeen(pod.need);
      const what = pull.kind === 'pod' ? `${pull.namespace}/${pull.pod}` : '';
      return skipped(`there is no container to pull for in pod ${what}`);
    }
    if (reference instanceof OciError) {
      return broken(
        'HW0101',
        { text: `"${image}" is no image reference`, message: reference.message },
        { text: reference.hint, ...setImage(subject, mended(image)) },
      );
    }
    if (place === undefined) {
      return skipped(`${formatReference(reference)} is not in a private ECR registry`);
    }
    return holds(
      `${place.repository} in the registry of account ${place.accountId}, ${place.region}`,
    );
  },
};

/** The reference without what commonly spoils one: a scheme in front, upper case, blanks. */
function mended(image: string): string {
  return image
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^[^:@]*/, (name) => name.toLowerCase());
}
