import { repositoryArn } from '../../names/repository.ts';
import type { Core } from '../core/call.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { TrailSubject } from '../trail/trail.ts';
import { countCall } from '../usage/ecr-metrics.ts';
import type { Address } from './address.ts';
import { apiOperation } from './api-operation.ts';
import { asRegistryError, RegistryError } from './errors.ts';
import type { Exchange } from './exchange.ts';
import type { Route } from './route.ts';

/** Puts a request to the registry on the trail and counts it, as the operation of the API that it stands for. */
export function noteRequest(exchange: Exchange, error?: unknown): void {
  const { route } = exchange;
  if (route === undefined || 'invalid' in route) return;
  const eventName = apiOperation(exchange.method, route.kind);
  if (eventName === undefined) return;
  const { core, address, caller, request } = exchange;
  const { registryId, region } = address;
  const isThrottled = error instanceof RegistryError && error.code === 'TOOMANYREQUESTS';
  countCall(core, caller.accountId, region, eventName, isThrottled);
  countRequest(core, eventName, error, exchange.startedAt);
  core.trail.record({
    at: exchange.now,
    region,
    eventSource: 'ecr.amazonaws.com',
    eventName,
    caller,
    accounts: caller.accountId === registryId ? [registryId] : [caller.accountId, registryId],
    // The socket of a body that was too large is gone by now; the context was read before.
    sourceIp: String(exchange.context['aws:SourceIp']),
    userAgent: request.headers['user-agent'] ?? '',
    requestId: undefined,
    error: error === undefined ? undefined : told(error),
    about: aboutOf(address, detached(request.url, route)),
  });
}

/** Counts a request from somebody who is not known, or to no registry; there is nobody's trail for it. */
export function noteStranger(core: Core, error: unknown, startedAt: number): void {
  countRequest(core, '', error, startedAt);
}

function countRequest(core: Core, operation: string, error: unknown, startedAt: number): void {
  const code = error === undefined ? 'OK' : (asRegistryError(error)?.code ?? 'InternalFailure');
  core.requests.count('registry', 'ecr', operation, code, performance.now() - startedAt);
}

/** Parts of a long URL keep all of it in memory. */
function detached(url: string | undefined, route: Route): Route {
  return (url?.length ?? 0) < 1_024 ? route : structuredClone(route);
}

/** Keeps no more of the request than it needs, for as long as the trail remembers it. */
function aboutOf({ registryId, region }: Address, route: Route): () => TrailSubject {
  return () => {
    const name = 'name' in route ? route.name : undefined;
    return {
      resources: name === undefined ? [] : [repositoryArn({ registryId, region, name })],
      parameters: { registryId, repositoryName: name, ...objectOf(route) },
    };
  };
}

function objectOf(route: object): object {
  if ('reference' in route && typeof route.reference === 'string') {
    const { reference } = route;
    const isDigest = reference.includes(':');
    return { imageIds: [isDigest ? { imageDigest: reference } : { imageTag: reference }] };
  }
  return 'digest' in route ? { layerDigest: route.digest } : {};
}

function told(error: unknown) {
  if (error instanceof RegistryError || error instanceof AwsError) {
    const isDenial = error.code === 'DENIED' || error.code === 'AccessDeniedException';
    return { code: isDenial ? 'AccessDenied' : error.code, message: error.message };
  }
  return {
    code: 'InvalidParameterException',
    message: error instanceof Error ? error.message : '',
  };
}
