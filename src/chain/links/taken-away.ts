import { nameOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { broken } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { lookUp, type TrailEvent, type TrailImage, trailAt } from '../world.ts';
import { pushImage } from './fixes.ts';

const message = 'Requested image not found';

/**
 * Why an image is not there that was, as the trail of its registry tells.
 * @returns undefined where the trail was not seen, or does not say.
 */
export function takenAway(subject: Subject, place: EcrImage): LinkOutcome | undefined {
  const { repository, imageFacts, world } = subject;
  if (repository.state !== 'known' || imageFacts.state !== 'absent') return undefined;
  const trail = lookUp(world, trailAt(place));
  if (trail.state !== 'known') return undefined;
  const here = trail.value.filter((event) => event.repository === place.name);
  const { imageTags } = repository.value;
  const isEmpty = imageTags.state === 'known' && imageTags.value.length === 0;
  const [last] = here
    .filter(({ error }) => error === undefined)
    .flatMap((event) => endOf(event, place, isEmpty && !isPushedAfter(event, here)))
    .sort((a, b) => Date.parse(b.event.at) - Date.parse(a.event.at));
  return last === undefined ? refusedPush(here, subject, place) : explained(last, place);
}

interface End {
  readonly event: TrailEvent;
  readonly image?: TrailImage;
}

/** Whether something was pushed after an event: then the event is not why a repository is empty. */
function isPushedAfter({ at }: TrailEvent, here: readonly TrailEvent[]): boolean {
  return here.some(
    ({ name, error, at: then }) =>
      name === 'PutImage' && error === undefined && Date.parse(then) > Date.parse(at),
  );
}

/** The event, if it took the image away. @param stillEmpty nothing has been there since, as far as the trail tells. */
function endOf(event: TrailEvent, place: EcrImage, stillEmpty: boolean): End[] {
  if (event.name === 'DeleteRepository') return stillEmpty ? [{ event }] : [];
  if (event.name === 'PutImage') return [];
  const { digest, tag } = wantedOf(place);
  const image = event.images.find(
    (one) => (digest !== undefined && one.digest === digest) || one.tags.includes(tag ?? ''),
  );
  return image === undefined ? [] : [{ event, image }];
}

function wantedOf({ imageKey, repositoryKey }: EcrImage): { digest?: string; tag?: string } {
  const id = imageKey.slice(repositoryKey.length);
  return id.startsWith('@') ? { digest: id.slice(1) } : { tag: id.slice(1) };
}

function explained({ event, image }: End, place: EcrImage): LinkOutcome {
  const { at, by } = event;
  const name = place.imageKey.slice(place.registryKey.length + 1);
  const who = by === undefined ? '' : ` by ${nameOf(by)} (${by})`;
  const changes = [pushImage(place)];
  if (event.name === 'DeleteRepository') {
    const text = `${place.name} was deleted at ${at}${who}, was made again, and has no image with a tag`;
    return broken(
      'HW1202',
      { text, message },
      {
        text: 'Push the image again, and keep the plan that replaced the repository from doing so: in Terraform, lifecycle { prevent_destroy = true }.',
        changes,
      },
    );
  }
  if (event.name === 'BatchDeleteImage') {
    return broken(
      'HW1503',
      { text: `${name} was deleted at ${at}${who}`, message },
      {
        text: 'Push the image again, and deny ecr:BatchDeleteImage to whoever cleans up, or have the cleanup leave what is in use.',
        changes,
      },
    );
  }
  const rule = image?.rule === undefined ? 'a lifecycle rule' : `lifecycle rule ${image.rule}`;
  const isUntagged = image?.tags.length === 0;
  return broken(
    isUntagged ? 'HW1509' : 'HW1502',
    { text: `${rule} of ${place.name} expired ${name} at ${at}`, message },
    {
      text: isUntagged
        ? 'Push the image again under a tag that no rule expires: without a tag it is taken for a leftover, also while pods name its digest.'
        : 'Push the image again, and leave what is in use out of the rules: hawser lifecycle preview shows what they would take.',
      changes,
    },
  );
}

/** An image that was to be under a tag which may not be moved, and so came to be under none. */
function refusedPush(
  here: readonly TrailEvent[],
  { reference }: Subject,
  place: EcrImage,
): LinkOutcome | undefined {
  const { digest } = wantedOf(place);
  if (digest === undefined) return undefined;
  const push = here.find(
    ({ name, error, images }) =>
      name === 'PutImage' &&
      error === 'ImageTagAlreadyExistsException' &&
      images.some((one) => one.digest === digest),
  );
  if (push === undefined || reference === undefined) return undefined;
  const [tag = ''] = push.images.flatMap(({ tags }) => tags);
  return broken(
    'HW1507',
    {
      text: `the push of ${digest} as ${tag} was refused at ${push.at}: ${place.name} has that tag, and its tags are immutable`,
      message,
    },
    {
      text: 'Push the image under a new tag, one for each build. Its digest stays the same.',
      changes: [pushImage(place)],
    },
  );
}
