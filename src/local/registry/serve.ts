import type { IncomingMessage, ServerResponse } from 'node:http';
import { DistributionError } from '../../distribution/errors.ts';
import { originOf } from '../../distribution/exchange.ts';
import { handlerOf } from '../../distribution/handlers.ts';
import { type Route, routeOf } from '../../distribution/route.ts';
import { bringsPiece } from '../../distribution/uploads.ts';
import { writeError } from '../../distribution/write-error.ts';
import type { Core } from '../core/call.ts';
import { trustSender } from '../front-door/patience.ts';
import { requestContext } from '../front-door/request-context.ts';
import { settled } from '../front-door/settled.ts';
import { addressOf } from './address.ts';
import { dialects } from './dialect.ts';
import { EcrBackend } from './ecr-backend.ts';
import { asRegistryError } from './errors.ts';
import { identify } from './identify.ts';
import { noteRequest, noteStranger, type Visited } from './note-request.ts';
import { authorize, operationOf } from './operations.ts';
import { target, type Visit } from './visit.ts';

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
  let visited: Visited | undefined;
  try {
    const [path = '', queryText = ''] = (request.url ?? '').split('?', 2);
    const query = queryText === '' ? noQuery : new URLSearchParams(queryText);
    const { defaultAccount: registryId, defaultRegion: region } = core.settings;
    const address = addressOf(request.headers.host ?? '', path, query, { registryId, region });
    if (address === undefined) {
      throw new DistributionError(
        404,
        'NAME_UNKNOWN',
        `${query.get('ns')} is not a registry of ECR`,
      );
    }
    const now = core.clock.now();
    const caller = identify(core, request, address, now);
    trustSender(request, response);
    const context = requestContext(request, now, address.region);
    const route = routeOf(address.path);
    const method = request.method ?? 'GET';
    visited = { core, caller, context, now, address, request, method, route, startedAt };
    const answered = { ...visited, response, query };
    await settled(core.state.metadata, method === 'GET' || method === 'HEAD', () =>
      dispatch(answered),
    );
    noteRequest(visited);
  } catch (error) {
    if (visited === undefined) noteStranger(core, error, startedAt);
    else noteRequest(visited, error);
    writeError(request, response, error, asRegistryError(error));
  }
}

interface Answered extends Visited {
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

async function dispatch(answered: Answered): Promise<void> {
  const { core, request, method, address } = answered;
  const { route, handle } = handlerOf(answered.route, method);
  requireRate(answered, route);
  const visit = visitOf(answered, route);
  visit.admit();
  await handle({
    request,
    response: answered.response,
    method,
    query: answered.query,
    prefix: address.prefix,
    backend: new EcrBackend(visit),
    dialect: dialects[core.settings.fidelity],
  });
}

function visitOf(answered: Answered, route: Route): Visit {
  const { core, caller, context, now, address, request, method, query } = answered;
  const asked = { bringsPiece: bringsPiece(request), completes: query.get('digest') !== null };
  const actions = operationOf(method, route)?.needs(asked) ?? [];
  const visit: Visit = {
    core,
    caller,
    context,
    now,
    address,
    origin: originOf(request),
    admit: () => authorize(visit, target(visit, 'name' in route ? route.name : '*'), actions),
  };
  return visit;
}

function requireRate({ core, address, caller, method }: Answered, route: Route): void {
  const operation = operationOf(method, route)?.api;
  if (operation === undefined) return;
  if (!core.limits.admit(caller.accountId, address.region, operation)) {
    throw new DistributionError(429, 'TOOMANYREQUESTS', 'Rate exceeded');
  }
}
