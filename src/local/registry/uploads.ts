import { isDigest } from '../../names/digest.ts';
import { mountsBlobs } from '../ecr/blob-mounting.ts';
import { cacheRuleFor } from '../ecr/cache-rules.ts';
import { isReferenced } from '../ecr/image-references.ts';
import { addLayer, isWhole } from '../ecr/layer-records.ts';
import { repositoryForPush } from '../ecr/push.ts';
import { keyOf } from '../ecr/repository.ts';
import {
  appendToUpload,
  beginUpload,
  cancelUpload,
  completeUpload,
  requireUpload,
  uploadedBytes,
} from '../ecr/uploads.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { type RepositoryRecord, repositoryKey, within } from '../state.ts';
import { RegistryError } from './errors.ts';
import {
  authorize,
  decide,
  type Exchange,
  locationOf,
  reply,
  requireRepository,
  target,
} from './exchange.ts';

/** `POST /v2/<name>/blobs/uploads/`: begins an upload, takes a whole blob, or mounts one. */
export async function postUpload(exchange: Exchange, name: string): Promise<void> {
  authorize(exchange, name, 'ecr:InitiateLayerUpload');
  const repository = repositoryForPush(exchange, target(exchange, name));
  const mount = exchange.query.get('mount');
  if (mount !== null && (await mountLayer(exchange, name, mount))) {
    await replyCreated(exchange, name, mount);
    return;
  }
  const digest = exchange.query.get('digest');
  const id = await beginUpload(exchange.core, repository);
  if (digest === null) {
    await replyProgress(exchange, 202, name, id, 0);
    return;
  }
  authorize(exchange, name, 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload');
  await append(exchange, repository, id);
  await complete(exchange, name, id, digest);
}

/** `PATCH /v2/<name>/blobs/uploads/<id>`. ECR answers 201 where the specification says 202. */
export async function patchUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  authorize(exchange, name, 'ecr:UploadLayerPart');
  const repository = requireRepository(exchange, name);
  const held = await resumable(exchange, name, id, () =>
    append(exchange, repository, id, firstByte(exchange)),
  );
  requireUpload(exchange.core, requireRepository(exchange, name), id);
  const status = exchange.core.settings.fidelity === 'ecr' ? 201 : 202;
  await replyProgress(exchange, status, name, id, held);
}

/** `PUT /v2/<name>/blobs/uploads/<id>?digest=…`, with or without a last piece. */
export async function putUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  const { request } = exchange;
  const hasBody = request.headers['content-length'] !== '0' && hasContent(request.headers);
  authorize(exchange, name, ...(hasBody ? ['ecr:UploadLayerPart'] : []), 'ecr:CompleteLayerUpload');
  const repository = requireRepository(exchange, name);
  await resumable(exchange, name, id, async () => {
    await append(exchange, repository, id, firstByte(exchange));
    await complete(exchange, name, id, exchange.query.get('digest') ?? '');
  });
}

/** `GET /v2/<name>/blobs/uploads/<id>`: how far an upload has come. */
export async function getUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  authorize(exchange, name, 'ecr:UploadLayerPart');
  const repository = requireRepository(exchange, name);
  await replyProgress(exchange, 204, name, id, await uploadedBytes(exchange.core, repository, id));
}

/** `DELETE /v2/<name>/blobs/uploads/<id>`. */
export async function deleteUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  authorize(exchange, name, 'ecr:UploadLayerPart');
  await cancelUpload(exchange.core, requireRepository(exchange, name), id);
  await reply(exchange, 204, {});
}

function append(
  { core, request }: Exchange,
  repository: RepositoryRecord,
  id: string,
  at?: number,
): Promise<number> {
  const size = Number(request.headers['content-length'] ?? 0);
  return appendToUpload(core, repository, id, request, { at, size });
}

async function complete(
  exchange: Exchange,
  name: string,
  id: string,
  digest: string,
): Promise<void> {
  if (!isDigest(digest)) {
    throw new RegistryError(400, 'DIGEST_INVALID', 'The digest parameter is not a digest');
  }
  // The body took its time: what was allowed before may not be any more.
  authorize(exchange, name, 'ecr:CompleteLayerUpload');
  await completeUpload(exchange.core, requireRepository(exchange, name), id, digest);
  await replyCreated(exchange, name, digest);
}

/**
 * Takes a piece of an upload. A piece that is refused for where it begins, or because another request writes, is told
 * how far the upload has come, so that the client can go on from there.
 */
async function resumable<Result>(
  exchange: Exchange,
  name: string,
  id: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'InvalidLayerPartException')) throw error;
    const held = Number(error.detail.lastValidByteReceived) + 1;
    throw new RegistryError(
      416,
      'BLOB_UPLOAD_INVALID',
      error.message,
      progressHeaders(exchange, name, id, held),
    );
  }
}

/**
 * Makes a layer of another repository of the same registry a layer of this one. ECR does so only for
 * layers that an image of the other repository uses, between repositories that are encrypted alike, not from a
 * pull through cache, and only for callers who may download them there (ECR User Guide, "Blob mounting");
 * otherwise the client is left to upload it.
 */
async function mountLayer(exchange: Exchange, name: string, digest: string): Promise<boolean> {
  if (!isDigest(digest)) return false;
  const { registryId, region } = exchange.address;
  const { layers } = exchange.core.state;
  const key = (repository: string) => within(repositoryKey(registryId, region, repository), digest);
  const source = mountSources(exchange).find(
    (from) =>
      layers.get(key(from)) !== undefined &&
      isMountable(exchange, from, name, digest) &&
      decide(exchange, from, 'ecr:GetDownloadUrlForLayer').decision === 'allowed',
  );
  const layer = source === undefined ? undefined : layers.get(key(source));
  if (layer === undefined || !(await isWhole(exchange.core, layer))) return false;
  addLayer(exchange.core, keyOf(requireRepository(exchange, name)), layer);
  return true;
}

/** The repository that the client names; where it names none, the specification lets any of them serve. */
function mountSources({ query, core, address }: Exchange): readonly string[] {
  const from = query.get('from');
  if (from !== null) return [from];
  if (core.settings.fidelity === 'ecr') return [];
  const prefix = `${address.registryId}/${address.region}/`;
  return core.state.repositories.list({ prefix }).map(({ document }) => document.name);
}

function isMountable(exchange: Exchange, from: string, to: string, digest: string): boolean {
  const { core, address } = exchange;
  if (core.settings.fidelity === 'spec') return true;
  const { registryId, region } = address;
  return (
    mountsBlobs(core.state, registryId, region) &&
    isReferenced(core.state, repositoryKey(registryId, region, from), digest) &&
    cacheRuleFor(core.state, { registryId, region, name: from }) === undefined &&
    encryptionOf(exchange, from) === encryptionOf(exchange, to)
  );
}

function encryptionOf({ core, address }: Exchange, name: string): string {
  const key = repositoryKey(address.registryId, address.region, name);
  const { encryptionType, kmsKey = '' } = core.state.repositories.get(key)?.encryption ?? {};
  return `${encryptionType} ${kmsKey}`;
}

function replyCreated(exchange: Exchange, name: string, digest: string): Promise<void> {
  return reply(exchange, 201, {
    location: locationOf(exchange, `${name}/blobs/${digest}`),
    'docker-content-digest': digest,
  });
}

function replyProgress(
  exchange: Exchange,
  status: number,
  name: string,
  id: string,
  held: number,
): Promise<void> {
  return reply(exchange, status, progressHeaders(exchange, name, id, held));
}

function progressHeaders(exchange: Exchange, name: string, id: string, held: number) {
  return {
    location: locationOf(exchange, `${name}/blobs/uploads/${id}`),
    'docker-upload-uuid': id,
    range: `0-${Math.max(held - 1, 0)}`,
  };
}

function hasContent(headers: Readonly<Record<string, unknown>>): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

/** Where the client says its piece begins. @throws RegistryError 416 for a range it can't mean. */
function firstByte({ request }: Exchange): number | undefined {
  const header = request.headers['content-range'];
  if (header === undefined) return undefined;
  const match = /^(?:bytes[ =])?(\d+)-(\d+)(?:\/\S+)?$/.exec(header);
  if (match === null || Number(match[2]) < Number(match[1])) {
    throw new RegistryError(416, 'BLOB_UPLOAD_INVALID', `Invalid Content-Range ${header}`);
  }
  return Number(match[1]);
}
