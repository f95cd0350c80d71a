import { parseRepositoryKey } from '../../names/repository.ts';
import { digestOf } from '../../oci/digest.ts';
import { type Descriptor, parseManifest } from '../../oci/manifest.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import type { Store } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import { type ImageRecord, within } from '../state.ts';
import { imageOf } from './ecr.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { recordCall } from './taken-away.ts';

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
  {
    cause: 'HW2308',
    needs: ['repository', 'tag'],
    inject(changes, target, core) {
      const { index, last } = lastOf(target, core);
      const { name: repositoryName } = parseRepositoryKey(target.repository);
      // The index may have been pushed too long ago for the trail.
      for (const digest of [index.digest, last.digest]) {
        const manifest = core.state.manifests.get(within(target.repository, digest));
        recordCall(core, target, 'PutImage', {
          repositoryName,
          imageTag: target.tag,
          imageManifest: manifest?.body,
          imageManifestMediaType: manifest?.mediaType,
        });
      }
      moveTag(changes, target, index.digest, last.digest);
    },
  },
  {
    cause: 'HW1604',
    needs: ['repository', 'tag'],
    inject(changes, target, store) {
      const { index, last } = lastOf(target, store);
      const child = store.state.images.get(within(target.repository, last.digest));
      const image = store.state.manifests.get(within(target.repository, last.digest));
      const manifest = parseManifest(image?.body ?? '{}', last.mediaType);
      if (manifest.kind !== 'image' || child === undefined) return;
      const { config, layers } = manifest;
      // As `helm push` writes a chart with its provenance; what the blobs hold does not matter to a runtime.
      const mediaType = mediaTypes.ociManifest;
      const body = JSON.stringify({
        schemaVersion: 2,
        mediaType,
        config: { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
        layers: [
          ...layers.map((layer) => ({
            ...layer,
            mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
          })),
          { ...config, mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov' },
        ],
      });
      const digest = digestOf(body);
      const key = within(target.repository, digest);
      changes.put('ecr.manifests', key, { body, mediaType });
      changes.put('ecr.images', key, { ...child, digest, mediaType, tags: [], children: [] });
      moveTag(changes, target, index.digest, digest);
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
