/** Where the requests for a registry are sent instead, as in a host entry of containerd's `hosts.toml`. */
export interface Mirror {
  /** Origin, such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  /** Errors name the registry, not the endpoint: for an endpoint that emulates the registry itself. */
  readonly transparent?: boolean;
  /** Origin that errors name instead: of another registry that the endpoint emulates. */
  readonly shownAs?: string;
}

/** Finds the mirror of a registry host; undefined when requests go to the registry itself. */
export type Mirrors = (registryHost: string) => Mirror | undefined;

/** The addresses of a registry. */
export interface Endpoint {
  /** Origin that requests go to. */
  readonly origin: string;
  /** Origin that errors name. */
  readonly shown: string;
  /** Value of the `ns` query parameter that tells a mirror which registry is meant. */
  readonly namespace?: string;
}

/** @returns mirrors from a table of registry hosts; `_default` applies to all others, as in containerd. */
export function mirrorTable(table: Readonly<Record<string, Mirror>>): Mirrors {
  return (host) => (Object.hasOwn(table, host) ? table[host] : table._default);
}

/**
 * Finds the address of a registry. Without a mirror: `docker.io` at registry-1.docker.io, loopback over plain
 * HTTP, everything else over HTTPS (containerd's ConfigureDefaultRegistries).
 */
export function endpointOf(registryHost: string, mirrors?: Mirrors): Endpoint {
  const own = ownOrigin(registryHost);
  const mirror = mirrors?.(registryHost);
  if (mirror === undefined) return { origin: own, shown: own };
  const origin = mirror.endpoint.replace(/\/+$/, '');
  const shown = mirror.shownAs ?? (mirror.transparent ? own : origin);
  return { origin, shown, namespace: registryHost };
}

function ownOrigin(registryHost: string): string {
  if (registryHost === 'docker.io') return 'https://registry-1.docker.io';
  return `${isLoopback(registryHost) ? 'http' : 'https'}://${registryHost}`;
}

function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return name === 'localhost' || name === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(name);
}
