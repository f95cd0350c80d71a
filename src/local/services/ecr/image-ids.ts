import type { ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import { isDigest } from '../../../names/digest.ts';
import type { Call } from '../../core/call.ts';
import { findImage, isOfAnother } from '../../ecr/find-image.ts';
import { keyOf } from '../../ecr/repository.ts';
import { statusOf } from '../../ecr/storage-class.ts';
import type { ImageRecord, RepositoryRecord } from '../../state.ts';
import { apiErrors } from './errors.ts';

/** The grammar of a tag: the registry's, with ECR's own length. */
const tagPattern = '[a-zA-Z0-9_][a-zA-Z0-9-_.]{0,299}';
const tagShape = new RegExp(`^${tagPattern}$`);

/** @throws AwsError `InvalidParameterException` for an invalid tag. */
export function requireTag(tag: string | undefined): void {
  if (tag === undefined || tagShape.test(tag)) return;
  throw apiErrors.invalidParameter('imageTag', `must satisfy regular expression '${tagPattern}'`);
}

/** Finds an image for a batch: a missing or contradictory id is a failure of its own, not of the call. */
export function resolveImage(
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
  if (imageTag !== undefined && !tagShape.test(imageTag)) {
    return fail(
      'InvalidImageTag',
      `Invalid request parameters: image tag should satisfy the regex '${tagPattern}'`,
    );
  }
  if (isOfAnother(core.state, keyOf(repository), id)) {
    return fail(
      'ImageTagDoesNotMatchDigest',
      'Invalid request parameters: given tag does not map to the given digest',
    );
  }
  const image = findImage(core.state, keyOf(repository), id);
  return image === undefined ? fail('ImageNotFound', 'Requested image not found') : { image };
}

/** Finds an image that can be pulled: an archived one is described, but not served. */
export function resolvePullable(call: Call, repository: RepositoryRecord, id: ImageIdentifier) {
  const found = resolveImage(call, repository, id);
  if ('failure' in found || statusOf(found.image, call.now) === 'ACTIVE') return found;
  const failureReason = 'Requested image is archived and must be restored before it is pulled';
  return { failure: { imageId: id, failureCode: 'ImageInaccessible' as never, failureReason } };
}
