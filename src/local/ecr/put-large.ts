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

/** Where so much is removed all the time, the image is stored in one go after all. */
const mostAttempts = 5;

/** Whether an image needs more than is looked at and written in one turn. */
export function isLarge({ manifest, digest }: ReadManifest): boolean {
  return referencesOf('', digest, manifest).size > largeSlice;
}

/**
 * Stores a large image: looks at what it needs and writes its references, a slice at a time, and then the image, at
 * once.
 * @param put stores what was read with `putImage`, as `ready` when nothing that was found can have gone meanwhile.
 * @throws AwsError as `putImage`; the references are removed again then.
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
      // What was found may be gone, and what was written removed: then all of it is looked at again.
      if (before === removalsOf(state)) return put('ready', prepared);
    }
    return put('present', read);
  } catch (error) {
    await removeUnused(state, keyOf(which), read);
    throw error;
  }
}

/** Finds everything that a large image needs, and writes its references, a slice at a time. */
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
