import type { RepositoryName } from '../../names/repository.ts';
import type { Core, Gate, Signals, Store } from '../core/call.ts';
import { largeSlice, slices, turnTaking } from '../core/turns.ts';
import { rootOf } from '../identity/caller.ts';
import { AwsError } from '../protocol/aws-error.ts';
import {
  type ImageRecord,
  type ReplicationStatusRecord,
  type RepositoryRecord,
  type State,
  within,
} from '../state.ts';
import { createRepository } from './create-repository.ts';
import { ecrErrors } from './errors.ts';
import { tellReplicated } from './events.ts';
import { matchesFilters } from './filters.ts';
import { type Push, putImage, readManifest } from './image-store.ts';
import { addLayer } from './layer-records.ts';
import { isLarge, putLarge } from './put-large.ts';
import { keyOf, onRepository, repository } from './repository.ts';
import { statusOf } from './storage-class.ts';

type Destination = Pick<RepositoryName, 'region' | 'registryId'>;

/** Whether an image is copied to all of its destinations quickly: it has few layers and lists no other images. */
export function isReplicatedAtOnce(
  core: Store,
  source: RepositoryRecord,
  { blobs, children }: ImageRecord,
): boolean {
  const { length } = destinationsOf(core, source);
  return length === 0 || (children.length === 0 && blobs.length * length <= largeSlice);
}

/**
 * Copies a pushed image to the destinations of its registry's replication rules. Replicated images are not
 * replicated further (ECR User Guide, "Private image replication").
 * @returns the outcome at each destination, once each.
 */
export function replicate(
  core: Core,
  source: RepositoryRecord,
  image: ImageRecord,
  tag: string | undefined,
  now: number,
): ReplicationStatusRecord[] {
  return destinationsOf(core, source).map((to) => {
    try {
      copy(core, source, destination(core, source, to, now), image, tag, now);
    } catch (error) {
      return failed(to, error);
    }
    return complete(core, source, to, image, tag, now);
  });
}

/** The same for an image with many layers or other images, in slices. */
export async function replicateLarge(
  core: Core,
  source: RepositoryRecord,
  image: ImageRecord,
  tag: string | undefined,
  now: number,
): Promise<ReplicationStatusRecord[]> {
  const outcomes: ReplicationStatusRecord[] = [];
  for (const to of destinationsOf(core, source)) {
    try {
      const target = destination(core, source, to, now);
      const giveWay = turnTaking();
      for await (const listed of listedBy(core, source, image)) {
        await copyLarge(core, source, target, listed, undefined, now);
        await giveWay();
      }
      await copyLarge(core, source, target, image, tag, now);
      outcomes.push(complete(core, source, to, image, tag, now));
    } catch (error) {
      outcomes.push(failed(to, error));
    }
  }
  return outcomes;
}

/** Where a repository's images are replicated to, each destination once. */
function destinationsOf(
  core: Store,
  { registryId, region, name }: RepositoryRecord,
): readonly Destination[] {
  const rules = core.state.registries.get(`${registryId}/${region}`)?.replication ?? [];
  const destinations = rules
    .filter(({ repositoryFilters }) => matchesFilters(repositoryFilters, name))
    .flatMap((rule) => rule.destinations);
  return [...new Map(destinations.map((to) => [`${to.registryId}/${to.region}`, to])).values()];
}

/**
 * The repository at a destination, created when there is none. @throws AwsError when the destination refuses
 * it.
 */
function destination(
  core: Core,
  source: RepositoryRecord,
  { registryId, region }: Destination,
  now: number,
): RepositoryRecord {
  const target = { registryId, region, name: source.name };
  const existing = core.state.repositories.get(keyOf(target));
  const needed = existing ? ['ReplicateImage'] : ['ReplicateImage', 'CreateRepository'];
  if (!needed.every((action) => admits(core, source, target, action))) {
    throw ecrErrors.notAuthorized(
      'The registry policy does not allow the source registry to replicate',
    );
  }
  return existing ?? createRepository(core, target, 'REPLICATION', now);
}

function failed({ registryId, region }: Destination, error: unknown): ReplicationStatusRecord {
  if (!(error instanceof AwsError)) throw error;
  return {
    region,
    registryId,
    status: 'FAILED',
    failureCode: error.code.replace(/Exception$/, ''),
  };
}

function complete(
  core: Signals,
  source: RepositoryRecord,
  { registryId, region }: Destination,
  image: ImageRecord,
  tag: string | undefined,
  now: number,
): ReplicationStatusRecord {
  const target = { registryId, region, name: source.name };
  tellReplicated(core, source, target, image.digest, tag, now);
  return { region, registryId, status: 'COMPLETE' };
}

/** Another account's registry policy must allow the source account; within an account none is needed. */
function admits(
  core: Store & Gate,
  source: RepositoryRecord,
  target: RepositoryName,
  action: string,
): boolean {
  if (source.registryId === target.registryId) return true;
  const permission = onRepository(core, `ecr:${action}`, target);
  return core.authorizer.decide(rootOf(source.registryId), permission, {}).decision === 'allowed';
}

/** Copies an image with its layers. */
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
  for (const blob of image.blobs) copyLayer(core, from, to, blob);
  const manifest = state.manifests.get(within(from, image.digest));
  if (manifest === undefined) return;
  put(state, target, { ...manifest, tag, digest: image.digest }, now);
}

/** The images that a manifest list lists, and those that they list: each once, after what it lists itself. */
async function* listedBy(
  { state }: Store,
  source: RepositoryRecord,
  list: ImageRecord,
): AsyncGenerator<ImageRecord> {
  const from = keyOf(source);
  const seen = new Set<string>();
  const open = [list.children.values()];
  const above: ImageRecord[] = [];
  const giveWay = turnTaking();
  for (let children = open.at(-1); children !== undefined; children = open.at(-1)) {
    const { value: digest, done } = children.next();
    const image = digest === undefined ? undefined : state.images.get(within(from, digest));
    if (done) {
      open.pop();
      const complete = above.pop();
      if (complete !== undefined) yield complete;
    } else if (image !== undefined && !seen.has(image.digest)) {
      seen.add(image.digest);
      above.push(image);
      open.push(image.children.values());
    }
    await giveWay();
  }
}

async function copyLarge(
  core: Core,
  source: RepositoryRecord,
  target: RepositoryRecord,
  image: ImageRecord,
  tag: string | undefined,
  now: number,
): Promise<void> {
  const { state } = core;
  const [from, to] = [keyOf(source), keyOf(target)];
  const there = state.images.get(within(to, image.digest));
  const isThere = there !== undefined && statusOf(there, now) === 'ACTIVE';
  if (isThere && (tag === undefined || there.tags.includes(tag))) return;
  for await (const slice of isThere ? [] : slices(image.blobs)) {
    repository(core, target);
    for (const blob of slice) copyLayer(core, from, to, blob);
  }
  const manifest = state.manifests.get(within(from, image.digest));
  if (manifest === undefined) return;
  const push = { ...manifest, tag, digest: image.digest };
  const read = readManifest(push);
  if (!isLarge(read)) {
    put(state, repository(core, target), { ...push, read }, now);
    return;
  }
  await putLarge(core, target, read, (content, found) =>
    put(state, repository(core, target), { ...push, read: found }, now, content),
  );
}

function copyLayer(core: Core, from: string, to: string, blob: string): void {
  const { layers, orphans } = core.state;
  const key = within(to, blob);
  const layer = layers.get(within(from, blob));
  const isThere = layers.get(key) !== undefined && orphans.get(key) === undefined;
  if (layer !== undefined && !isThere) addLayer(core, to, layer);
}

/** An immutable tag at the destination is dropped; the image is copied without it. */
function put(
  state: State,
  target: RepositoryRecord,
  push: Push,
  now: number,
  content: 'present' | 'ready' = 'present',
): void {
  try {
    putImage(state, target, push, now, content);
  } catch (error) {
    const isTaken = error instanceof AwsError && error.code === 'ImageTagAlreadyExistsException';
    if (!isTaken) throw error;
    putImage(state, target, { ...push, tag: undefined }, now, content);
  }
}
