import { randomUUID } from 'node:crypto';
import { parseEcrHost } from '../../names/registry-host.ts';
import { clockRefusal } from '../clock-window.ts';
import { layerPath } from '../layer-url.ts';
import { connectionFailure } from './machine-connection.ts';
import type { Networks } from './node-traffic.ts';
import { apiHost, layerHost, registryHost } from './request-origin.ts';

/** What makes a machine's calls: its id, and the time of AWS in milliseconds since the epoch. */
export interface OfMachine {
  readonly instanceId: string;
  readonly now: number;
}

/**
 * Why a machine's runtime can't connect to where a URL leads, in Go's words; undefined where it can.
 * Loopback is the machine itself.
 */
export function dialFailure(state: Networks, machine: OfMachine, url: URL): string | undefined {
  const target = targetOf(url);
  if (target === undefined) return undefined;
  return connectionFailure(state, { ...machine, program: 'runtime' }, target)?.words;
}

/** Where a URL leads on AWS: a registry under `localhost` stands for that of AWS. */
function targetOf(url: URL): URL | undefined {
  const { hostname } = url;
  const registry = parseEcrHost(hostname);
  if (registry?.suffix === 'localhost') {
    return new URL(`https://${registryHost(registry.registryId, registry.region)}`);
  }
  const isOwn = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return isOwn ? undefined : url;
}

/** The URL in the bucket of layers that a redirect of the local registry stands for. */
export function layerUrlBehind(url: URL): URL | undefined {
  const region = layerPath.test(url.pathname)
    ? /^\/prod-([a-z0-9-]+)-starport-layer-bucket\//.exec(url.pathname)?.[1]
    : undefined;
  if (region === undefined) return undefined;
  const path = url.pathname.slice(url.pathname.indexOf('/', 1));
  return new URL(path, `https://${layerHost(region)}`);
}

/**
 * What the credential provider of a machine prints when it can't reach ECR's API or STS, which it needs for a token
 * of a service account's role, or when they refuse what it signs by the machine's clock. (aws-sdk-go-v2, as
 * `ecr-credential-provider` prints it)
 */
export function providerFailure(
  state: Networks,
  machine: OfMachine,
  request: { readonly image: string; readonly serviceAccountToken?: string },
): string | undefined {
  const registry = parseEcrHost(request.image.split('/')[0] ?? '');
  if (registry === undefined) return undefined;
  const calls = [
    ...(request.serviceAccountToken === undefined
      ? []
      : [['STS', 'AssumeRoleWithWebIdentity', 'sts'] as const]),
    ['ECR', 'GetAuthorizationToken', 'ecr'] as const,
  ];
  for (const [service, operation, name] of calls) {
    const url = new URL(`https://${apiHost(name, registry.region)}/`);
    const failed = connectionFailure(state, { ...machine, program: 'kubelet' }, url);
    const began = `Error running credential provider plugin: operation error ${service}: ${operation},`;
    if (failed !== undefined) {
      return `${began} exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "${url.href}": ${failed.words}`;
    }
    const refused = service === 'ECR' ? refusedByClock(state, machine) : undefined;
    if (refused !== undefined) {
      return `${began} https response error StatusCode: 400, RequestID: ${randomUUID()}, api error InvalidSignatureException: ${refused}`;
    }
  }
  return undefined;
}

/** The SDK signs by the clock of the machine, and a new process knows nothing of how far that is off. */
function refusedByClock(state: Networks, { instanceId, now }: OfMachine): string | undefined {
  const { clockAheadBy = 0 } = state.instances.get(instanceId)?.setup ?? {};
  return clockRefusal(now + clockAheadBy, now);
}
