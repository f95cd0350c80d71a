import type { PlannedChange } from '../../actions/index.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { nearest } from '../../names/nearest.ts';
import { formatPlatform, runnablePlatforms } from '../../oci/platform.ts';
import { broken, holds, linkOf, notSeen, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { imageAt, lookUp } from '../world.ts';
import { pushImage, registryOf, setImage, undoRollout } from './fixes.ts';
import { takenAway } from './taken-away.ts';
import { wrongReference } from './wrong-reference.ts';

/** The repository has an image under that tag or digest. */
export const image = linkOf('image', ['place'], (subject) => {
  const { place, repository, imageFacts } = subject;
  if (repository.state === 'absent') return skipped('there is no repository');
  if (imageFacts.state === 'unseen') return notSeen(imageFacts.need);
  const name = place.imageKey.slice(place.registryKey.length + 1);
  if (imageFacts.state === 'known') {
    const { status, digest } = imageFacts.value;
    return status === 'ACTIVE' ? holds(`${name} is ${digest}`) : notActive(place, name, status);
  }
  const taken = takenAway(subject, place);
  if (taken !== undefined) return taken;
  if (wrongReference(subject, place) !== undefined) {
    return skipped('the reference names no image of the repository');
  }
  const tags =
    repository.state === 'known' && repository.value.imageTags.state === 'known'
      ? repository.value.imageTags.value
      : [];
  const near = nearest(name.slice(name.lastIndexOf(':') + 1), tags).find((tag) =>
    fits(subject, place, tag),
  );
  const undo = undoRollout(subject);
  return broken(
    'HW1501',
    {
      text: `${place.name} has no ${name.slice(place.name.length)}`,
      message: 'Requested image not found',
    },
    {
      text: [
        tags.length === 0
          ? 'Push the image under this tag, or correct the reference.'
          : `Push the image under this tag, or use one that exists: ${tags.slice(0, 10).join(', ')}.`,
        ...(undo.length === 0 ? [] : ['Until then, undo the rollout that introduced it.']),
      ].join(' '),
      changes: mending(subject, place, near),
    },
  );
});

/** Another tag that fits, or what ran before, or a push by whoever has the image. */
function mending(subject: Subject, place: EcrImage, near: string | undefined): PlannedChange[] {
  const changes = [
    ...(near === undefined ? [] : setImage(subject, withTag(subject, near))),
    ...undoRollout(subject),
    pushImage(place),
  ];
  return changes.slice(0, 1);
}

/** An archived image is listed and described like any other, but a pull does not find it. */
function notActive(place: EcrImage, name: string, status: 'ARCHIVED' | 'ACTIVATING'): LinkOutcome {
  const message = 'Requested image not found';
  if (status === 'ACTIVATING') {
    return broken(
      'HW1505',
      { text: `${name} is being restored from the archive`, message },
      { text: 'Wait: a restoration takes up to 20 minutes.' },
    );
  }
  const id = place.imageKey.slice(place.repositoryKey.length);
  const image = id.startsWith('@') ? { imageDigest: id.slice(1) } : { imageTag: id.slice(1) };
  return broken(
    'HW1504',
    { text: `${name} is in the archive storage class`, message },
    {
      text: 'Restore it (an AWS CLI of November 2025 or later knows how) and wait up to 20 minutes.',
      changes: [
        {
          kind: 'restore-image',
          ...registryOf(place),
          repository: place.name,
          image,
          reversibility: 'reversible',
        },
      ],
    },
  );
}

function withTag({ image: reference = '' }: Subject, tag: string): string {
  return `${reference.replace(/@.*$/, '').replace(/:[^:/]*$/, '')}:${tag}`;
}

/** Whether what lies under another tag is known to run where this one was to run. */
function fits({ world, platform }: Subject, place: EcrImage, tag: string): boolean {
  const found = lookUp(world, imageAt({ ...place, imageKey: `${place.repositoryKey}:${tag}` }));
  if (found.state !== 'known' || found.value.status !== 'ACTIVE') return false;
  const { platforms } = found.value;
  if (platform === undefined) return true;
  if (platforms.state !== 'known') return false;
  const runnable = runnablePlatforms(platform).map(formatPlatform);
  return platforms.value.some((one) => runnable.includes(formatPlatform(one)));
}
