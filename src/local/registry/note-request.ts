import type { IncomingMessage } from 'node:http';
import { DistributionError } from '../../distribution/errors.ts';
import type { InvalidRoute, Route } from '../../distribution/route.ts';
import { repositoryArn } from '../../names/repository.ts';
import type { Signals } from '../core/call.ts';
import type { Actor } from '../ecr/push.ts';
import { AwsError } from '../protocol/aws-error.ts';
import type { TrailSubject } from '../trail/trail.ts';
import { countCall } from '../usage/ecr-metrics.ts';
import type { Address } from './address.ts';
import { asRegistryError } from './errors.ts';
import { operationOf } from './operations.ts';

/** A request to the registry from an identified client. */
export interface Visited extends Actor {
  readonly address: Address;
  readonly request: IncomingMessage;
  readonly method: string;
  readonly sourceIp: string;
  /** What the path asks for, if it is a route of the registry. */
  readonly route: Route | InvalidRoute | undefined;
  /** When the request arrived, in milliseconds of a clock that is never moved. */
  readonly startedAt: number;
}

/** Records a request to the registry on the trail and counts it, as the operation of the API that it stands for. */
export function noteRequest(visited: Visited, error?: unknown): void {
  const { route } = visited;
  if (route === undefined || 'invalid' in route) return;
  const eventName = operationOf(visited.method, route)?.api;
  if (eventName === undefined) return;
  const { core, address, caller, request } = visited;
  const { registryId, region } = address;
  const isThrottled = error instanceof DistributionError && error.code === 'TOOMANYREQUESTS';
  countCall(core, caller.accountId, region, eventName, isThrottled);
  countRequest(core, eventName, error, visited.startedAt);
  core.trail.record({
    at: visited.now,
    region,
    eventSource: 'ecr.amazonaws.com',
    eventName,
    caller,
    accounts: caller.accountId === registryId ? [registryId] : [caller.accountId, registryId],
    sourceIp: visited.sourceIp,
    userAgent: request.headers['user-agent'] ?? '',
    requestId: undefined,
    error: error === undefined ? undefined : told(error),
    about:
      eventName === 'PutImage'
        ? subjectOf(address, detached(request.url, route), request.headers['content-type'])
        : aboutOf(address, request.url, route),
  });
}

/** Counts a request from an unknown caller, or to no registry; no account's trail records it. */
export function noteStranger(core: Signals, error: unknown, startedAt: number): void {
  countRequest(core, '', error, startedAt);
}

function countRequest(core: Signals, operation: string, error: unknown, startedAt: number): void {
  const code = error === undefined ? 'OK' : (asRegistryError(error)?.code ?? 'InternalFailure');
  core.requests.count('registry', 'ecr', operation, code, performance.now() - startedAt);
}

/** A substring of a long URL keeps all of it in memory. */
function detached(url: string | undefined, route: Route): Route {
  return (url?.length ?? 0) < 1_024 ? route : structuredClone(route);
}

/** Routes are cached between requests, so all their records share one function. */
const subjects = new WeakMap<Route, () => TrailSubject>();

function aboutOf(address: Address, url: string | undefined, route: Route): () => TrailSubject {
  const known = subjects.get(route);
  if (known !== undefined) return known;
  const made = subjectOf(address, detached(url, route));
  subjects.set(route, made);
  return made;
}

/** Keeps no more of the request than the record needs, for as long as the trail keeps it. */
function subjectOf(
  { registryId, region }: Address,
  route: Route,
  imageManifestMediaType?: string,
): () => TrailSubject {
  return () => {
    const name = 'name' in route ? route.name : undefined;
    return {
      resources: name === undefined ? [] : [repositoryArn({ registryId, region, name })],
      parameters: {
        registryId,
        repositoryName: name,
        ...objectOf(route),
        ...(imageManifestMediaType === undefined ? {} : { imageManifestMediaType }),
      },
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
  if (error instanceof DistributionError || error instanceof AwsError) {
    const isDenial = error.code === 'DENIED' || error.code === 'AccessDeniedException';
    return { code: isDenial ? 'AccessDenied' : error.code, message: error.message };
  }
  return {
    code: 'InvalidParameterException',
    message: error instanceof Error ? error.message : '',
  };
}
