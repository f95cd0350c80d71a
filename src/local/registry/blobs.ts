import { ServerResponse } from 'node:http';
import type { BlobContent, BlobSource } from '../../distribution/backend.ts';
import { DistributionError } from '../../distribution/errors.ts';
import type { Blobs } from '../../storage/blobs.ts';
import { isLayerArchived } from '../ecr/image-references.ts';
import { isWhole, keepLayer } from '../ecr/layer-records.ts';
import { importLayer } from '../ecr/pull-through-cache.ts';
import { keyOf, repository } from '../ecr/repository.ts';
import { requireKey } from '../ecr/repository-key.ts';
import { layerUrl } from '../layer-url.ts';
import { type LayerRecord, within } from '../state.ts';
import { target, type Visit } from './visit.ts';

function layerOf(visit: Visit, name: string, digest: string): LayerRecord {
  const { state } = visit.core;
  const found = repository(visit.core, target(visit, name));
  requireKey(state, found, visit.now);
  const key = keyOf(found);
  const layer = state.layers.get(within(key, digest));
  if (layer === undefined || isLayerArchived(state, key, digest, visit.now)) {
    throw new DistributionError(404, 'BLOB_UNKNOWN', 'Requested layer not found');
  }
  return layer;
}

/** A layer whose content can be served. @throws DistributionError 404, so that the next push uploads it again. */
async function wholeLayer(visit: Visit, name: string, digest: string): Promise<LayerRecord> {
  if (await isWhole(visit.core, layerOf(visit, name, digest))) return layerOf(visit, name, digest);
  throw new DistributionError(
    404,
    'BLOB_UNKNOWN',
    'The content of the requested layer is missing or damaged: push it again',
  );
}

export async function statBlob(visit: Visit, name: string, digest: string): Promise<number> {
  await importLayer(visit, target(visit, name), digest);
  const { size } = await wholeLayer(visit, name, digest);
  keepLayer(visit.core, keyOf(target(visit, name)), digest);
  return size;
}

/**
 * ECR redirects the client to a presigned URL of the bucket that stores the layers; the specification's way is
 * to send the content.
 */
export async function getBlob(visit: Visit, name: string, digest: string): Promise<BlobSource> {
  await importLayer(visit, target(visit, name), digest);
  const { size } = await wholeLayer(visit, name, digest);
  const { settings, blobs } = visit.core;
  if (settings.fidelity === 'spec') return contentOf(blobs, digest, size);
  const { region } = visit.address;
  return { location: layerUrl(settings.sealingKey, visit.origin, region, digest, visit.now) };
}

/** Content of the store; the body of a response is sent in the fastest way available. */
export function contentOf(blobs: Blobs, digest: string, size: number): BlobContent {
  return {
    size,
    send(range, sink) {
      const content = blobs.read(digest, range);
      return sink instanceof ServerResponse ? content.sendTo(sink) : content.pipeTo(sink);
    },
  };
}

/** ECR does not support this: layers are removed after their last image. */
export async function deleteBlob(visit: Visit, name: string, digest: string): Promise<void> {
  const { state, settings } = visit.core;
  if (settings.fidelity === 'ecr') {
    throw new DistributionError(405, 'UNSUPPORTED', 'Layers cannot be deleted');
  }
  layerOf(visit, name, digest);
  const key = within(keyOf(target(visit, name)), digest);
  state.layers.delete(key);
  state.orphans.put(key, { at: visit.now });
}
