import { setImmediate as nextTurn } from 'node:timers/promises';
import { largeSlice, slices } from '../core/turns.ts';
import { type ImageRecord, type State, within } from '../state.ts';
import { isReferenced, needing } from './image-references.ts';

/**
 * Removes an image with its tags; the layers that no other image of the repository needs go later. Of an image that
 * needs very much, a note is left for `clearLeavings`.
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

/** Removes the references of a deleted image, and notes the layers that nothing else needs. */
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
 * Lets go of what large deleted images needed, a slice at a time. Each can be done twice, so that a crash in between
 * costs nothing.
 * @param stop leaves the rest to the next run.
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

/** What a repository holds, in the order in which it can go one by one: images before what they need. */
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

/** Removes everything that a repository holds; the content of its layers is removed from disk later. */
export function deleteAllImages(state: State, repositoryKey: string, now: number): void {
  const prefix = `${repositoryKey} `;
  for (const { key } of state.layers.list({ prefix })) state.orphans.put(key, { at: now });
  for (const kind of kinds) {
    for (const { key } of state[kind].list({ prefix })) state[kind].delete(key);
  }
}

/**
 * Empties a repository that holds much, a slice at a time: image by image, then what they needed. One that holds little
 * is left to `deleteAllImages`, which takes all of it at once.
 * @param gone hears of the images that went.
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

/** So many layers of a repository without images go with it at once. */
const fewLayers = 2_000;

/**
 * Removes the layers of a repository that has no images, a slice at a time where they are very many.
 * @param check throws when an image has come meanwhile, whose layers must stay.
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

/** Images are deleted until so many records have gone with them, or so many looks were taken to find one. */
const mostLooks = 500;

/**
 * Deletes images of a repository, each before what it lists: none of the lists may be left without it.
 * @param path from an image to the lists that hold it, the outermost last: where the next call goes on.
 * @returns the images that went.
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

/** About how many records go with an image. */
function recordsOf({ tags, blobs, children }: ImageRecord): number {
  return 1 + tags.length + blobs.length + children.length;
}
