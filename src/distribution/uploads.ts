import type { IncomingMessage } from 'node:http';
import { isDigest } from '../names/digest.ts';
import { DistributionError, UploadOffsetError } from './errors.ts';
import { type Exchange, locationOf, reply } from './exchange.ts';

/** `POST /v2/<name>/blobs/uploads/`: begins an upload, accepts a whole blob, or mounts one. */
export async function postUpload(exchange: Exchange, name: string): Promise<void> {
  const { backend, query } = exchange;
  const mount = query.get('mount');
  const from = query.get('from') ?? undefined;
  if (mount !== null && isDigest(mount) && (await backend.mountBlob(name, mount, from))) {
    await replyCreated(exchange, name, mount);
    return;
  }
  const digest = query.get('digest');
  const id = await backend.beginUpload(name);
  if (digest === null) {
    await reply(exchange, 202, progressHeaders(exchange, name, id, 0));
    return;
  }
  await append(exchange, name, id, undefined);
  await complete(exchange, name, id, digest);
}

/** `PATCH /v2/<name>/blobs/uploads/<id>`. */
export async function patchUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  const held = await resumable(exchange, name, id, () =>
    append(exchange, name, id, firstByte(exchange)),
  );
  const { pieceTaken } = exchange.dialect;
  await reply(exchange, pieceTaken, progressHeaders(exchange, name, id, held));
}

/** `PUT /v2/<name>/blobs/uploads/<id>?digest=…`, with or without a last part. */
export async function putUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  await resumable(exchange, name, id, async () => {
    await append(exchange, name, id, firstByte(exchange));
    await complete(exchange, name, id, exchange.query.get('digest') ?? '');
  });
}

/** `GET /v2/<name>/blobs/uploads/<id>`: the current offset of an upload. */
export async function getUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  const held = await exchange.backend.uploadedBytes(name, id);
  await reply(exchange, 204, progressHeaders(exchange, name, id, held));
}

/** `DELETE /v2/<name>/blobs/uploads/<id>`. */
export async function deleteUpload(exchange: Exchange, name: string, id: string): Promise<void> {
  await exchange.backend.cancelUpload(name, id);
  await reply(exchange, 204, {});
}

/** Whether a request to an upload sends a part of it. */
export function bringsPiece({ headers }: IncomingMessage): boolean {
  const length = headers['content-length'];
  return length === undefined ? headers['transfer-encoding'] !== undefined : length !== '0';
}

function append(
  { backend, request }: Exchange,
  name: string,
  id: string,
  at: number | undefined,
): Promise<number> {
  const size = Number(request.headers['content-length'] ?? 0);
  return backend.appendToUpload(name, id, { source: request, at, size });
}

async function complete(
  exchange: Exchange,
  name: string,
  id: string,
  digest: string,
): Promise<void> {
  if (!isDigest(digest)) {
    throw new DistributionError(400, 'DIGEST_INVALID', 'The digest parameter is not a digest');
  }
  await exchange.backend.completeUpload(name, id, digest);
  await replyCreated(exchange, name, digest);
}

/** Accepts a part of an upload. @throws DistributionError 416, with the current offset, for one that is refused. */
async function resumable<Result>(
  exchange: Exchange,
  name: string,
  id: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UploadOffsetError)) throw error;
    const progress = progressHeaders(exchange, name, id, error.held);
    throw new DistributionError(416, 'BLOB_UPLOAD_INVALID', error.message, progress);
  }
}

function replyCreated(exchange: Exchange, name: string, digest: string): Promise<void> {
  return reply(exchange, 201, {
    location: locationOf(exchange, `${name}/blobs/${digest}`),
    'docker-content-digest': digest,
  });
}

function progressHeaders(exchange: Exchange, name: string, id: string, held: number) {
  return {
    location: locationOf(exchange, `${name}/blobs/uploads/${id}`),
    'docker-upload-uuid': id,
    range: `0-${Math.max(held - 1, 0)}`,
  };
}

/** Where the client's part begins. @throws DistributionError 416 for an invalid range. */
function firstByte({ request }: Exchange): number | undefined {
  const header = request.headers['content-range'];
  if (header === undefined) return undefined;
  const match = /^(?:bytes[ =])?(\d+)-(\d+)(?:\/\S+)?$/.exec(header);
  if (match === null || Number(match[2]) < Number(match[1])) {
    throw new DistributionError(416, 'BLOB_UPLOAD_INVALID', `Invalid Content-Range ${header}`);
  }
  return Number(match[1]);
}
