import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RepositoryName } from '../../names/repository.ts';
import type { Store } from '../core/call.ts';
import { largeSlice, slices } from '../core/turns.ts';
import { type State, within } from '../state.ts';
import { contentMissing, isListable, neededBy } from './image-content.ts';
import { clearLeavings } from './image-removal.ts';
import { largestOf, type ReadManifest, referencesOf } from './image-store.ts';
import { wholeLayers } from './layer-records.ts';
import { keyOf, repository } from './repository.ts';

/** After this many attempts the image is stored in one turn. */
const mostAttempts = 5;

/** Whether an image has more references than one turn checks and writes. */
export function isLarge({ manifest, digest }: ReadManifest): boolean {
  return referencesOf('', digest, manifest).size > largeSlice;
}

/**
 * Stores a large image: checks its content and writes its references in slices, then stores the image in one
 * turn.
 * @param put stores what was read with `putImage`, as `ready` when nothing that was found can have been removed
 * meanwhile.
 * @throws AwsError as `putImage`; the references are then removed again.
 */
export async function putLarge<Result>(
  core: Store,
  which: RepositoryName,
  read: ReadManifest,
  put: (content: 'present' | 'ready', read: ReadManifest) => Result,
): Promise<Result> {
  const { state } = core;
  try {
    for (let attempt = 1; attempt <= mostAttempts; attempt++) {
      await nextTurn();
      const before = removalsOf(state);
      const prepared = await prepare(core, which, read);
      // What was found may have been removed, and what was written too: then everything is checked again.
      if (before === removalsOf(state)) return put('ready', prepared);
    }
    return put('present', read);
  } catch (error) {
    await removeUnused(state, keyOf(which), read);
    throw error;
  }
}

/** Finds everything that a large image needs, and writes its references, in slices. */
async function prepare(
  core: Store,
  which: RepositoryName,
  read: ReadManifest,
): Promise<ReadManifest> {
  const { state } = core;
  const { manifest, digest } = read;
  const key = keyOf(which);
  await clearLeavings(state);
  const missing: string[] = [];
  let largestChild = 0;
  for await (const slice of slices(neededBy(manifest))) {
    const held =
      manifest.kind === 'index'
        ? new Set(slice.filter((child) => isListable(state, key, child, core.clock.now())))
        : await wholeLayers(core, key, slice);
    missing.push(...slice.filter((needed) => !held.has(needed)));
    if (manifest.kind === 'index') {
      largestChild = Math.max(largestChild, largestOf(state, key, slice));
    }
  }
  if (missing.length > 0) throw contentMissing(repository(core, which), manifest, missing);
  for await (const slice of slices([...referencesOf(key, digest, manifest)])) {
    for (const [reference, record] of slice) state.references.put(reference, record);
  }
  return { ...read, largestChild };
}

/** What must not change between the check and the decision. */
function removalsOf({ images, layers, references }: State): number {
  return images.removals + layers.removals + references.removals;
}

/** Removes the references that were written for an image that was not stored. */
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
