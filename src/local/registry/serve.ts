import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '../core/call.ts';
import { trustSender } from '../front-door/patience.ts';
import { requestContext } from '../front-door/request-context.ts';
import { settled } from '../front-door/settled.ts';
import { addressOf } from './address.ts';
import { apiOperation } from './api-operation.ts';
import { deleteBlob, getBlob, headBlob } from './blobs.ts';
import { RegistryError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import { identify } from './identify.ts';
import { listCatalog, listReferrers, listTags } from './listings.ts';
import { deleteManifest, getManifest, putManifest } from './manifests.ts';
import { noteRequest, noteStranger } from './note-request.ts';
import { type Route, routeOf } from './route.ts';
import { deleteUpload, getUpload, patchUpload, postUpload, putUpload } from './uploads.ts';
import { writeError } from './write-error.ts';

const noQuery = new URLSearchParams();

/**
 * Answers a request to the registry: which registry, who is asking, which route, may the caller do it.
 * Routes and codes follow the OCI distribution specification, bodies and oddities are ECR's.
 */
export async function serveRegistry(
  core: Core,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const startedAt = performance.now();
  let exchange: Exchange | undefined;
  try {
    const [path = '', queryText = ''] = (request.url ?? '').split('?', 2);
    const query = queryText === '' ? noQuery : new URLSearchParams(queryText);
    const { defaultAccount: registryId, defaultRegion: region } = core.settings;
    const address = addressOf(request.headers.host ?? '', path, query, { registryId, region });
    if (address === undefined) {
      throw new RegistryError(404, 'NAME_UNKNOWN', `${query.get('ns')} is not a registry of ECR`);
    }
    const now = core.clock.now();
    const caller = identify(core, request, address, now);
    trustSender(request, response);
    exchange = {
      core,
      request,
      response,
      method: request.method ?? 'GET',
      query,
      address,
      route: routeOf(address.path),
      caller,
      context: requestContext(request, now, address.region),
      now,
      startedAt,
    };
    const { method } = exchange;
    const answered = exchange;
    await settled(core.state.metadata, method === 'GET' || method === 'HEAD', () =>
      dispatch(answered),
    );
    noteRequest(exchange);
  } catch (error) {
    if (exchange === undefined) noteStranger(core, error, startedAt);
    else noteRequest(exchange, error);
    writeError(request, response, error);
  }
}

type Handler = (exchange: Exchange) => Promise<void>;

async function dispatch(exchange: Exchange): Promise<void> {
  const { route } = exchange;
  if (route === undefined) throw new RegistryError(404, 'UNSUPPORTED', '404 page not found');
  if ('invalid' in route) throw malformed(route.invalid);
  requireRate(exchange, route);
  const handler = handlers(route)[exchange.method];
  if (handler === undefined) {
    throw new RegistryError(405, 'UNSUPPORTED', 'The operation is unsupported.');
  }
  await handler(exchange);
}

function requireRate({ core, address, caller, method }: Exchange, { kind }: Route): void {
  const operation = apiOperation(method, kind);
  if (operation === undefined) return;
  if (!core.limits.admit(caller.accountId, address.region, operation)) {
    throw new RegistryError(429, 'TOOMANYREQUESTS', 'Rate exceeded');
  }
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

function malformed(what: 'name' | 'digest' | 'tag'): RegistryError {
  switch (what) {
    case 'name':
      return new RegistryError(400, 'NAME_INVALID', 'The repository name is invalid');
    case 'digest':
      return new RegistryError(400, 'DIGEST_INVALID', 'The digest is invalid');
    case 'tag':
      return new RegistryError(400, 'TAG_INVALID', 'The image tag is invalid');
  }
}
