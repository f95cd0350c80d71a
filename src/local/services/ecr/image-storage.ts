import type { UpdateImageStorageClassRequest } from '@aws-sdk/client-ecr';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { requireImage } from '../../ecr/find-image.ts';
import { listsOf, needing } from '../../ecr/image-references.ts';
import { keyOf } from '../../ecr/repository.ts';
import { activate, archive, restorationTime, statusOf } from '../../ecr/storage-class.ts';
import { type ImageRecord, type RepositoryRecord, within } from '../../state.ts';
import { apiErrors } from './errors.ts';
import { forRepository, type OnRepository, repositoryOf } from './requests.ts';

/** `UpdateImageStorageClass`: archives at once, restores after a time by the movable clock. */
export const updateImageStorageClass: Operation = operation<
  UpdateImageStorageClassRequest & OnRepository,
  object
>({
  permissions: forRepository('UpdateImageStorageClass'),
  run(input, call) {
    const repository = repositoryOf(call, input);
    const { state } = call.core;
    const image = requireImage(state, repository, input.imageId ?? {});
    const moved =
      input.targetStorageClass === 'ARCHIVE'
        ? intoArchive(call, repository, image)
        : outOfArchive(image, call.now);
    state.images.put(within(keyOf(repository), image.digest), moved);
    return {
      registryId: repository.registryId,
      repositoryName: repository.name,
      imageId: { ...input.imageId, imageDigest: image.digest },
      imageStatus: statusOf(moved, call.now),
    };
  },
});

/** Referrers follow their image; what an active list refers to stays (ECR User Guide). */
function intoArchive(
  { core, caller, now }: Call,
  repository: RepositoryRecord,
  image: ImageRecord,
): ImageRecord {
  const { state } = core;
  const key = keyOf(repository);
  const refuse = (why: string) => apiErrors.storageClassUpdateNotSupported(image.digest, why);
  if (statusOf(image, now) !== 'ACTIVE') throw refuse('it is not active');
  const lists = listsOf(state, key, image.digest);
  if (lists.some((list) => statusOf(list, now) === 'ACTIVE')) {
    throw refuse('an active manifest list references it');
  }
  for (const referrer of needing(state, key, image.digest, 'subject')) {
    if (statusOf(referrer, now) !== 'ACTIVE') continue;
    state.images.put(within(key, referrer.digest), archive(referrer, now));
  }
  core.imageUse.lost(repository, [{ kind: 'archived', image, by: caller.arn }]);
  return archive(image, now);
}

function outOfArchive(image: ImageRecord, now: number): ImageRecord {
  if (statusOf(image, now) === 'ARCHIVED') return activate(image, now + restorationTime);
  throw apiErrors.storageClassUpdateNotSupported(image.digest, 'it is not archived');
}
