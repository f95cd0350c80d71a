import type { Core } from '../core/call.ts';
import type { ImageRecord, RepositoryRecord } from '../state.ts';
import { tellImageAction, tellImageDeleted } from './events.ts';
import { deleteImage } from './image-removal.ts';
import { releaseTag } from './image-store.ts';
import { keyOf } from './repository.ts';

/**
 * Removes a tag from an image that has others, or is needed by a manifest list, and notifies the event bus and
 * pods.
 * @param by ARN of the caller.
 */
export function removeTag(
  core: Core,
  repository: RepositoryRecord,
  image: ImageRecord,
  tag: string,
  by: string,
  now: number,
): void {
  core.state.metadata.transaction(() => releaseTag(core.state, keyOf(repository), tag));
  tellImageAction(core, repository, 'DELETE', image, tag, now);
  core.imageUse.lost(repository, [{ kind: 'untagged', image, tags: [tag], by }]);
}

/** Deletes an image with all its tags, and notifies the event bus and pods. @param by ARN of the caller. */
export function removeImage(
  core: Core,
  repository: RepositoryRecord,
  image: ImageRecord,
  by: string,
  now: number,
): void {
  core.state.metadata.transaction(() => deleteImage(core.state, keyOf(repository), image, now));
  tellImageDeleted(core, repository, image, now);
  core.imageUse.lost(repository, [{ kind: 'deleted', image, by }]);
}
