import { setImmediate as nextTurn } from 'node:timers/promises';
import { digestOf } from '../../oci/digest.ts';
import type { Blobs } from '../../storage/blobs.ts';
import type { Collection, Entry } from '../../storage/metadata.ts';
import { cacheRuleFor } from '../ecr/cache-rules.ts';
import { type ImageRecord, type RepositoryRecord, type State, within } from '../state.ts';

/** A stored object that is missing or damaged. */
export interface Loss {
  /** Repository, as `account/region/name`. */
  readonly repository: string;
  readonly kind: 'layer' | 'manifest' | 'child' | 'tag' | 'repository';
  /** Digest, or the tag. */
  readonly what: string;
  readonly why: string;
}

/** The result of a verification. */
export interface Verification {
  readonly images: number;
  readonly layers: number;
  /** Distinct content that was read, and its size. */
  readonly contents: number;
  readonly bytes: number;
  readonly lost: readonly Loss[];
}

const pageSize = 200;

/**
 * Recomputes the digest of every manifest and of all content, and follows every reference of images, tags and
 * layers. What a pull through cache has not fetched yet does not count as lost.
 */
export async function verifyData(state: State, blobs: Blobs): Promise<Verification> {
  const lost: Loss[] = [];
  const sizes = new Map<string, number | undefined>();
  let [images, layers] = [0, 0];
  for await (const { key, document: layer } of all(state.layers)) {
    layers++;
    const { digest } = layer;
    if (!sizes.has(digest)) sizes.set(digest, await blobs.prove(digest));
    if (sizes.get(digest) === layer.size) continue;
    const why = 'its content is missing or damaged: push it again';
    lost.push({ repository: repositoryOf(key), kind: 'layer', what: digest, why });
  }
  for await (const { key, document: image } of all(state.images)) {
    images++;
    lost.push(...lossesOf(state, repositoryOf(key), image));
  }
  for await (const { key, document: tag } of all(state.tags)) {
    const repository = repositoryOf(key);
    if (state.images.get(within(repository, tag.digest)) !== undefined) continue;
    const what = key.slice(repository.length + 1);
    lost.push({ repository, kind: 'tag', what, why: `its image ${tag.digest} is missing` });
  }
  const proven = [...sizes.values()].filter((size) => size !== undefined);
  const bytes = proven.reduce((sum, size) => sum + size, 0);
  return { images, layers, contents: sizes.size, bytes, lost };
}

function lossesOf(state: State, repository: string, image: ImageRecord): Loss[] {
  const record = state.repositories.get(repository);
  const { digest } = image;
  if (record === undefined) {
    return [{ repository, kind: 'repository', what: digest, why: 'the image has no repository' }];
  }
  const algorithm = digest.startsWith('sha512:') ? 'sha512' : 'sha256';
  const body = state.manifests.get(within(repository, digest))?.body;
  const isWhole = body !== undefined && digestOf(body, algorithm) === digest;
  const why = `image ${digest} needs it, and it is missing: push the image again`;
  return [
    ...(isWhole
      ? []
      : [{ repository, kind: 'manifest', what: digest, why: 'it is missing or damaged' } as const]),
    ...image.children
      .filter((child) => state.images.get(within(repository, child)) === undefined)
      .map((what) => ({ repository, kind: 'child', what, why }) as const),
    ...missingLayers(state, record, repository, image).map(
      (what) => ({ repository, kind: 'layer', what, why }) as const,
    ),
  ];
}

function missingLayers(
  state: State,
  record: RepositoryRecord,
  repository: string,
  { blobs }: ImageRecord,
): string[] {
  if (cacheRuleFor(state, record) !== undefined) return [];
  return blobs.filter((blob) => state.layers.get(within(repository, blob)) === undefined);
}

function repositoryOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

async function* all<Document>(collection: Collection<Document>): AsyncGenerator<Entry<Document>> {
  let after = '';
  for (;;) {
    const page = collection.list({ after, limit: pageSize });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1)?.key ?? '';
    await nextTurn();
  }
}
