import type { Core } from '../../core/call.ts';
import { rootOf } from '../../identity/caller.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import {
  type ImageRecord,
  type ReplicationStatusRecord,
  type RepositoryRecord,
  type State,
  within,
} from '../../state.ts';
import { createRepository } from './create-repository.ts';
import { tellReplicated } from './events.ts';
import { matchesFilters } from './filters.ts';
import { type Push, putImage } from './image-store.ts';
import { addLayer } from './layer-records.ts';
import { keyOf, onRepository, type RepositoryName } from './repository.ts';

type Destination = Pick<RepositoryName, 'region' | 'registryId'>;

/**
 * Copies a pushed image to the destinations of its registry's replication rules. What arrives by
 * replication is not replicated further (ECR User Guide, "Private image replication").
 * @returns the outcome at each destination, once each.
 */
export function replicate(
  core: Core,
  source: RepositoryRecord,
  image: ImageRecord,
  tag: string | undefined,
  now: number,
): ReplicationStatusRecord[] {
  const { registryId, region, name } = source;
  const rules = core.state.registries.get(`${registryId}/${region}`)?.replication ?? [];
  const destinations = rules
    .filter(({ repositoryFilters }) => matchesFilters(repositoryFilters, name))
    .flatMap((rule) => rule.destinations);
  const once = new Map(destinations.map((to) => [`${to.registryId}/${to.region}`, to]));
  return [...once.values()].map((to) => copyTo(core, source, image, tag, to, now));
}

function copyTo(
  core: Core,
  source: RepositoryRecord,
  image: ImageRecord,
  tag: string | undefined,
  { registryId, region }: Destination,
  now: number,
): ReplicationStatusRecord {
  const target = { registryId, region, name: source.name };
  const existing = core.state.repositories.get(keyOf(target));
  const needed = existing ? ['ReplicateImage'] : ['ReplicateImage', 'CreateRepository'];
  if (!needed.every((action) => admits(core, source, target, action))) {
    return { region, registryId, status: 'FAILED', failureCode: 'AccessDenied' };
  }
  try {
    const repository = existing ?? createRepository(core, target, 'REPLICATION', now);
    copy(core, source, repository, image, tag, now);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const failureCode = error.code.replace(/Exception$/, '');
    return { region, registryId, status: 'FAILED', failureCode };
  }
  tellReplicated(core, source, target, image.digest, tag, now);
  return { region, registryId, status: 'COMPLETE' };
}

/** Another account's registry policy must let the source's account in; one's own needs none. */
function admits(
  core: Core,
  source: RepositoryRecord,
  target: RepositoryName,
  action: string,
): boolean {
  if (source.registryId === target.registryId) return true;
  const permission = onRepository(core, `ecr:${action}`, target);
  return core.authorizer.decide(rootOf(source.registryId), permission, {}).decision === 'allowed';
}

/** Copies an image with its layers and, of a manifest list, the images it lists. */
function copy(
  core: Core,
  source: RepositoryRecord,
  target: RepositoryRecord,
  image: ImageRecord,
  tag: string | undefined,
  now: number,
): void {
  const { state } = core;
  const [from, to] = [keyOf(source), keyOf(target)];
  for (const child of image.children) {
    const listed = state.images.get(within(from, child));
    if (listed !== undefined) copy(core, source, target, listed, undefined, now);
  }
  for (const blob of image.blobs) {
    const layer = state.layers.get(within(from, blob));
    if (layer !== undefined) addLayer(core, to, layer);
  }
  const manifest = state.manifests.get(within(from, image.digest));
  if (manifest === undefined) return;
  put(state, target, { ...manifest, tag, digest: image.digest }, now);
}

/** A tag that must not move at the destination is dropped, the image arrives without it. */
function put(state: State, target: RepositoryRecord, push: Push, now: number): void {
  try {
    putImage(state, target, push, now);
  } catch (error) {
    const isTaken = error instanceof AwsError && error.code === 'ImageTagAlreadyExistsException';
    if (!isTaken) throw error;
    putImage(state, target, { ...push, tag: undefined }, now);
  }
}
