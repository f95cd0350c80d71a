import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { mediaTypes } from '../../../oci/media-types.ts';
import { StorageError } from '../../../storage/errors.ts';
import type { Core } from '../../core/call.ts';
import type { AwsError } from '../../protocol/aws-error.ts';
import type { LayerRecord, RepositoryRecord } from '../../state.ts';
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
  core.state.uploads.put(id, { repository: keyOf(repository), startedAt: core.clock.now() });
  return id;
}

/** @throws AwsError `UploadNotFoundException` unless the upload is one of this repository. */
export function requireUpload(core: Core, repository: RepositoryRecord, id: string): void {
  if (core.state.uploads.get(id)?.repository === keyOf(repository)) return;
  throw ecrErrors.uploadNotFound(id, repository.name, repository.registryId);
}

/** What a client says of a piece before it sends it. */
export interface Piece {
  /** Offset at which it begins. */
  readonly first?: number | undefined;
  /** Its length in bytes. */
  readonly size?: number | undefined;
}

/**
 * Appends to an upload.
 * @returns bytes that the upload holds now.
 * @throws AwsError `InvalidLayerPartException` when the piece does not follow the last one,
 *   `LimitExceededException` when the layer gets too large.
 */
export async function appendToUpload(
  core: Core,
  repository: RepositoryRecord,
  id: string,
  source: Readable,
  { first, size = 0 }: Piece = {},
): Promise<number> {
  requireUpload(core, repository, id);
  const held = await core.blobs.uploaded(id);
  if (first !== undefined && first !== held) throw ecrErrors.invalidLayerPart(first, held);
  if (held + size > quotas.layerBytes) throw tooLarge();
  const holds = await core.blobs.append(id, source);
  if (holds <= quotas.layerBytes) return holds;
  await cancelUpload(core, repository, id);
  throw tooLarge();
}

function tooLarge(): AwsError {
  return ecrErrors.limitExceeded(`bytes per layer, at most ${quotas.layerBytes}`);
}

/**
 * Makes an upload a layer of the repository, once its content has that digest and is on disk.
 * @throws AwsError `InvalidLayerException` when the digest is another.
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
      const layer: LayerRecord = { digest, size, mediaType: mediaTypes.dockerLayerGzip };
      addLayer(core, keyOf(repository), layer);
      core.state.uploads.delete(id);
      return layer;
    });
  } catch (error) {
    if (error instanceof StorageError && error.code === 'DIGEST_MISMATCH') {
      throw ecrErrors.invalidLayer();
    }
    throw error;
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
