import { randomUUID } from 'node:crypto';
import type { Core } from '../core/call.ts';
import { AwsError } from '../protocol/aws-error.ts';
import { repositoryArn } from '../services/ecr/repository.ts';
import { countCall } from '../usage/ecr-metrics.ts';
import { apiOperation } from './api-operation.ts';
import { asRegistryError, RegistryError } from './errors.ts';
import { type Exchange, target } from './exchange.ts';
import { routeOf } from './route.ts';

/** Puts a request to the registry on the trail and counts it, as the operation of the API that it stands for. */
export function noteRequest(exchange: Exchange, error?: unknown): void {
  const route = routeOf(exchange.address.path);
  if (route === undefined || 'invalid' in route) return;
  const eventName = apiOperation(exchange.method, route.kind);
  if (eventName === undefined) return;
  const { core, address, caller, request } = exchange;
  const { registryId, region } = address;
  const isThrottled = error instanceof RegistryError && error.code === 'TOOMANYREQUESTS';
  countCall(core, caller.accountId, region, eventName, isThrottled);
  countRequest(core, eventName, error, exchange.startedAt);
  const name = 'name' in route ? route.name : undefined;
  core.trail.record({
    at: exchange.now,
    region,
    eventSource: 'ecr.amazonaws.com',
    eventName,
    caller,
    accounts: [...new Set([caller.accountId, registryId])],
    resources: name === undefined ? [] : [repositoryArn(target(exchange, name))],
    // The socket of a body that was too large is gone by now; the context was read before.
    sourceIp: String(exchange.context['aws:SourceIp']),
    userAgent: request.headers['user-agent'] ?? '',
    requestId: randomUUID(),
    parameters: { registryId, repositoryName: name, ...objectOf(route) },
    error: error === undefined ? undefined : told(error),
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
