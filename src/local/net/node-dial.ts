import { parseEcrHost } from '../../names/registry-host.ts';
import { layerPath } from '../layer-url.ts';
import { journeyTo, type Networks } from './node-traffic.ts';
import { goWords } from './outcome.ts';
import { apiHost, layerHost, registryHost } from './request-origin.ts';

/**
 * Why a machine's runtime can't connect to where a URL leads, in Go's words; undefined where it can.
 * Loopback is the machine itself.
 */
export function dialFailure(state: Networks, instanceId: string, url: URL): string | undefined {
  const host = hostOf(url);
  if (host === undefined) return undefined;
  const journey = journeyTo(state, instanceId, host);
  return journey && goWords(journey.outcome);
}

/** The host that a URL is for: a registry under `localhost` stands for that of AWS. */
function hostOf({ hostname }: URL): string | undefined {
  const registry = parseEcrHost(hostname);
  if (registry?.suffix === 'localhost') return registryHost(registry.registryId, registry.region);
  const isOwn = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  return isOwn ? undefined : hostname;
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
 * of a service account's role. (aws-sdk-go-v2, as `ecr-credential-provider` prints it)
 */
export function providerFailure(
  state: Networks,
  instanceId: string,
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
    const host = apiHost(name, registry.region);
    const journey = journeyTo(state, instanceId, host);
    const words = journey && goWords(journey.outcome);
    if (words === undefined) continue;
    return `Error running credential provider plugin: operation error ${service}: ${operation}, exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post "https://${host}/": ${words}`;
  }
  return undefined;
}
