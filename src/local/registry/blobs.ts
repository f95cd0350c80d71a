import { isLayerArchived } from '../ecr/image-references.ts';
import { isWhole, keepLayer } from '../ecr/layer-records.ts';
import { importLayer } from '../ecr/pull-through-cache.ts';
import { keyOf } from '../ecr/repository.ts';
import { layerUrl } from '../layer-url.ts';
import { type LayerRecord, within } from '../state.ts';
import { commonHeaders } from './common-headers.ts';
import { RegistryError } from './errors.ts';
import {
  authorize,
  type Exchange,
  originOf,
  reply,
  requireRepository,
  target,
} from './exchange.ts';
import { parseRange } from './range.ts';

function layerOf(exchange: Exchange, name: string, digest: string): LayerRecord {
  const key = keyOf(requireRepository(exchange, name));
  const { state } = exchange.core;
  const layer = state.layers.get(within(key, digest));
  if (layer === undefined || isLayerArchived(state, key, digest, exchange.now)) {
    throw new RegistryError(404, 'BLOB_UNKNOWN', 'Requested layer not found');
  }
  return layer;
}

/** A layer with content that can be given out. @throws RegistryError 404, so that the next push brings it again. */
async function wholeLayer(exchange: Exchange, name: string, digest: string): Promise<LayerRecord> {
  if (await isWhole(exchange.core, layerOf(exchange, name, digest))) {
    return layerOf(exchange, name, digest);
  }
  throw new RegistryError(
    404,
    'BLOB_UNKNOWN',
    'The content of the requested layer is missing or damaged: push it again',
  );
}

/** `HEAD /v2/<name>/blobs/<digest>`. */
export async function headBlob(exchange: Exchange, name: string, digest: string): Promise<void> {
  authorize(exchange, name, 'ecr:BatchCheckLayerAvailability');
  await importLayer(exchange, target(exchange, name), digest);
  const { size } = await wholeLayer(exchange, name, digest);
  keepLayer(exchange.core, keyOf(target(exchange, name)), digest);
  await reply(exchange, 200, {
    'content-type': 'application/octet-stream',
    'content-length': size,
    'accept-ranges': 'bytes',
    'docker-content-digest': digest,
  });
}

/**
 * `GET /v2/<name>/blobs/<digest>`. ECR sends the client on to a presigned URL of the bucket that holds
 * the layers; the specification's way is to send the content.
 */
export async function getBlob(exchange: Exchange, name: string, digest: string): Promise<void> {
  authorize(exchange, name, 'ecr:GetDownloadUrlForLayer');
  await importLayer(exchange, target(exchange, name), digest);
  const { size } = await wholeLayer(exchange, name, digest);
  const { settings } = exchange.core;
  if (settings.fidelity === 'spec') {
    await sendContent(exchange, digest, size, commonHeaders);
    return;
  }
  const endpoint = originOf(exchange);
  const { region } = exchange.address;
  const location = layerUrl(settings.sealingKey, endpoint, region, digest, exchange.now);
  await reply(exchange, 307, { location });
}

/** Sends content, or the part of it that the client asked for. */
export async function sendContent(
  exchange: Pick<Exchange, 'core' | 'request' | 'response' | 'method'>,
  digest: string,
  size: number,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { core, request, response } = exchange;
  const range = parseRange(request.headers.range, size);
  const headers = {
    ...more,
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'docker-content-digest': digest,
  };
  if (range === 'unsatisfiable') {
    response.writeHead(416, {
      ...headers,
      'content-range': `bytes */${size}`,
      'content-length': 0,
    });
    response.end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  response.writeHead(range === undefined ? 200 : 206, {
    ...headers,
    'content-length': end - start + 1,
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${size}` }),
  });
  if (exchange.method !== 'HEAD' && size > 0) {
    await core.blobs.read(digest, { start, end }).sendTo(response);
  }
  response.end();
}

/** `DELETE /v2/<name>/blobs/<digest>`: ECR has no such thing; layers go with their last image. */
export async function deleteBlob(exchange: Exchange, name: string, digest: string): Promise<void> {
  authorize(exchange, name, 'ecr:BatchDeleteImage');
  if (exchange.core.settings.fidelity === 'ecr') {
    throw new RegistryError(405, 'UNSUPPORTED', 'Layers cannot be deleted');
  }
  layerOf(exchange, name, digest);
  const repository = requireRepository(exchange, name);
  const key = within(keyOf(repository), digest);
  exchange.core.state.layers.delete(key);
  exchange.core.state.orphans.put(key, { at: exchange.now });
  await reply(exchange, 202, {});
}
