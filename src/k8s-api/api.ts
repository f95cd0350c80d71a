import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/clock.ts';
import type { Metadata } from '../storage/metadata.ts';
import { authenticate } from './authentication.ts';
import { bootstrap } from './bootstrap.ts';
import { startControllers } from './controllers/controllers.ts';
import { discover } from './discovery.ts';
import { EventLines } from './event-lines.ts';
import { authorize, userOf } from './identity.ts';
import { renderer, wantsTable } from './listing.ts';
import { answerObjects } from './object-routes.ts';
import { ObjectStore } from './object-store.ts';
import { openApiV3 } from './openapi.ts';
import { parseResourcePath, type ResourceRequest, readBody } from './request.ts';
import { resources } from './resources.ts';
import { answer, refuse, send } from './respond.ts';
import { requestSelector } from './selectors.ts';
import { answerReview } from './self-review.ts';
import { TokenIssuer } from './service-account-tokens.ts';
import { setAsideDamaged } from './set-aside.ts';
import { ApiError } from './status.ts';
import { parseRevision, serveWatch } from './watch.ts';

export interface KubernetesApiOptions {
  readonly metadata: Metadata;
  readonly clock: Clock;
  readonly clusterName: string;
  /** Bearer token that every request must carry. */
  readonly token: string;
  /** URL of the OIDC issuer of service account tokens. */
  readonly issuer: string;
  /** Receives the log lines of the API server and its controllers. */
  readonly log: (line: string) => void;
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
  /** Creates what every cluster has; called once here, and again after the metadata has been cleared. */
  bootstrap(): void;
  /** Whether a request has the cluster's token. */
  knows(request: IncomingMessage): boolean;
  readonly store: ObjectStore;
  readonly tokens: TokenIssuer;
  /** Ends controllers and watches. */
  close(): void;
}

/** Milliseconds that a watch lasts by default. */
const defaultWatch = 30 * 60_000;
const openApiV2Type = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** The API server of the emulated cluster: the part of the Kubernetes API that is relevant for image pulls. */
export function createKubernetesApi(options: KubernetesApiOptions): KubernetesApi {
  setAsideDamaged(options.metadata, options.log);
  const store = new ObjectStore(options.metadata, options.clock);
  const tokens = new TokenIssuer(options.metadata, options.clock, options.issuer);
  bootstrap(store);
  const stop = startControllers(store, options.clock, options.log);
  const open = new Set<ServerResponse>();
  const lines = new EventLines();

  async function handle(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    try {
      await route(request, response, path);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else refuse(response, error, options.log);
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
    const user = userOf(request.headers);
    const document = discover(pathname) ?? openApiV3(pathname);
    if (document !== undefined) return send(response, 200, document);
    if (pathname === '/openapi/v2') {
      response.writeHead(200, { 'content-type': openApiV2Type }).end();
      return;
    }
    const review = answerReview(request.method ?? 'GET', pathname, user);
    if (review !== undefined) {
      await readBody(request);
      return send(response, 201, review);
    }
    const wanted: ResourceRequest = {
      ...parseResourcePath(pathname),
      method: request.method ?? 'GET',
      query: url.searchParams,
      accept: request.headers.accept ?? '',
      userAgent: request.headers['user-agent'] ?? '',
    };
    authorize(user, wanted);
    await serveObjects(request, response, wanted);
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
    if (request.subresource === 'proxy' && request.resource === resources.nodes)
      return proxy(response, request);
    if (request.method === 'GET' && ['true', '1'].includes(request.query.get('watch') ?? '')) {
      return watch(response, request);
    }
    const result = await answerObjects(store, tokens, http, request, options.clock.now());
    await store.durable();
    await answer(response, result);
  }

  function watch(response: ServerResponse, request: ResourceRequest): Promise<void> {
    const { resource, namespace, name, query } = request;
    const seconds = Number(query.get('timeoutSeconds'));
    const matches = requestSelector(query, resource);
    open.add(response);
    response.on('close', () => open.delete(response));
    return serveWatch(store, response, {
      resource,
      namespace,
      matches: (object) => (name === '' || object.metadata.name === name) && matches(object),
      after: parseRevision(query.get('resourceVersion')),
      bookmarks: query.get('allowWatchBookmarks') === 'true',
      timeout: seconds > 0 ? seconds * 1000 : defaultWatch,
      render: wantsTable(request)
        ? (object) => renderer(store, request, options.clock.now())(object)
        : undefined,
      lines,
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
    knows(request) {
      try {
        authenticate(request, options.token);
        return true;
      } catch {
        return false;
      }
    },
    store,
    tokens,
    bootstrap: () => bootstrap(store),
    close() {
      stop();
      for (const response of open) response.end();
    },
  };
}

function withQuery(path: string, url: string | undefined): string {
  const query = url?.indexOf('?') ?? -1;
  return query === -1 ? path : path + (url?.slice(query) ?? '');
}
