import { Readable } from 'node:stream';
import { isDigest } from '../../../names/digest.ts';
import type { Core } from '../../core/call.ts';
import { ecrErrors } from '../../ecr/errors.ts';
import { keepLayer, wholeLayers } from '../../ecr/layer-records.ts';
import { quotas } from '../../ecr/quotas.ts';
import { keyOf } from '../../ecr/repository.ts';
import { appendToUpload, completeUpload, uploadedBytes } from '../../ecr/uploads.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { LayerRecord, RepositoryRecord, UploadRecord } from '../../state.ts';
import { apiErrors } from './errors.ts';

/**
 * Appends a part that comes through the API. One that is too small is taken, since it may be the last; what
 * follows it makes the upload one that cannot be completed.
 * @throws AwsError as `appendToUpload`, and `LimitExceededException` for one part too many.
 */
export async function appendPart(
  core: Core,
  repository: RepositoryRecord,
  id: string,
  part: Uint8Array,
  first: number,
): Promise<number> {
  const before = core.state.uploads.get(id);
  const parts = (before?.parts ?? 0) + 1;
  if (parts > quotas.layerParts) {
    throw ecrErrors.limitExceeded(`parts per layer, at most ${quotas.layerParts}`);
  }
  const source = Readable.from([Buffer.from(part)]);
  const holds = await appendToUpload(core, repository, id, source, {
    at: first,
    size: part.length,
  });
  const upload = core.state.uploads.get(id);
  if (upload === undefined) return holds;
  const { shortPart: _before, ...rest } = upload;
  const shortPart = shortPartAfter(before?.shortPart, part.length);
  core.state.uploads.put(id, { ...rest, parts, ...(shortPart ? { shortPart } : {}) });
  return holds;
}

function shortPartAfter(before: UploadRecord['shortPart'], size: number) {
  if (before !== undefined) return 'inner';
  return size < quotas.layerPartBytes ? 'last' : undefined;
}

/**
 * Makes an upload a layer as CompleteLayerUpload does: its content must have one of the digests that the client
 * gives.
 * @throws AwsError `EmptyUploadException`, `LayerPartTooSmallException`, `LayerAlreadyExistsException`,
 *   `InvalidLayerException`.
 */
export async function completeAsAny(
  core: Core,
  repository: RepositoryRecord,
  id: string,
  digests: readonly string[],
): Promise<LayerRecord> {
  const key = keyOf(repository);
  if ((await uploadedBytes(core, repository, id)) === 0) throw apiErrors.emptyUpload(id);
  if (core.state.uploads.get(id)?.shortPart === 'inner') throw apiErrors.layerPartTooSmall();
  const known = await wholeLayers(core, key, digests);
  for (const digest of digests.filter(isDigest)) {
    if (known.has(digest)) continue;
    try {
      return await completeUpload(core, repository, id, digest);
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'InvalidLayerException')) throw error;
    }
  }
  const [held] = known;
  if (held === undefined) throw ecrErrors.invalidLayer();
  keepLayer(core, key, held);
  throw apiErrors.layerAlreadyExists(held, repository.name, repository.registryId);
}
