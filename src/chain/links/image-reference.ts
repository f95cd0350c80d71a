import type { Need } from '../../causes/need.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { InvalidReference } from '../../names/errors.ts';
import { formatReference, type Reference } from '../../names/reference.ts';
import { broken, holds, linkOf, notSeen, skipped } from '../link.ts';
import { setImage } from './fixes.ts';
import { meantForPrivate } from './other-registry.ts';
import { placeholderIn } from './placeholder.ts';
import { badHost, strangePort, strangeRegion } from './registry-host.ts';
import { unfilled, wrongReference } from './wrong-reference.ts';

/** The reference names an image that a runtime can look for. */
export const imageReference = linkOf('image-reference', [], (subject) => {
  const { image, reference, place, pod, pull } = subject;
  if (image === undefined || reference === undefined) {
    if (pod.state === 'unseen') return notSeen(pod.need);
    const what = pull.kind === 'pod' ? `${pull.namespace}/${pull.pod}` : '';
    return skipped(`there is no container to pull for in pod ${what}`);
  }
  const placeholder = place === undefined ? placeholderIn(image) : undefined;
  if (placeholder !== undefined) return unfilled(subject, placeholder, 'a part');
  if (reference instanceof InvalidReference) {
    return broken(
      'HW0101',
      { text: `"${image}" is no image reference`, message: reference.message },
      { text: reference.hint, changes: setImage(subject, mended(image)) },
    );
  }
  if (place === undefined) {
    return (
      badHost(subject, image, reference.domain) ??
      meantForPrivate(subject, reference) ??
      notSeen(otherRegistry(reference))
    );
  }
  return (
    strangePort(subject, image, place) ??
    strangeRegion(subject, image, place) ??
    wrongReference(subject, place) ??
    holds(found(place))
  );
});

function found({ name, registryId, region }: EcrImage): string {
  return `${name} in the registry of account ${registryId}, ${region}`;
}

/** What is not a private registry of ECR, and what that may mean: it is not looked at, so nothing is proven. */
function otherRegistry(reference: Reference): Need {
  const { domain } = reference;
  const fact = `whether ${formatReference(reference)} can be pulled`;
  return {
    fact,
    permission: `access to ${domain}, which Hawser does not query: it is not a private ECR registry${hintOf(domain)}`,
  };
}

function hintOf(domain: string): string {
  if (domain === 'docker.io') {
    return '. An image without a host is on Docker Hub; one on ECR begins with ACCOUNT.dkr.ecr.REGION.amazonaws.com';
  }
  return domain === 'public.ecr.aws'
    ? '. ECR Public needs neither a repository policy nor a role'
    : '';
}

/** The reference without what commonly spoils one: a scheme in front, upper case, blanks. */
function mended(image: string): string {
  return image
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^[^:@]*/, (name) => name.toLowerCase());
}
