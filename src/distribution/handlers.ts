import { deleteBlob, getBlob, headBlob } from './blobs.ts';
import { DistributionError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { listCatalog, listReferrers, listTags } from './listings.ts';
import { deleteManifest, getManifest, putManifest } from './manifests.ts';
import type { InvalidRoute, Route } from './route.ts';
import { deleteUpload, getUpload, patchUpload, postUpload, putUpload } from './uploads.ts';

export type Handler = (exchange: Exchange) => Promise<void>;

/**
 * The handler of that method on a route.
 * @throws DistributionError 404 for no route, 400 for one with a malformed part, 405 for a method that it does
 * not support.
 */
export function handlerOf(
  route: Route | InvalidRoute | undefined,
  method: string,
): { readonly route: Route; readonly handle: Handler } {
  if (route === undefined) throw new DistributionError(404, 'UNSUPPORTED', '404 page not found');
  if ('invalid' in route) throw malformed(route.invalid);
  const handle = handlers(route)[method];
  if (handle === undefined) {
    throw new DistributionError(405, 'UNSUPPORTED', 'The operation is unsupported.');
  }
  return { route, handle };
}

function handlers(route: Route): Readonly<Record<string, Handler | undefined>> {
  switch (route.kind) {
    case 'base':
      return { GET: base, HEAD: base };
    case 'catalog':
      return { GET: listCatalog };
    case 'manifest': {
      const { name, reference } = route;
      const get: Handler = (exchange) => getManifest(exchange, name, reference);
      return {
        GET: get,
        HEAD: get,
        PUT: (exchange) => putManifest(exchange, name, reference),
        DELETE: (exchange) => deleteManifest(exchange, name, reference),
      };
    }
    case 'blob': {
      const { name, digest } = route;
      return {
        GET: (exchange) => getBlob(exchange, name, digest),
        HEAD: (exchange) => headBlob(exchange, name, digest),
        DELETE: (exchange) => deleteBlob(exchange, name, digest),
      };
    }
    case 'uploads':
      return { POST: (exchange) => postUpload(exchange, route.name) };
    case 'upload': {
      const { name, id } = route;
      return {
        GET: (exchange) => getUpload(exchange, name, id),
        PATCH: (exchange) => patchUpload(exchange, name, id),
        PUT: (exchange) => putUpload(exchange, name, id),
        DELETE: (exchange) => deleteUpload(exchange, name, id),
      };
    }
    case 'tags':
      return { GET: (exchange) => listTags(exchange, route.name) };
    case 'referrers':
      return { GET: (exchange) => listReferrers(exchange, route.name, route.digest) };
  }
}

async function base({ response }: Exchange): Promise<void> {
  response.writeHead(200, { 'content-length': 0 });
  response.end();
}

function malformed(what: InvalidRoute['invalid']): DistributionError {
  switch (what) {
    case 'name':
      return new DistributionError(400, 'NAME_INVALID', 'The repository name is invalid');
    case 'digest':
      return new DistributionError(400, 'DIGEST_INVALID', 'The digest is invalid');
    case 'tag':
      return new DistributionError(400, 'TAG_INVALID', 'The image tag is invalid');
  }
}
