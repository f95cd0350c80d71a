import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { mediaTypes } from '../../../oci/media-types.ts';
import { StorageError, type StorageErrorCode } from '../../../storage/errors.ts';
import type { Core } from '../../core/call.ts';
import type { AwsError } from '../../protocol/aws-error.ts';
import type { LayerRecord, RepositoryRecord, State } from '../../state.ts';
import { ecrErrors } from './errors.ts';
import { addLayer } from './layer-records.ts';
import { quotas } from './quotas.ts';
import { keyOf } from './repository.ts';

/** How long an upload may take, by the movable clock: whoever needs longer has given up (docs/fidelity.md). */
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
export function requireUpload(core: Core, repository: RepositoryRecord, id: string): void {
  if (core.state.uploads.get(id)?.repository === keyOf(repository)) return;
  throw uploadNotFound(repository, id);
}

/** Bytes that an upload holds. @throws AwsError `UploadNotFoundException` */
export async function uploadedBytes(
  core: Core,
  repository: RepositoryRecord,
  id: string,
): Promise<number> {
  requireUpload(core, repository, id);
  return core.blobs.uploaded(id).catch((error: unknown) => {
    throw isStorage(error, 'NOT_FOUND') ? uploadNotFound(repository, id) : error;
  });
}

function uploadNotFound({ name, registryId }: RepositoryRecord, id: string): AwsError {
  return ecrErrors.uploadNotFound(id, name, registryId);
}

function isStorage(error: unknown, code: StorageErrorCode): boolean {
  return error instanceof StorageError && error.code === code;
}

/** What a client says of a piece before it sends it. */
export interface Piece {
  /** Offset at which it begins. */
  readonly first?: number | undefined;
  /** Its length in bytes. */
  readonly size?: number | undefined;
}

/**
 * Appends to an upload, which nobody else may do at the same time.
 * @returns bytes that the upload holds now.
 * @throws AwsError `InvalidLayerPartException` when the piece does not follow the last one, or another request has
 *   written meanwhile, `LimitExceededException` when the layer gets too large.
 */
export async function appendToUpload(
  core: Core,
  repository: RepositoryRecord,
  id: string,
  source: Readable,
  { first, size = 0 }: Piece = {},
): Promise<number> {
  const held = await uploadedBytes(core, repository, id);
  if (held + size > quotas.layerBytes) throw tooLarge();
  const holds = await core.blobs.append(id, source, first).catch(async (error: unknown) => {
    if (isStorage(error, 'NOT_FOUND')) throw uploadNotFound(repository, id);
    const isBusy = isStorage(error, 'BUSY');
    if (!isBusy && !isStorage(error, 'WRONG_OFFSET')) throw error;
    const now = await uploadedBytes(core, repository, id);
    throw isBusy ? ecrErrors.uploadIsWritten(now) : ecrErrors.invalidLayerPart(first ?? now, now);
  });
  if (holds <= quotas.layerBytes) return holds;
  await cancelUpload(core, repository, id);
  throw tooLarge();
}

function tooLarge(): AwsError {
  return ecrErrors.limitExceeded(`bytes per layer, at most ${quotas.layerBytes}`);
}

/**
 * Makes an upload a layer of the repository, once its content has that digest and is on disk.
 * @throws AwsError `InvalidLayerException` when the digest is another or somebody still writes to the upload,
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
    if (isStorage(error, 'DIGEST_MISMATCH')) throw ecrErrors.invalidLayer();
    if (isStorage(error, 'NOT_FOUND')) throw uploadNotFound(repository, id);
    if (!isStorage(error, 'BUSY')) throw error;
    throw ecrErrors.uploadIsWritten(await uploadedBytes(core, repository, id));
  }
}

/** Drops an upload and what it holds. */
export async function cancelUpload(
  core: Core,
  repository: RepositoryRecord,
  id: string,
): Promise<void> {
  requireUpload(core, repository, id);
  core.state.uploads.delete(id);
  await core.blobs.cancel(id);
}

/** Forgets the uploads to a repository that is being deleted. @returns their ids: what they hold is to be dropped. */
export function forgetUploads({ uploads }: State, repositoryKey: string): string[] {
  const own = uploads.list().filter(({ document }) => document.repository === repositoryKey);
  for (const { key: id } of own) uploads.delete(id);
  return own.map(({ key: id }) => id);
}

/** Drops what uploads hold that there is no record of: a crash came between the file and the record, or after it. */
export async function dropUnknownUploads(core: Core): Promise<void> {
  for (const id of await core.blobs.uploads()) {
    if (core.state.uploads.get(id) === undefined) await core.blobs.cancel(id);
  }
}

/** Drops the uploads that nobody has completed or cancelled in time, of all repositories. */
export async function dropAbandonedUploads(core: Core): Promise<void> {
  const { uploads } = core.state;
  const latest = core.clock.now() - uploadLifetime;
  for (const { key: id, document } of uploads.list()) {
    if (document.startedAt > latest) continue;
    uploads.delete(id);
    await core.blobs.cancel(id);
  }
}
