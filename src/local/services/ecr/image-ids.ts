import type { ImageFailure, ImageIdentifier } from '@aws-sdk/client-ecr';
import { isDigest } from '../../../oci/digest.ts';
import type { Call } from '../../core/call.ts';
import type { ImageRecord, RepositoryRecord } from '../../state.ts';
import { findImage } from './find-image.ts';
import { keyOf } from './repository.ts';
import { statusOf } from './storage-class.ts';

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
  const image = findImage(core.state, keyOf(repository), id);
  if (image === undefined) return fail('ImageNotFound', 'Requested image not found');
  if (imageDigest !== undefined && imageTag !== undefined && !image.tags.includes(imageTag)) {
    return fail('ImageTagDoesNotMatchDigest', 'Requested image tag does not match the digest');
  }
  return { image };
}

/** Finds an image that can be pulled: one in the archive is described, but not handed out. */
export function resolvePullable(call: Call, repository: RepositoryRecord, id: ImageIdentifier) {
  const found = resolveImage(call, repository, id);
  if ('failure' in found || statusOf(found.image, call.now) === 'ACTIVE') return found;
  const failureReason = 'Requested image is archived and must be restored before it is pulled';
  return { failure: { imageId: id, failureCode: 'ImageInaccessible' as never, failureReason } };
}
