import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metadata } from '../../storage/metadata.ts';
import type { Clock } from '../clock.ts';
import { bootstrap } from './bootstrap.ts';
import { startControllers } from './controllers/controllers.ts';
import type { DeleteOptions } from './deletion.ts';
import { discover } from './discovery.ts';
import { listObjects, renderer } from './listing.ts';
import { ObjectStore } from './object-store.ts';
import { openApiV3 } from './openapi.ts';
import {
  bindPod,
  createObject,
  deleteOne,
  patchObject,
  type Result,
  replaceObject,
  scaleOf,
  setScale,
} from './operations.ts';
import { applyPatch, patchTypeOf } from './patch.ts';
import { parseBody, parseResourcePath, type ResourceRequest, readBody } from './request.ts';
import { groupVersion } from './resources.ts';
import { fieldSelector, labelSelector } from './selectors.ts';
import { TokenIssuer } from './service-account-tokens.ts';
import { ApiError } from './status.ts';
import { requestToken } from './token-request.ts';
import { parseRevision, serveWatch } from './watch.ts';

export interface KubernetesApiOptions {
  readonly metadata: Metadata;
  readonly clock: Clock;
  readonly clusterName: string;
  /** Bearer token that every request must carry. */
  readonly token: string;
  /** URL of the OIDC issuer of service account tokens. */
  readonly issuer: string;
  /** Answers `/api/v1/nodes/N/proxy/…` from the kubelet of node N. */
  readonly nodeProxy?: (node: string, path: string) => NodeAnswer | undefined;
}

export interface NodeAnswer {
  readonly contentType: string;
  readonly body: string;
}

export interface KubernetesApi {
  /** Answers a request; `path` is below the API's root, with or without the query. */
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
  /** Makes what every cluster has; called once here, and again after the metadata has been cleared. */
  bootstrap(): void;
  readonly store: ObjectStore;
  readonly tokens: TokenIssuer;
  /** Ends controllers and watches. */
  close(): void;
}

/** Milliseconds that a watch lasts when the client does not say. */
const defaultWatch = 30 * 60_000;
const openApiV2Type = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

/** The API server of the emulated cluster: the part of Kubernetes' API that pulls of images touch. */
export function createKubernetesApi(options: KubernetesApiOptions): KubernetesApi {
  const store = new ObjectStore(options.metadata, options.clock);
  const tokens = new TokenIssuer(options.metadata, options.clock, options.issuer);
  bootstrap(store);
  const stop = startControllers(store, options.clock);
  const open = new Set<ServerResponse>();

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    try {
      await route(request, response, path);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else refuse(response, error);
    }
  }

  async function route(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const url = new URL(path.includes('?') ? path : withQuery(path, request.url), 'http://api');
    const pathname = url.pathname.replace(/(.)\/+$/, '$1');
    const open = openDocument(pathname);
    if (open !== undefined) return send(response, 200, open);
    authenticate(request, options.token);
    const document = discover(pathname) ?? openApiV3(pathname);
    if (document !== undefined) return send(response, 200, document);
    if (pathname === '/openapi/v2') {
      response.writeHead(200, { 'content-type': openApiV2Type }).end();
      return;
    }
    await serveObjects(request, response, {
      ...parseResourcePath(pathname),
      method: request.method ?? 'GET',
      query: url.searchParams,
      accept: request.headers.accept ?? '',
    });
  }

  function openDocument(path: string): object | string | undefined {
    if (['/healthz', '/livez', '/readyz'].includes(path)) return 'ok';
    if (path === '/.well-known/openid-configuration') return tokens.openIdConfiguration();
    return path === '/openid/v1/jwks' ? tokens.jsonWebKeySet() : undefined;
  }

  async function serveObjects(
    http: IncomingMessage,
    response: ServerResponse,
    request: ResourceRequest,
  ): Promise<void> {
    if (request.subresource === 'proxy') return proxy(response, request);
    if (request.method === 'GET' && ['true', '1'].includes(request.query.get('watch') ?? '')) {
      return watch(response, request);
    }
    const result = await answer(http, request);
    await store.durable();
    send(response, result.code, result.body);
  }

  async function answer(http: IncomingMessage, request: ResourceRequest): Promise<Result> {
    const { method, name, subresource } = request;
    if (method === 'GET') return get(request);
    const content = await readBody(http);
    const text = content.toString();
    const type = http.headers['content-type'];
    const body = () => parseBody(type, content);
    if (method === 'POST') return post(request, body());
    if (name === '' && method === 'DELETE') return deleteAll(request);
    if (name === '') throw notAllowed();
    if (method === 'DELETE') return deleteOne(store, request, body() as DeleteOptions);
    if (subresource === 'scale') {
      return setScale(store, request, (scale) =>
        method === 'PUT' ? body() : applyPatch(scale, patchTypeOf(type), text),
      );
    }
    if (method === 'PUT') return replaceObject(store, request, body());
    if (method === 'PATCH') return patchObject(store, request, patchTypeOf(type), text);
    throw notAllowed();
  }

  function get(request: ResourceRequest): Result {
    const { resource, namespace, name, subresource } = request;
    if (name === '') return { code: 200, body: listObjects(store, request, options.clock.now()) };
    if (subresource === 'scale') return scaleOf(store, request);
    const object = store.get(resource, namespace, name);
    return { code: 200, body: renderer(store, request, options.clock.now())(object) };
  }

  function post(request: ResourceRequest, body: unknown): Result {
    if (request.subresource === 'binding') return bindPod(store, request, body);
    if (request.subresource === 'token') return requestToken(store, tokens, request, body);
    if (request.name !== '') throw notAllowed();
    return createObject(store, request, body);
  }

  function deleteAll(request: ResourceRequest): Result {
    const matches = selection(request);
    const found = store.list(request.resource, request.namespace).filter(matches);
    for (const { metadata } of found) {
      deleteOne(
        store,
        { ...request, name: metadata.name, namespace: metadata.namespace ?? '' },
        {},
      );
    }
    const { kind } = request.resource;
    const list = { kind: `${kind}List`, apiVersion: groupVersion(request.resource) };
    return { code: 200, body: { ...list, metadata: {}, items: found } };
  }

  function watch(response: ServerResponse, request: ResourceRequest): Promise<void> {
    const { resource, namespace, name, query } = request;
    const seconds = Number(query.get('timeoutSeconds'));
    const matches = selection(request);
    open.add(response);
    response.on('close', () => open.delete(response));
    return serveWatch(store, response, {
      resource,
      namespace,
      matches: (object) => (name === '' || object.metadata.name === name) && matches(object),
      after: parseRevision(query.get('resourceVersion')),
      bookmarks: query.get('allowWatchBookmarks') === 'true',
      timeout: seconds > 0 ? seconds * 1000 : defaultWatch,
      render: (object) => renderer(store, request, options.clock.now())(object),
    });
  }

  function proxy(response: ServerResponse, { resource, name, rest }: ResourceRequest): void {
    store.get(resource, '', name);
    const found = options.nodeProxy?.(name, rest);
    if (found === undefined) {
      throw new ApiError(
        'ServiceUnavailable',
        `error trying to reach service: no kubelet answers for node ${name}`,
      );
    }
    response.writeHead(200, { 'content-type': found.contentType }).end(found.body);
  }

  return {
    handle,
    store,
    tokens,
    bootstrap: () => bootstrap(store),
    close() {
      stop();
      for (const response of open) response.end();
    },
  };
}

function selection({ query }: ResourceRequest): ReturnType<typeof labelSelector> {
  const byLabel = labelSelector(query.get('labelSelector') ?? '');
  const byField = fieldSelector(query.get('fieldSelector') ?? '');
  return (object) => byLabel(object) && byField(object);
}

/**
 * The token comes as a Bearer token, or as the password of Basic: kubectl sends no Bearer token over plain
 * HTTP, but it sends what stands before the host in the server's URL. Compared in constant time.
 */
function authenticate(request: IncomingMessage, token: string): void {
  const [, scheme = '', value = ''] =
    /^(\w+) (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const given = scheme.toLowerCase() === 'basic' ? passwordIn(value) : value;
  const [a, b] = [given, token].map((text) => createHash('sha256').update(text).digest());
  if (a !== undefined && b !== undefined && timingSafeEqual(a, b)) return;
  throw new ApiError('Unauthorized', 'Unauthorized');
}

function passwordIn(basic: string): string {
  const pair = Buffer.from(basic, 'base64').toString();
  return pair.slice(pair.indexOf(':') + 1);
}

function withQuery(path: string, url: string | undefined): string {
  const query = url?.indexOf('?') ?? -1;
  return query === -1 ? path : path + (url?.slice(query) ?? '');
}

function send(response: ServerResponse, code: number, body: object | string): void {
  const text = typeof body === 'string';
  const content = text ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(code, {
    'content-type': text ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(content),
  });
  response.end(content);
}

function refuse(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          'InternalError',
          'an error on the server has prevented the request from succeeding',
        );
  send(response, known.code, known.toStatus());
}

function notAllowed(): ApiError {
  return new ApiError(
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
  );
}
