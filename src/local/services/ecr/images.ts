import type { PutImageRequest } from '@aws-sdk/client-ecr';
import { OciError } from '../../../oci/errors.ts';
import { type Operation, operation } from '../../core/service.ts';
import { ecrErrors } from '../../ecr/errors.ts';
import type { Push } from '../../ecr/image-store.ts';
import { pushImage } from '../../ecr/prepare-push.ts';
import { may, repositoryForPush } from '../../ecr/push.ts';
import { batchGetImage } from './batch-get-image.ts';
import { batchDeleteImage } from './delete-images.ts';
import { describeImageOperations } from './describe-images.ts';
import { apiErrors } from './errors.ts';
import { requireTag } from './image-ids.ts';
import { updateImageStorageClass } from './image-storage.ts';
import type { Outputs } from './outputs.generated.ts';
import { forRepository, named, type OnRepository } from './requests.ts';

export const imageOperations: Record<string, Operation> = {
  PutImage: operation<PutImageRequest & OnRepository, Outputs['PutImage']>({
    permissions: forRepository('PutImage'),
    async run(input, call) {
      requireTag(input.imageTag);
      const which = named(call, input);
      const repository = repositoryForPush(call, which);
      const push = {
        body: input.imageManifest ?? '',
        mediaType: input.imageManifestMediaType,
        tag: input.imageTag,
        digest: input.imageDigest,
      };
      requireMediaType(push);
      const { image, changed } = await pushImage(call, which, push, () => {
        const { decision, message } = may(call, 'ecr:PutImage', which);
        if (decision !== 'allowed') throw ecrErrors.notAuthorized(message ?? '');
        return repositoryForPush(call, which);
      }).catch(asParameter);
      if (!changed) {
        const { name, registryId } = repository;
        throw apiErrors.imageAlreadyExists(image.digest, input.imageTag, name, registryId);
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

  BatchGetImage: batchGetImage,
  BatchDeleteImage: batchDeleteImage,
  UpdateImageStorageClass: updateImageStorageClass,
  ...describeImageOperations,
};

/**
 * A manifest without a type needs a parameter with it (ECR API reference, PutImage). The message is the one
 * that public tests of the API record.
 */
function requireMediaType({ body, mediaType }: Push): void {
  let manifest: { readonly mediaType?: unknown };
  try {
    manifest = Object(JSON.parse(body));
  } catch {
    throw apiErrors.invalidParameter('ImageManifest', 'Invalid JSON syntax');
  }
  if (mediaType !== undefined || manifest.mediaType !== undefined) return;
  throw apiErrors.invalidText('image manifest mediatype not provided in manifest or parameter');
}

/** Converts an error of a manifest to ECR's. */
function asParameter(error: unknown): never {
  throw error instanceof OciError
    ? apiErrors.invalidParameter('ImageManifest', error.message)
    : error;
}
