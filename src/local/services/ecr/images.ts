import type {
  BatchGetImageRequest,
  ImageFailure,
  ImageIdentifier,
  PutImageRequest,
} from '@aws-sdk/client-ecr';
import { OciError } from '../../../oci/errors.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { within } from '../../state.ts';
import { batchDeleteImage } from './delete-images.ts';
import { describeImageOperations } from './describe-images.ts';
import { ecrErrors } from './errors.ts';
import { requireTag, resolvePullable } from './image-ids.ts';
import { updateImageStorageClass } from './image-storage.ts';
import type { Push } from './image-store.ts';
import { refreshFromUpstream } from './pull-through-cache.ts';
import { notePull } from './pull-time.ts';
import { acceptPush, repositoryForPush } from './push.ts';
import { forRepository, keyOf, named, type OnRepository, repositoryOf } from './repository.ts';

export const imageOperations: Record<string, Operation> = {
  PutImage: operation<PutImageRequest & OnRepository, object>({
    permissions: forRepository('PutImage'),
    run(input, call) {
      requireTag(input.imageTag);
      const repository = repositoryForPush(call, named(call, input));
      const push = {
        body: input.imageManifest ?? '',
        mediaType: input.imageManifestMediaType,
        tag: input.imageTag,
        digest: input.imageDigest,
      };
      requireMediaType(push);
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
        ...(upstream[index] ?? resolvePullable(call, repository, id)),
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

  BatchDeleteImage: batchDeleteImage,
  UpdateImageStorageClass: updateImageStorageClass,
  ...describeImageOperations,
};

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

/**
 * A manifest that does not say its type needs a parameter that does (ECR API reference, PutImage). The words are
 * those that public tests of the API record.
 */
function requireMediaType({ body, mediaType }: Push): void {
  let manifest: { readonly mediaType?: unknown };
  try {
    manifest = Object(JSON.parse(body));
  } catch {
    throw ecrErrors.invalidParameter('ImageManifest', 'Invalid JSON syntax');
  }
  if (mediaType !== undefined || manifest.mediaType !== undefined) return;
  throw ecrErrors.invalidText('image manifest mediatype not provided in manifest or parameter');
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
