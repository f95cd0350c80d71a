import { turnTaking } from '../core/turns.ts';
import { type ImageRecord, type ReferenceRecord, type State, within } from '../state.ts';
import { statusOf } from './storage-class.ts';

/**
 * Whether an image of the repository needs that layer or manifest. Its referrers do not, and neither do images
 * that are deleted or not stored yet: the references of large images are written before them and removed after
 * them.
 */
export function isReferenced(state: State, repositoryKey: string, digest: string): boolean {
  for (const { kind, from } of referencesTo(state, repositoryKey, digest)) {
    if (kind === 'subject') continue;
    if (state.images.get(within(repositoryKey, from)) !== undefined) return true;
  }
  return false;
}

/** The images whose `subject` is that one; yields while many are read. */
export async function referrersOf(
  state: State,
  repositoryKey: string,
  digest: string,
): Promise<ImageRecord[]> {
  const found: ImageRecord[] = [];
  const giveWay = turnTaking();
  for (const image of needing(state, repositoryKey, digest, 'subject')) {
    found.push(image);
    await giveWay();
  }
  return found;
}

/** The manifest lists that refer to that image. */
export function listsOf(state: State, repositoryKey: string, digest: string): ImageRecord[] {
  return [...needing(state, repositoryKey, digest, 'child')];
}

/** The images that need something of their repository, by one kind of reference. */
export function* needing(
  state: State,
  repositoryKey: string,
  digest: string,
  kind: ReferenceRecord['kind'],
): Generator<ImageRecord> {
  for (const reference of referencesTo(state, repositoryKey, digest)) {
    if (reference.kind !== kind) continue;
    const image = state.images.get(within(repositoryKey, reference.from));
    if (image !== undefined) yield image;
  }
}

/** A base layer can have as many references as there are images, and usually the first one decides. */
const referencePage = 50;

/** Everything that refers to a layer or manifest, read lazily. */
function* referencesTo(
  state: State,
  repositoryKey: string,
  digest: string,
): Generator<{ readonly kind: ReferenceRecord['kind']; readonly from: string }> {
  const prefix = `${repositoryKey} ${digest} `;
  let after = '';
  for (;;) {
    const page = state.references.list({ prefix, after, limit: referencePage });
    for (const { key, document } of page) {
      yield { kind: document.kind, from: key.slice(prefix.length) };
    }
    if (page.length < referencePage) return;
    after = page.at(-1)?.key ?? '';
  }
}

/** Whether every image that needs a layer is archived; then the layer cannot be downloaded. */
export function isLayerArchived(
  state: State,
  repositoryKey: string,
  digest: string,
  now: number,
): boolean {
  let isNeeded = false;
  for (const image of needing(state, repositoryKey, digest, 'blob')) {
    if (statusOf(image, now) === 'ACTIVE') return false;
    isNeeded = true;
  }
  return isNeeded;
}
