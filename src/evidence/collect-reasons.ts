import type { Fact } from '../chain/fact.ts';
import { namesakeOf } from '../chain/links/other-registry.ts';
import type { Pull } from '../chain/pull.ts';
import { type Subject, subjectOf } from '../chain/subject.ts';
import type { RepositoryFacts, World } from '../chain/world.ts';
import { accountOf } from '../names/arn.ts';
import type { EcrImage } from '../names/ecr-image.ts';
import { InvalidReference } from '../names/errors.ts';
import { nearest } from '../names/nearest.ts';
import { isIndexType } from '../oci/media-types.ts';
import { runsOn } from '../oci/platform.ts';
import type { Access, Accounts } from './aws/accounts.ts';
import { observeImage } from './aws/image.ts';
import { regionOfZone } from './aws/machine.ts';
import { observeNamesakes, observeNearby } from './aws/nearby.ts';
import { observeOtherPolicies } from './aws/other-policies.ts';
import { observeTrail } from './aws/trail.ts';

/**
 * Looks for why something is not as a pull needs it, where it is not: a pull without such a fault takes no more calls.
 * @param world with all that the pull itself depends on.
 */
export async function withReasons(
  pull: Pull,
  world: World,
  accounts: Accounts,
  place: EcrImage,
): Promise<World> {
  const subject = subjectOf(pull, world);
  const access = accounts.access(place.registryId);
  const { repository, imageFacts } = subject;
  const { registryKey, repositoryKey } = place;
  if (repository.state === 'absent') {
    const nearby = await observeNearby(accounts, place, regionOfNode(subject));
    return { ...world, elsewhere: { [repositoryKey]: nearby } };
  }
  const isGone = imageFacts.state === 'absent' && repository.state === 'known';
  const similar = isGone ? await observeSimilar(access, place, repository) : {};
  return {
    ...world,
    images: { ...similar, ...world.images },
    ...(isUnshared(subject, place)
      ? { otherPolicies: { [registryKey]: await observeOtherPolicies(access, place) } }
      : {}),
    ...(isGone || isOfOtherPlatform(subject)
      ? { trails: { [registryKey]: await observeTrail(access, place) } }
      : {}),
  };
}

/** The same for an image that is in no private registry of ECR: whether one has a repository of its name. */
export async function withNamesakes(pull: Pull, world: World, accounts: Accounts): Promise<World> {
  const subject = subjectOf(pull, world);
  const { reference } = subject;
  const region = regionOfNode(subject);
  if (reference === undefined || reference instanceof InvalidReference) return world;
  const namesake = namesakeOf(subject, reference);
  if (namesake === undefined || region === undefined) return world;
  const there = await observeNamesakes(accounts, region, namesake.names);
  return { ...world, elsewhere: { [namesake.key]: there } };
}

/** Whether an image without an index was built for another platform than the node's. */
function isOfOtherPlatform({ imageFacts, platform }: Subject): boolean {
  if (imageFacts.state !== 'known' || platform === undefined) return false;
  const { mediaType, platforms } = imageFacts.value;
  if (isIndexType(mediaType) || platforms.state !== 'known') return false;
  return platforms.value.length > 0 && !platforms.value.some((one) => runsOn(one, platform));
}

/** Whether a role of another account pulls from a repository without a policy. */
function isUnshared({ role, repository }: Subject, { registryId }: EcrImage): boolean {
  if (role.state !== 'known' || accountOf(role.value.arn) === registryId) return false;
  return repository.state === 'known' && repository.value.policy.state === 'absent';
}

/** The images under the tags most like one that is missing: a fix names only what runs on the node. */
async function observeSimilar(
  access: Access,
  place: EcrImage,
  repository: Fact<RepositoryFacts>,
): Promise<World['images']> {
  const tags = repository.state === 'known' ? repository.value.imageTags : repository;
  const [, wanted] = /:([^:/@]+)$/.exec(place.imageKey) ?? [];
  if (tags.state !== 'known' || wanted === undefined) return {};
  const facts = await Promise.all(
    nearest(wanted, tags.value).map(async (tag) => {
      const imageKey = `${place.repositoryKey}:${tag}`;
      return [imageKey, await observeImage(access, { ...place, imageKey })] as const;
    }),
  );
  return Object.fromEntries(facts);
}

function regionOfNode({ node }: Subject): string | undefined {
  const zone =
    node.state === 'known' ? /\/([^/]+)\/i-/.exec(node.value.providerId)?.[1] : undefined;
  return zone === undefined ? undefined : regionOfZone(zone);
}
