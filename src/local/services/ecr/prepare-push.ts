import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Manifest } from '../../../oci/manifest.ts';
import { type RepositoryRecord, type State, within } from '../../state.ts';
import { clearLeavings } from './image-removal.ts';
import {
  contentMissing,
  neededBy,
  type Push,
  type Pushed,
  type ReadManifest,
  readManifest,
  referencesOf,
} from './image-store.ts';
import { wholeLayers } from './layer-records.ts';
import { type Actor, acceptPush } from './push.ts';
import { keyOf, type RepositoryName, repository } from './repository.ts';
import { largeSlice, slices } from './slices.ts';

/** Reading a manifest of more characters takes a turn of its own: the largest take some fifty milliseconds. */
const longBody = 1 << 18;

/** Where so much is removed all the time, the image is stored in one go after all. */
const mostAttempts = 5;

/**
 * Takes an image that somebody pushes, through either door. Everything that takes time comes first: its content is
 * looked at, and the references of a large one are written. Then who may push, into which repository, and all else is
 * decided on what holds at that moment, at once.
 * @param admit authorizes the pusher. @returns the repository.
 * @throws AwsError, OciError as `putImage`.
 */
export async function pushImage(
  actor: Actor,
  which: RepositoryName,
  push: Push,
  admit: () => RepositoryRecord,
): Promise<Pushed> {
  const { state } = actor.core;
  admit();
  if (push.body.length > longBody) await nextTurn();
  const read = readManifest(push);
  if (push.body.length > longBody) await nextTurn();
  const prepared = { ...push, read };
  if (referencesOf(keyOf(which), read.digest, read.manifest).size <= largeSlice) {
    await requireWholeLayers(actor, admit(), read.manifest);
    return acceptPush(actor, admit(), prepared);
  }
  try {
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      await nextTurn();
      const before = removalsOf(state);
      await prepare(actor, repository(actor.core, which), read);
      const target = admit();
      // What was found may be gone, and what was written removed: then all of it is looked at again.
      if (before === removalsOf(state)) return acceptPush(actor, target, prepared, 'ready');
    }
    return acceptPush(actor, admit(), prepared);
  } catch (error) {
    await removeUnused(state, keyOf(which), read);
    throw error;
  }
}

/** @throws AwsError for layers whose content is missing or damaged, as for those that were never pushed. */
async function requireWholeLayers(
  { core }: Actor,
  target: RepositoryRecord,
  manifest: Manifest,
): Promise<void> {
  if (manifest.kind === 'index') return;
  const needed = neededBy(manifest);
  const whole = await wholeLayers(core, keyOf(target), needed);
  const missing = needed.filter((digest) => !whole.has(digest));
  if (missing.length > 0) throw contentMissing(target, manifest, missing);
}

/** Finds everything that a large image needs, and writes its references, a slice at a time. */
async function prepare(
  { core }: Actor,
  target: RepositoryRecord,
  { manifest, digest }: ReadManifest,
): Promise<void> {
  const { state } = core;
  const key = keyOf(target);
  await clearLeavings(state);
  const missing: string[] = [];
  for await (const slice of slices(neededBy(manifest))) {
    const held =
      manifest.kind === 'index'
        ? new Set(slice.filter((child) => state.images.get(within(key, child)) !== undefined))
        : await wholeLayers(core, key, slice);
    missing.push(...slice.filter((needed) => !held.has(needed)));
  }
  if (missing.length > 0) throw contentMissing(target, manifest, missing);
  for await (const slice of slices([...referencesOf(key, digest, manifest)])) {
    for (const [reference, record] of slice) state.references.put(reference, record);
  }
}

/** What must not change between looking and deciding. */
function removalsOf({ images, layers, references }: State): number {
  return images.removals + layers.removals + references.removals;
}

/** Removes the references that were written for an image that did not come. */
async function removeUnused(
  state: State,
  repositoryKey: string,
  { manifest, digest }: ReadManifest,
): Promise<void> {
  for await (const slice of slices([...referencesOf(repositoryKey, digest, manifest).keys()])) {
    if (state.images.get(within(repositoryKey, digest)) !== undefined) return;
    for (const reference of slice) {
      if (state.references.get(reference) !== undefined) state.references.delete(reference);
    }
  }
}
