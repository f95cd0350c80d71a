import { digestOf } from '../../oci/digest.ts';
import { type Descriptor, parseManifest } from '../../oci/manifest.ts';
import type { Store } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import { type ImageRecord, within } from '../state.ts';
import { imageOf } from './ecr.ts';
import type { Changes, Fault, Target } from './fault.ts';

/** Faults in what an image was built for. */
export const platformFaults: readonly Fault[] = [
  {
    cause: 'HW1601',
    needs: ['repository', 'tag'],
    inject(changes, target, store) {
      const { index, last } = lastOf(target, store);
      const { mediaType } = index;
      const body = JSON.stringify({ schemaVersion: 2, mediaType, manifests: [last] });
      const digest = digestOf(body);
      const key = within(target.repository, digest);
      changes.put('ecr.manifests', key, { body, mediaType });
      changes.put('ecr.images', key, { ...index, digest, tags: [], children: [last.digest] });
      moveTag(changes, target, index.digest, digest);
    },
  },
  {
    cause: 'HW1602',
    needs: ['repository', 'tag'],
    inject(changes, target, store) {
      const { index, last } = lastOf(target, store);
      moveTag(changes, target, index.digest, last.digest);
    },
  },
];

/** An index, and of its images the one that is least likely to suit: the s390x of them, or the last. */
function lastOf(
  target: Target,
  { state }: Store,
): { readonly index: ImageRecord; readonly last: Descriptor } {
  const index = imageOf(state, target);
  const body = state.manifests.get(within(target.repository, index.digest))?.body ?? '{}';
  const manifest = parseManifest(body, index.mediaType);
  const last = manifest.kind === 'index' ? manifest.manifests.at(-1) : undefined;
  if (last === undefined) {
    throw new LocalError(
      'CANNOT_BREAK',
      `${target.repository}:${target.tag} is not a multi-platform image`,
    );
  }
  return { index, last };
}

function moveTag(changes: Changes, { repository, tag }: Target, from: string, to: string): void {
  const retag = (digest: string, tags: (before: readonly string[]) => readonly string[]): void =>
    changes.change<ImageRecord>('ecr.images', within(repository, digest), 'image', (record) => ({
      ...record,
      tags: tags(record.tags),
    }));
  retag(from, (tags) => tags.filter((one) => one !== tag));
  retag(to, (tags) => [...tags, tag]);
  changes.change('ecr.tags', within(repository, tag), 'tag', () => ({ digest: to }));
}
