import { setImmediate as nextTurn } from 'node:timers/promises';
import { largeSlice, slices } from '../core/turns.ts';
import { type ImageRecord, type State, within } from '../state.ts';
import { isReferenced, needing } from './image-references.ts';

/**
 * Removes an image with its tags; the layers that no other image of the repository needs are removed later. For
 * an image with very many references, a record is left for `clearLeavings`.
 */
export function deleteImage(
  state: State,
  repositoryKey: string,
  image: ImageRecord,
  now: number,
): void {
  const key = within(repositoryKey, image.digest);
  for (const tag of image.tags) state.tags.delete(within(repositoryKey, tag));
  state.images.delete(key);
  state.manifests.delete(key);
  state.afterPush.delete(key);
  const { subject } = image;
  const all = [...image.children, ...image.blobs, ...(subject === undefined ? [] : [subject])];
  const needed = [...new Set(all)];
  if (needed.length > largeSlice) state.leavings.put(key, { needed, at: now });
  else letGo(state, repositoryKey, image.digest, needed, now);
}

/** Removes the references of a deleted image, and records the layers that nothing else needs. */
function letGo(
  state: State,
  repositoryKey: string,
  digest: string,
  needed: readonly string[],
  now: number,
): void {
  for (const target of needed) state.references.delete(`${repositoryKey} ${target} ${digest}`);
  for (const target of needed) {
    const layer = within(repositoryKey, target);
    if (state.layers.get(layer) === undefined) continue;
    if (!isReferenced(state, repositoryKey, target)) state.orphans.put(layer, { at: now });
  }
}

/**
 * Removes the references of large deleted images, in slices. Each step can be repeated, so a crash in between
 * only delays it.
 * @param stop ends the run early; the next run does the rest.
 */
export async function clearLeavings(state: State, stop?: AbortSignal): Promise<void> {
  for (;;) {
    const [next] = state.leavings.list({ limit: 1 });
    if (next === undefined || stop?.aborted) return;
    const { key, document } = next;
    const [repositoryKey = '', digest = ''] = key.split(' ');
    for await (const slice of slices(document.needed)) {
      if (stop?.aborted) return;
      // An image that was pushed again needs them as before.
      if (state.leavings.get(key) === undefined || state.images.get(key) !== undefined) break;
      state.metadata.transaction(() => letGo(state, repositoryKey, digest, slice, document.at));
    }
    state.leavings.delete(key);
  }
}

/** What a repository holds, in an order of deletion: images before what they need. */
const kinds = [
  'images',
  'manifests',
  'tags',
  'layers',
  'references',
  'leavings',
  'afterPush',
  'upstreamChecks',
] as const;

/** Removes everything in a repository; the content of its layers is removed from disk later. */
export function deleteAllImages(state: State, repositoryKey: string, now: number): void {
  const prefix = `${repositoryKey} `;
  for (const { key } of state.layers.list({ prefix })) state.orphans.put(key, { at: now });
  for (const kind of kinds) {
    for (const { key } of state[kind].list({ prefix })) state[kind].delete(key);
  }
}

/**
 * Empties a large repository in slices: image by image, then the references and layers. A small one is left to
 * `deleteAllImages`, which removes everything at once.
 * @param gone is called with the images that were deleted.
 */
export async function emptyRepository(
  state: State,
  repositoryKey: string,
  now: number,
  gone: (images: readonly ImageRecord[]) => void,
): Promise<void> {
  const prefix = `${repositoryKey} `;
  const isMuch = (kind: 'images' | 'tags' | 'layers' | 'references'): boolean =>
    state[kind].list({ prefix, limit: largeSlice }).length === largeSlice;
  const path: string[] = [];
  while (isMuch('references') || isMuch('tags')) {
    const images = deleteSomeImages(state, repositoryKey, now, path);
    if (images.length === 0 && path.length === 0) break;
    gone(images);
    await clearLeavings(state);
    await nextTurn();
  }
  while (isMuch('layers')) {
    deleteSomeLayers(state, repositoryKey, now);
    await nextTurn();
  }
  while (isMuch('references')) {
    for (const { key } of state.references.list({ prefix, limit: largeSlice })) {
      state.references.delete(key);
    }
    await nextTurn();
  }
}

/** Up to this many layers of a repository without images are deleted with it at once. */
const fewLayers = 2_000;

/**
 * Removes the layers of a repository that has no images, in slices when there are very many.
 * @param check throws when an image was pushed meanwhile, whose layers must stay.
 */
export async function dropLayers(
  state: State,
  repositoryKey: string,
  now: number,
  check: () => void,
): Promise<void> {
  while (state.layers.count(`${repositoryKey} `) > fewLayers) {
    check();
    deleteSomeLayers(state, repositoryKey, now);
    await nextTurn();
  }
}

function deleteSomeLayers(state: State, repositoryKey: string, now: number): void {
  for (const { key } of state.layers.list({ prefix: `${repositoryKey} `, limit: largeSlice })) {
    state.orphans.put(key, { at: now });
    state.layers.delete(key);
  }
}

/** A slice ends after this many deleted records, or this many records that were read to find them. */
const mostLooks = 500;

/**
 * Deletes images of a repository, each before what it lists: a list must never exist without its images.
 * @param path from an image to the lists that hold it, the outermost last: where the next call continues.
 * @returns the images that were deleted.
 */
function deleteSomeImages(
  state: State,
  repositoryKey: string,
  now: number,
  path: string[],
): ImageRecord[] {
  const prefix = `${repositoryKey} `;
  return state.metadata.transaction(() => {
    const images: ImageRecord[] = [];
    let records = 0;
    for (let looks = 0; looks < mostLooks && records < largeSlice; looks++) {
      const [first] = path.length > 0 ? [] : state.images.list({ prefix, limit: 1 });
      const digest = path.at(-1) ?? first?.document.digest;
      if (digest === undefined) break;
      const { value: list } = needing(state, repositoryKey, digest, 'child').next();
      if (list !== undefined && list.digest !== digest) {
        if (path.length === 0) path.push(digest);
        path.push(list.digest);
        continue;
      }
      path.pop();
      const image = state.images.get(within(repositoryKey, digest));
      if (image === undefined) continue;
      deleteImage(state, repositoryKey, image, now);
      images.push(image);
      records += recordsOf(image);
    }
    return images;
  });
}

/** About how many records are deleted with an image. */
function recordsOf({ tags, blobs, children }: ImageRecord): number {
  return 1 + tags.length + blobs.length + children.length;
}
