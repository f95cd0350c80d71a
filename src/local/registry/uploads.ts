import type { UploadPiece } from '../../distribution/backend.ts';
import { UploadOffsetError } from '../../distribution/errors.ts';
import { repositoryForPush } from '../ecr/push.ts';
import { repository } from '../ecr/repository.ts';
import {
  appendToUpload,
  beginUpload as begin,
  completeUpload,
  requireUpload,
} from '../ecr/uploads.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { RepositoryRecord } from '../state.ts';
import { target, type Visit } from './visit.ts';

export function beginUpload(visit: Visit, name: string): Promise<string> {
  return begin(visit.core, repositoryForPush(visit, target(visit, name)));
}

/**
 * @throws UploadOffsetError for a part that does not follow the last one, or while another request writes;
 * AwsError.
 */
export async function append(
  visit: Visit,
  name: string,
  id: string,
  { source, at, size }: UploadPiece,
): Promise<number> {
  try {
    const to = repositoryOf(visit, name);
    const held = await appendToUpload(visit.core, to, id, source, { at, size });
    requireUpload(visit.core, repositoryOf(visit, name), id);
    return held;
  } catch (cause) {
    if (!(cause instanceof AwsError && cause.code === 'InvalidLayerPartException')) throw cause;
    const held = Number(cause.detail.lastValidByteReceived) + 1;
    throw new UploadOffsetError(cause.message, held, { cause });
  }
}

export async function complete(
  visit: Visit,
  name: string,
  id: string,
  digest: string,
): Promise<void> {
  // Reading the body took time: the permission may have been revoked meanwhile.
  visit.admit();
  await completeUpload(visit.core, repositoryOf(visit, name), id, digest);
}

function repositoryOf(visit: Visit, name: string): RepositoryRecord {
  return repository(visit.core, target(visit, name));
}
