import type { EcrImage } from '../../names/ecr-image.ts';
import { InvalidReference } from '../../names/errors.ts';
import { parseRepositoryKey, repositoryUri } from '../../names/repository.ts';
import { broken } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { pushImage, setImage, undoRollout } from './fixes.ts';
import { placeholderInTag } from './placeholder.ts';
import { hasStrangeRegion } from './registry-host.ts';
import { takenAway } from './taken-away.ts';

/**
 * What is wrong with a reference that can be parsed, as its registry shows: what it names is not there, and the reference
 * itself tells why. The links of the repository and the image leave such a reference to that of the reference.
 * @returns undefined where the reference is not the reason.
 */
export function wrongReference(subject: Subject, place: EcrImage): LinkOutcome | undefined {
  if (hasStrangeRegion(place)) return undefined;
  if (subject.repository.state === 'absent') return otherRepository(subject, place);
  if (subject.repository.state !== 'known' || subject.imageFacts.state !== 'absent') {
    return undefined;
  }
  if (takenAway(subject, place) !== undefined) return undefined;
  const { digest } = writtenBy(subject);
  return digest === undefined ? wrongTag(subject, place) : wrongDigest(subject, place, digest);
}

/** Where a repository of that name, or of a name that ends so, is instead: as `account/region/name`. */
export function nearbyRepository({ world }: Subject, place: EcrImage): string | undefined {
  const elsewhere = world.elsewhere[place.repositoryKey];
  return elsewhere?.state === 'known' ? elsewhere.value[0] : undefined;
}

/** Names the image of the pull in another repository. */
export function useRepository(subject: Subject, key: string): PlannedFix {
  const { image = '' } = subject;
  const rest = /(?::[\w][\w.-]*)?(?:@[\w:]+)?$/.exec(image)?.[0] ?? '';
  const right = `${repositoryUri(parseRepositoryKey(key))}${rest}`;
  return {
    text: `${key} is there: correct the reference.`,
    changes: setImage(subject, right),
  };
}

function otherRepository(subject: Subject, place: EcrImage): LinkOutcome | undefined {
  const key = nearbyRepository(subject, place);
  if (key === undefined) return undefined;
  const code = codeOf(place, key);
  if (code === undefined) return undefined;
  const { name, registryId, region } = place;
  const text = `account ${registryId} has no repository ${name} in ${region}, and ${key} is there`;
  return broken(code, text, useRepository(subject, key));
}

/** Which part of the reference leads past the repository; undefined where the name is only alike. */
function codeOf(place: EcrImage, key: string): string | undefined {
  const there = parseRepositoryKey(key);
  if (there.name !== place.name) {
    return there.name.endsWith(`/${place.name}`) ? 'HW0110' : undefined;
  }
  return there.registryId === place.registryId ? 'HW0105' : 'HW0104';
}

function wrongTag(subject: Subject, place: EcrImage): LinkOutcome | undefined {
  const { tag = '', isDefault } = writtenBy(subject);
  const placeholder = placeholderInTag(tag);
  if (placeholder !== undefined) return unfilled(subject, placeholder, `tag ${tag}`);
  if (!isDefault) return undefined;
  const tags = tagsOf(subject);
  const [only] = tags.length === 1 ? tags : [];
  const text =
    tags.length === 0
      ? 'Name a tag or a digest in the reference once an image is pushed, or push one as latest.'
      : `Name a tag or a digest in the reference (there are ${tags.slice(0, 10).join(', ')}), or push the image as latest.`;
  return broken(
    'HW0103',
    {
      text: `${subject.image} names no tag, so latest is pulled, and ${place.name} has no image of that tag`,
      message: 'Requested image not found',
    },
    {
      text,
      changes:
        only === undefined ? [pushImage(place)] : setImage(subject, `${subject.image}:${only}`),
    },
  );
}

/** A digest decides whatever tag stands before it (distribution: ParseDockerRef). */
function wrongDigest(subject: Subject, place: EcrImage, digest: string): LinkOutcome {
  const { tag } = writtenBy(subject);
  const message = 'Requested image not found';
  const tags = tagsOf(subject);
  if (tag !== undefined && tags.includes(tag)) {
    const right = (subject.image ?? '').replace(`@${digest}`, '');
    return broken(
      'HW0112',
      {
        text: `the reference names tag ${tag}, which ${place.name} has, and ${digest}, which it has not: the digest decides`,
        message,
      },
      {
        text: `Leave out the digest: ${right}. Or name the digest that the tag has now.`,
        risk: `Without a digest the pod runs what ${tag} is at that time.`,
        changes: setImage(subject, right),
      },
    );
  }
  const undo = undoRollout(subject);
  return broken(
    'HW0111',
    { text: `${place.name} has no image ${digest}`, message },
    {
      text: [
        `Name a digest that ecr:DescribeImages shows for ${place.name} in account ${place.registryId}, ${place.region}: a digest of another registry is one here only if the very same manifest was pushed.`,
        ...(undo.length === 0 ? [] : ['Until then, undo the rollout that introduced it.']),
      ].join(' '),
      changes: undo,
    },
  );
}

/** A step that had to put a value in did not. */
export function unfilled(subject: Subject, placeholder: string, where: string): LinkOutcome {
  const undo = undoRollout(subject);
  return broken('HW0114', `${where} of "${subject.image}" was to be replaced: ${placeholder}`, {
    text: [
      `Repair the step that renders the manifest so that it puts a value in the place of ${placeholder}, let it fail on empty values, and apply the manifest again.`,
      ...(undo.length === 0 ? [] : ['Until then, undo the rollout that introduced it.']),
    ].join(' '),
    changes: undo,
  });
}

/** Tag and digest as they are written, and whether the tag is only the default. */
function writtenBy({ reference, image = '' }: Subject): {
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
  readonly isDefault: boolean;
} {
  if (reference === undefined || reference instanceof InvalidReference) return { isDefault: false };
  const { tag, digest } = reference;
  return { tag, digest, isDefault: tag === 'latest' && !/:latest(?:@|$)/.test(image) };
}

function tagsOf({ repository }: Subject): readonly string[] {
  if (repository.state !== 'known' || repository.value.imageTags.state !== 'known') return [];
  return repository.value.imageTags.value;
}
