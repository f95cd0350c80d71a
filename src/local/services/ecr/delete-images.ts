import type { BatchDeleteImageRequest, ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { turnTaking } from '../../core/turns.ts';
import { isReferenced } from '../../ecr/image-references.ts';
import { clearLeavings } from '../../ecr/image-removal.ts';
import { removeImage, removeTag } from '../../ecr/remove-image.ts';
import { keyOf } from '../../ecr/repository.ts';
import type { RepositoryRecord } from '../../state.ts';
import { resolveImage } from './image-ids.ts';
import { forRepository, type OnRepository, repositoryOf } from './requests.ts';

export const batchDeleteImage: Operation = operation<
  BatchDeleteImageRequest & OnRepository,
  object
>({
  permissions: forRepository('BatchDeleteImage'),
  async run(input, call) {
    const repository = repositoryOf(call, input);
    const results: Removal[] = [];
    const giveWay = turnTaking();
    for (const id of input.imageIds ?? []) {
      results.push(remove(call, repository, id));
      await giveWay();
    }
    await clearLeavings(call.core.state);
    return {
      imageIds: results.flatMap((result) => ('removed' in result ? result.removed : [])),
      failures: results.flatMap((result) => ('failure' in result ? [result.failure] : [])),
    };
  },
});

type Removal = { readonly removed: ImageIdentifier[] } | { readonly failure: ImageFailure };

/** Without a digest only the tag is deleted, and the image with its last tag (ECR API, BatchDeleteImage). */
function remove(call: Call, repository: RepositoryRecord, id: ImageIdentifier): Removal {
  const found = resolveImage(call, repository, id);
  if ('failure' in found) return found;
  const { state } = call.core;
  const key = keyOf(repository);
  const { image } = found;
  if (id.imageTag !== undefined && image.tags.length > 1) {
    removeTag(call.core, repository, image, id.imageTag, call.caller.arn, call.now);
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
  removeImage(call.core, repository, image, call.caller.arn, call.now);
  const ids = image.tags.map((imageTag) => ({ imageDigest: image.digest, imageTag }));
  return { removed: ids.length > 0 ? ids : [{ imageDigest: image.digest }] };
}
