import type {
  BatchDeleteImageRequest,
  BatchGetImageRequest,
  DescribeImagesRequest,
  ImageDetail,
  ImageFailure,
  ImageIdentifier,
  ImageReferrer,
  ListImageReferrersRequest,
  ListImagesRequest,
  PutImageRequest,
} from '@aws-sdk/client-ecr';
import { isDigest } from '../../../oci/digest.ts';
import { OciError } from '../../../oci/errors.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { type ImageRecord, type RepositoryRecord, type State, within } from '../../state.ts';
import { ecrErrors } from './errors.ts';
import {
  deleteImage,
  findImage,
  isReferenced,
  referrersOf,
  releaseTag,
  requireImage,
} from './image-store.ts';
import { listImageIds, matchesImageStatus, matchesTagStatus } from './list-images.ts';
import { type Paging, page, pageOf } from './paging.ts';
import { refreshFromUpstream } from './pull-through-cache.ts';
import { notePull } from './pull-time.ts';
import { acceptPush, repositoryForPush } from './push.ts';
import {
  forRepository,
  keyOf,
  named,
  type OnRepository,
  onRepository,
  repositoryOf,
} from './repository.ts';
import { statusOf } from './storage-class.ts';

/** Referrers on a page unless the request says (ECR API, ListImageReferrers). */
const usualReferrers = 20;

function renderDetail(repository: RepositoryRecord, image: ImageRecord, now: number): ImageDetail {
  const status = statusOf(image, now);
  return {
    registryId: repository.registryId,
    repositoryName: repository.name,
    imageDigest: image.digest,
    ...(image.tags.length === 0 ? {} : { imageTags: [...image.tags] }),
    imageSizeInBytes: image.size,
    imagePushedAt: new Date(image.pushedAt),
    imageManifestMediaType: image.mediaType,
    ...(image.artifactMediaType === undefined
      ? {}
      : { artifactMediaType: image.artifactMediaType }),
    ...(image.lastPulledAt === undefined
      ? {}
      : { lastRecordedPullTime: new Date(image.lastPulledAt) }),
    ...(image.subject === undefined ? {} : { subjectManifestDigest: image.subject }),
    imageStatus: status,
    ...(image.lastArchivedAt === undefined
      ? {}
      : { lastArchivedAt: new Date(image.lastArchivedAt) }),
    ...(image.lastActivatedAt === undefined || status === 'ACTIVATING'
      ? {}
      : { lastActivatedAt: new Date(image.lastActivatedAt) }),
  };
}

/** Finds an image for a batch: a missing or contradictory id is a failure of its own, not of the call. */
function resolve(
  { core }: Call,
  repository: RepositoryRecord,
  id: ImageIdentifier,
): { readonly image: ImageRecord } | { readonly failure: ImageFailure } {
  const fail = (failureCode: string, failureReason: string) => ({
    failure: { imageId: id, failureCode: failureCode as never, failureReason },
  });
  const { imageDigest, imageTag } = id;
  if (imageDigest === undefined && imageTag === undefined) {
    return fail(
      'MissingDigestAndTag',
      'Invalid request parameters: both tag and digest cannot be null',
    );
  }
  if (imageDigest !== undefined && !isDigest(imageDigest)) {
    return fail(
      'InvalidImageDigest',
      `Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'`,
    );
  }
  const image = findImage(core.state, keyOf(repository), id);
  if (image === undefined) return fail('ImageNotFound', 'Requested image not found');
  if (imageDigest !== undefined && imageTag !== undefined && !image.tags.includes(imageTag)) {
    return fail('ImageTagDoesNotMatchDigest', 'Requested image tag does not match the digest');
  }
  return { image };
}

export const imageOperations: Record<string, Operation> = {
  PutImage: operation<PutImageRequest & OnRepository, object>({
    permissions: forRepository('PutImage'),
    run(input, call) {
      const repository = repositoryForPush(call, named(call, input));
      const push = {
        body: input.imageManifest ?? '',
        mediaType: input.imageManifestMediaType,
        tag: input.imageTag,
        digest: input.imageDigest,
      };
      const { image, changed } = acceptManifest(() => acceptPush(call, repository, push));
      if (!changed) {
        const { name, registryId } = repository;
        throw ecrErrors.imageAlreadyExists(image.digest, input.imageTag, name, registryId);
      }
      return {
        image: {
          registryId: repository.registryId,
          repositoryName: repository.name,
          imageId: {
            imageDigest: image.digest,
            ...(input.imageTag === undefined ? {} : { imageTag: input.imageTag }),
          },
          imageManifest: input.imageManifest,
          imageManifestMediaType: image.mediaType,
        },
      };
    },
  }),

  BatchGetImage: operation<BatchGetImageRequest & OnRepository, object>({
    permissions: forRepository('BatchGetImage'),
    async run(input, call) {
      const upstream = await refreshAll(call, input);
      const repository = repositoryOf(call, input);
      const { state } = call.core;
      const found = (input.imageIds ?? []).map((id, index) => ({
        id,
        ...(upstream[index] ?? pullable(call, repository, id)),
      }));
      const images = found.flatMap((item) => {
        if (!('image' in item)) return [];
        const { image, id } = item;
        notePull(call.core, call.caller, repository, image, call.now);
        const manifest = state.manifests.get(within(keyOf(repository), image.digest));
        const imageId = {
          imageDigest: image.digest,
          ...(id.imageTag === undefined ? {} : { imageTag: id.imageTag }),
        };
        return [
          {
            registryId: repository.registryId,
            repositoryName: repository.name,
            imageId,
            imageManifest: manifest?.body,
            imageManifestMediaType: image.mediaType,
          },
        ];
      });
      const failures = found.flatMap((item) => ('failure' in item ? [item.failure] : []));
      return { images, failures };
    },
  }),

  BatchDeleteImage: operation<BatchDeleteImageRequest & OnRepository, object>({
    permissions: forRepository('BatchDeleteImage'),
    run(input, call) {
      const repository = repositoryOf(call, input);
      const results = (input.imageIds ?? []).map((id) => remove(call, repository, id));
      return {
        imageIds: results.flatMap((result) => ('removed' in result ? result.removed : [])),
        failures: results.flatMap((result) => ('failure' in result ? [result.failure] : [])),
      };
    },
  }),

  DescribeImages: operation<DescribeImagesRequest & OnRepository & Paging, object>({
    permissions: forRepository('DescribeImages'),
    run(input, call) {
      const repository = repositoryOf(call, input);
      const { images } = call.core.state;
      if (input.imageIds !== undefined) {
        const details = input.imageIds.map((id) => {
          const image = requireImage(call.core.state, repository, id);
          return renderDetail(repository, image, call.now);
        });
        return { imageDetails: details };
      }
      const { entries, ...next } = page(
        images,
        `${keyOf(repository)} `,
        input,
        (image) =>
          matchesTagStatus(image.tags, input.filter?.tagStatus) &&
          matchesImageStatus(image, input.filter?.imageStatus, call.now),
      );
      const imageDetails = entries.map(({ document }) =>
        renderDetail(repository, document, call.now),
      );
      return { imageDetails, ...next };
    },
  }),

  ListImages: operation<ListImagesRequest & OnRepository & Paging, object>({
    permissions: forRepository('ListImages'),
    run: (input, call) =>
      listImageIds(
        call.core.state,
        keyOf(repositoryOf(call, input)),
        input.filter ?? {},
        input,
        call.now,
      ),
  }),

  ListImageReferrers: operation<ListImageReferrersRequest & OnRepository & Paging, object>({
    permissions: (input, call) => [
      onRepository(call.core, 'ecr:BatchGetImage', named(call, input)),
    ],
    run(input, call) {
      const repository = repositoryOf(call, input);
      const { state } = call.core;
      const subject = input.subjectId?.imageDigest ?? '';
      const types = input.filter?.artifactTypes;
      const { maxResults = usualReferrers, nextToken } = input;
      const paging = { maxResults, ...(nextToken === undefined ? {} : { nextToken }) };
      const found = referrersOf(state, keyOf(repository), subject);
      const { items: referrers, ...next } = pageOf(found, paging, (image) => {
        const isAsked =
          (types?.includes(image.artifactMediaType ?? '') ?? true) &&
          matchesImageStatus(image, input.filter?.artifactStatus, call.now);
        return isAsked ? renderReferrer(state, repository, image, call.now) : undefined;
      });
      return { referrers, ...next };
    },
  }),
};

function renderReferrer(
  state: State,
  repository: RepositoryRecord,
  image: ImageRecord,
  now: number,
): ImageReferrer {
  const body = state.manifests.get(within(keyOf(repository), image.digest))?.body ?? '{}';
  const { annotations } = JSON.parse(body) as { annotations?: Record<string, string> };
  return {
    digest: image.digest,
    mediaType: image.mediaType,
    ...(image.artifactMediaType === undefined ? {} : { artifactType: image.artifactMediaType }),
    size: Buffer.byteLength(body),
    ...(annotations === undefined ? {} : { annotations }),
    artifactStatus: statusOf(image, now),
  };
}

/** Brings what is asked for from upstream; what failed there, and is not cached, is a failure of its own. */
function refreshAll(
  call: Call,
  input: BatchGetImageRequest & OnRepository,
): Promise<({ readonly failure: ImageFailure } | undefined)[]> {
  const refresh = async (imageId: ImageIdentifier) => {
    try {
      await refreshFromUpstream(call, named(call, input), imageId);
      return undefined;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { code, message: failureReason } = error;
      return { failure: { imageId, failureCode: code as never, failureReason } };
    }
  };
  return Promise.all((input.imageIds ?? []).map(refresh));
}

/** Finds an image that can be pulled: one in the archive is described, but not handed out. */
function pullable(call: Call, repository: RepositoryRecord, id: ImageIdentifier) {
  const found = resolve(call, repository, id);
  if ('failure' in found || statusOf(found.image, call.now) === 'ACTIVE') return found;
  const failureReason = 'Requested image is archived and must be restored before it is pulled';
  return { failure: { imageId: id, failureCode: 'ImageInaccessible' as never, failureReason } };
}

/** Without a digest only the tag goes, and the image with its last tag (ECR API, BatchDeleteImage). */
function remove(
  call: Call,
  repository: RepositoryRecord,
  id: ImageIdentifier,
): { readonly removed: ImageIdentifier[] } | { readonly failure: ImageFailure } {
  const found = resolve(call, repository, id);
  if ('failure' in found) return found;
  const { state } = call.core;
  const key = keyOf(repository);
  const { image } = found;
  if (id.imageTag !== undefined && image.tags.length > 1) {
    releaseTag(state, key, id.imageTag);
    return { removed: [{ imageDigest: image.digest, imageTag: id.imageTag }] };
  }
  if (isReferenced(state, key, image.digest)) {
    return {
      failure: {
        imageId: id,
        failureCode: 'ImageReferencedByManifestList' as never,
        failureReason: 'Requested image referenced by manifest list',
      },
    };
  }
  state.metadata.transaction(() => deleteImage(state, key, image));
  const ids = image.tags.map((imageTag) => ({ imageDigest: image.digest, imageTag }));
  return { removed: ids.length > 0 ? ids : [{ imageDigest: image.digest }] };
}

/** Turns what is wrong with a manifest into ECR's words for it. */
function acceptManifest<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof OciError) {
      throw ecrErrors.invalidParameter('ImageManifest', error.message);
    }
    throw error;
  }
}
