// A repository of very many images, put straight into the state: no client could push them in time.
import { DeleteRepositoryCommand, type ECRClient } from '@aws-sdk/client-ecr';
import { type ImageRecord, within } from '../../src/local/state.ts';
import { manifestJson } from '../../src/oci/client/push.ts';
import { digestOf } from '../../src/oci/digest.ts';
import { mediaTypes } from '../../src/oci/media-types.ts';
import { type LocalEcr, startLocalEcr } from './local-ecr.ts';

/** As many images as the tests put into it, of whom each is pushed a second after the one before. */
export const many = 6_000;
export const on = { repositoryName: 'large' };
export const key = '111122223333/eu-west-1/large';
export const expireUntagged = JSON.stringify({
  rules: [
    {
      rulePriority: 1,
      selection: { tagStatus: 'untagged', countType: 'imageCountMoreThan', countNumber: 10 },
      action: { type: 'expire' },
    },
  ],
});
const manifest = manifestJson({
  mediaType: mediaTypes.ociManifest,
  config: { mediaType: mediaTypes.ociConfig, digest: digestOf('{}'), size: 2 },
  layers: [],
});

export const digestAt = (index: number): string => digestOf(`image ${index}`);

export interface LargeRepository {
  readonly local: LocalEcr;
  readonly ecr: ECRClient;
  /** Puts an image there; with children it is a list of them. */
  putImage(index: number, tags: readonly string[], children?: readonly string[]): void;
  isThere(index: number): boolean;
  /** Deletes the repository with all its images. */
  remove(): Promise<unknown>;
}

/** A local AWS in which the test creates the repository. */
export async function startLargeRepository(): Promise<LargeRepository> {
  const local = await startLocalEcr();
  const ecr = local.client();
  const { state, clock } = local.core;
  function putImage(index: number, tags: readonly string[], children: readonly string[] = []) {
    const digest = digestAt(index);
    const image: ImageRecord = {
      digest,
      mediaType: children.length > 0 ? mediaTypes.ociIndex : mediaTypes.ociManifest,
      size: 1,
      pushedAt: clock.now() - (many - index) * 1_000,
      tags,
      children,
      blobs: [],
    };
    state.images.put(within(key, digest), image);
    state.manifests.put(within(key, digest), { body: manifest, mediaType: image.mediaType });
    for (const tag of tags) state.tags.put(within(key, tag), { digest });
    for (const child of children) {
      state.references.put(`${key} ${child} ${digest}`, { kind: 'child' });
    }
  }
  return {
    local,
    ecr,
    putImage,
    isThere: (index) => state.images.get(within(key, digestAt(index))) !== undefined,
    remove: () => ecr.send(new DeleteRepositoryCommand({ ...on, force: true })),
  };
}
