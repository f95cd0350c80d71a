import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { mediaTypes } from '../../oci/media-types.ts';
import type { Piece } from '../../storage/blobs.ts';
import { StorageError, UploadConflict } from '../../storage/errors.ts';
import type { Core, Store } from '../core/call.ts';
import type { AwsError } from '../protocol/aws-error.ts';
import type { LayerRecord, RepositoryRecord, State } from '../state.ts';
import { ecrErrors } from './errors.ts';
import { addLayer } from './layer-records.ts';
import { quotas } from './quotas.ts';
import { keyOf } from './repository.ts';

/** How long an upload may take, by the movable clock; then it counts as abandoned (docs/fidelity.md). */
export const uploadLifetime = 24 * 3_600_000;

/** Begins the upload of a layer. @returns the upload's id. */
export async function beginUpload(core: Core, repository: RepositoryRecord): Promise<string> {
  const id = randomUUID();
  await core.blobs.begin(id);
  if (core.state.repositories.get(keyOf(repository)) === undefined) {
    await core.blobs.cancel(id);
    throw ecrErrors.repositoryNotFound(repository.name, repository.registryId);
  }
  core.state.uploads.put(id, { repository: keyOf(repository), startedAt: core.clock.now() });
  return id;
}

/** @throws AwsError `UploadNotFoundException` unless the upload is one of this repository. */
export function requireUpload(core: Store, repository: RepositoryRecord, id: string): void {
  if (core.state.uploads.get(id)?.repository === keyOf(repository)) return;
  throw uploadNotFound(repository, id);
}

/** Bytes that an upload holds. @throws AwsError `UploadNotFoundException` */
export async function uploadedBytes(
  core: Store,
  repository: RepositoryRecord,
  id: string,
): Promise<number> {
  requireUpload(core, repository, id);
  return core.blobs.uploaded(id).catch((error: unknown) => {
    throw asAwsError(error, repository, id);
  });
}

function uploadNotFound({ name, registryId }: RepositoryRecord, id: string): AwsError {
  return ecrErrors.uploadNotFound(id, name, registryId);
}

/**
 * Appends to an upload; only one request may do so at a time.
 * @returns bytes that the upload holds now.
 * @throws AwsError `InvalidLayerPartException` when the part does not follow the last one, or another request
 * has
 *   written meanwhile, `LimitExceededException` when the layer gets too large.
 */
export async function appendToUpload(
  core: Core,
  repository: RepositoryRecord,
  id: string,
  source: Readable,
  piece: Pick<Piece, 'at' | 'size'> = {},
): Promise<number> {
  requireUpload(core, repository, id);
  const most = quotas.layerBytes;
  const holds = await core.blobs.append(id, source, { ...piece, most }).catch((error: unknown) => {
    throw asAwsError(error, repository, id, piece);
  });
  if (holds <= most) return holds;
  await cancelUpload(core, repository, id);
  throw tooLarge();
}

/** Storage errors of an upload as ECR's errors. */
function asAwsError(
  error: unknown,
  repository: RepositoryRecord,
  id: string,
  piece: Piece = {},
): unknown {
  if (error instanceof UploadConflict) {
    return error.code === 'BUSY'
      ? ecrErrors.uploadIsWritten(error.held)
      : ecrErrors.invalidLayerPart(piece.at ?? error.held, error.held);
  }
  if (!(error instanceof StorageError)) return error;
  if (error.code === 'NOT_FOUND') return uploadNotFound(repository, id);
  if (error.code === 'DIGEST_MISMATCH') return ecrErrors.invalidLayer();
  return error.code === 'TOO_LARGE' ? tooLarge() : error;
}

function tooLarge(): AwsError {
  return ecrErrors.limitExceeded(`bytes per layer, at most ${quotas.layerBytes}`);
}

/**
 * Makes an upload a layer of the repository, once its content has that digest and is on disk.
 * @throws AwsError `InvalidLayerException` when the digest differs or a request is still writing to the upload,
 *   `UploadNotFoundException` when the upload, or its repository, was removed meanwhile.
 */
export async function completeUpload(
  core: Core,
  repository: RepositoryRecord,
  id: string,
  digest: string,
): Promise<LayerRecord> {
  requireUpload(core, repository, id);
  try {
    return await core.content.keeping(digest, async () => {
      const size = await core.blobs.commit(id, digest);
      if (core.state.uploads.get(id)?.repository !== keyOf(repository)) {
        core.content.unneeded(digest);
        throw uploadNotFound(repository, id);
      }
      const layer: LayerRecord = { digest, size, mediaType: mediaTypes.dockerLayerGzip };
      addLayer(core, keyOf(repository), layer);
      core.state.uploads.delete(id);
      return layer;
    });
  } catch (error) {
    throw asAwsError(error, repository, id);
  }
}

/** Removes an upload and its content. */
export async function cancelUpload(
  core: Core,
  repository: RepositoryRecord,
  id: string,
): Promise<void> {
  requireUpload(core, repository, id);
  core.state.uploads.delete(id);
  await core.blobs.cancel(id);
}

/**
 * Removes the records of uploads to a repository that is being deleted. @returns their ids: their content must
 * be removed.
 */
export function forgetUploads({ uploads }: State, repositoryKey: string): string[] {
  const own = uploads.list().filter(({ document }) => document.repository === repositoryKey);
  for (const { key: id } of own) uploads.delete(id);
  return own.map(({ key: id }) => id);
}

/** Removes the content of uploads without a record: a crash came between the file and the record. */
export async function dropUnknownUploads(core: Core): Promise<void> {
  for (const id of await core.blobs.uploads()) {
    if (core.state.uploads.get(id) === undefined) await core.blobs.cancel(id);
  }
}

/** Removes the uploads of all repositories that were not completed or cancelled in time. */
export async function dropAbandonedUploads(core: Core): Promise<void> {
  const { uploads } = core.state;
  const latest = core.clock.now() - uploadLifetime;
  for (const { key: id, document } of uploads.list()) {
    if (document.startedAt > latest) continue;
    uploads.delete(id);
    await core.blobs.cancel(id);
  }
}
