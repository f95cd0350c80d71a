import {
  BatchGetImageCommand,
  DescribeImagesCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  type ImageFailure,
} from '@aws-sdk/client-ecr';
import { type Fact, known } from '../../chain/fact.ts';
import { type ImageFacts, imageAt } from '../../chain/world.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { artifactTypeOf } from '../../oci/artifact.ts';
import { type ImageManifest, type Manifest, parseManifest } from '../../oci/manifest.ts';
import { mediaTypes } from '../../oci/media-types.ts';
import type { Platform } from '../../oci/platform.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Access } from './accounts.ts';
import { missingBlobs } from './missing-blobs.ts';
import { forPlace } from './repository.ts';

const manifestTypes = [
  mediaTypes.ociIndex,
  mediaTypes.ociManifest,
  mediaTypes.dockerManifestList,
  mediaTypes.dockerManifest,
];
export interface Names {
  readonly registryId: string;
  readonly repositoryName: string;
}

interface Found {
  readonly digest: string;
  readonly manifest: Manifest;
}

/**
 * Looks at an image: what it is, for which platforms, and whether its layers are all there.
 * @param isCached whether a cache rule may fill the repository: to ask for an image by its tag would import it then, so it
 *   is looked up first, and asked for by its digest.
 */
export function observeImage(
  access: Access,
  place: EcrImage,
  isCached = false,
): Promise<Fact<ImageFacts>> {
  return once(access, `image ${place.imageKey} ${isCached}`, () =>
    lookAtImage(access, place, isCached),
  );
}

async function lookAtImage(
  access: Access,
  place: EcrImage,
  isCached = false,
): Promise<Fact<ImageFacts>> {
  const { client, names } = forPlace(access, place);
  if (isCached) {
    const there = await observeDigest(client, names, place);
    if (there.state !== 'known') return there;
    return observeAt(access, place, there.value, isCached);
  }
  return observeAt(access, place, place.imageKey.slice(place.repositoryKey.length + 1));
}

/** The digest of what the registry holds itself, under whatever status. */
function observeDigest(client: ECRClient, names: Names, place: EcrImage): Promise<Fact<string>> {
  const reference = place.imageKey.slice(place.repositoryKey.length + 1);
  const look = {
    fact: `image ${place.imageKey}`,
    permission: `ecr:DescribeImages on ${place.repositoryArn}`,
    absentOn: ['RepositoryNotFoundException', 'ImageNotFoundException'],
  };
  return observe(look, async () => {
    const imageIds = [idOf(reference)];
    const { imageDetails } = await client.send(new DescribeImagesCommand({ ...names, imageIds }));
    return imageDetails?.[0]?.imageDigest;
  });
}

async function observeAt(
  access: Access,
  place: EcrImage,
  reference: string,
  isCached = false,
): Promise<Fact<ImageFacts>> {
  const { client, names } = forPlace(access, place);
  const look = {
    ...imageAt(place),
    absentOn: ['RepositoryNotFoundException', 'ImageNotFoundException'],
  };
  const found = await observe(look, () => fetchManifest(client, names, reference));
  if (found.state === 'absent') return observeInactive(client, names, place, reference);
  if (found.state !== 'known') return found;
  const { digest, manifest } = found.value;
  const images = manifest.kind === 'image' ? [manifest] : await children(client, names, manifest);
  const artifactType = artifactTypeOf(manifest);
  return known({
    digest,
    status: 'ACTIVE',
    mediaType: manifest.mediaType,
    ...(artifactType === undefined ? {} : { artifactType }),
    platforms: await platformsOf(client, names, place, manifest),
    missingBlobs: await missingBlobs(client, names, place, images, isCached),
  });
}

/** An image that a pull does not find may still lie in the archive, or be on its way back. */
function observeInactive(
  client: ECRClient,
  names: Names,
  place: EcrImage,
  reference: string,
): Promise<Fact<ImageFacts>> {
  const look = {
    fact: `storage class of ${place.imageKey}`,
    permission: `ecr:DescribeImages on ${place.repositoryArn}`,
    absentOn: ['RepositoryNotFoundException', 'ImageNotFoundException'],
  };
  return observe(look, async () => {
    const { imageDetails } = await client.send(
      new DescribeImagesCommand({
        ...names,
        imageIds: [idOf(reference)],
        filter: { imageStatus: 'ANY' },
      }),
    );
    const [detail] = imageDetails ?? [];
    const status = detail?.imageStatus;
    if (status !== 'ARCHIVED' && status !== 'ACTIVATING') return undefined;
    return {
      digest: detail?.imageDigest ?? '',
      status,
      mediaType: detail?.imageManifestMediaType ?? '',
      platforms: known([]),
      missingBlobs: known([]),
    };
  });
}

function idOf(reference: string): { imageDigest: string } | { imageTag: string } {
  return reference.includes(':') ? { imageDigest: reference } : { imageTag: reference };
}

/** Failures that mean that there is no such image, or that it lies in the archive. */
const notActive = new Set([
  'ImageInaccessible',
  'ImageNotFound',
  'ImageTagDoesNotMatchDigest',
  'InvalidImageDigest',
  'InvalidImageTag',
]);

/** An image that is there, or may be, and is not given out: its key does not work, or its upstream does not answer. */
function unreadable({ failureCode, failureReason = '' }: ImageFailure): Error {
  return Object.assign(new Error(failureReason), { name: failureCode });
}

async function fetchManifest(
  client: ECRClient,
  names: Names,
  reference: string,
): Promise<Found | undefined> {
  const imageIds = [idOf(reference)];
  const { images, failures } = await client.send(
    new BatchGetImageCommand({ ...names, imageIds, acceptedMediaTypes: manifestTypes }),
  );
  const [image] = images ?? [];
  const failure = failures?.find(({ failureCode = '' }) => !notActive.has(failureCode));
  if (failure !== undefined) throw unreadable(failure);
  if (image?.imageManifest === undefined) return undefined;
  return {
    digest: image.imageId?.imageDigest ?? '',
    manifest: parseManifest(image.imageManifest, image.imageManifestMediaType),
  };
}

/** The image manifests that an index lists; one that is gone counts among the missing. */
async function children(
  client: ECRClient,
  names: Names,
  index: Extract<Manifest, { kind: 'index' }>,
): Promise<ImageManifest[]> {
  const found = await Promise.all(
    index.manifests.map(({ digest }) => fetchManifest(client, names, digest)),
  );
  return found.flatMap((child) => (child?.manifest.kind === 'image' ? [child.manifest] : []));
}

async function platformsOf(
  client: ECRClient,
  names: Names,
  place: EcrImage,
  manifest: Manifest,
): Promise<Fact<readonly Platform[]>> {
  if (manifest.kind === 'index') {
    const listed = manifest.manifests.flatMap(({ platform }) => platform ?? []);
    return known(listed.filter(({ os }) => os !== 'unknown'));
  }
  const look = {
    fact: `platform of ${place.imageKey}`,
    permission: `ecr:GetDownloadUrlForLayer on ${place.repositoryArn}`,
    absentOn: [],
  };
  return observe(look, async () => {
    const layerDigest = manifest.config.digest;
    const { downloadUrl } = await client.send(
      new GetDownloadUrlForLayerCommand({ ...names, layerDigest }),
    );
    const config = (await (await fetch(downloadUrl ?? '')).json()) as Partial<Platform>;
    const { os, architecture, variant } = config;
    if (os === undefined || architecture === undefined) return [];
    return [{ os, architecture, ...(variant === undefined ? {} : { variant }) }];
  });
}
