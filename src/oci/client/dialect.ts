/**
 * Versions of containerd with different messages for the same failure: 1.6; 1.7 and 2.0; 2.1 and later, whose
 * CRI plugin pulls through the transfer service. (Recorded from 1.6.20, 1.7.27 and 2.2.9.)
 */
export type Dialect = 'containerd-1.6' | 'containerd-1.7' | 'containerd-2.1';

/** @param version in the form that a node reports, such as `containerd://2.1.5`. */
export function dialectOf(version: string): Dialect {
  const [, major = 2, minor = 1] = /(\d+)\.(\d+)/.exec(version)?.map(Number) ?? [];
  if (major > 2 || (major === 2 && minor >= 1)) return 'containerd-2.1';
  return major === 1 && minor <= 6 ? 'containerd-1.6' : 'containerd-1.7';
}

/** The prefix of the message when a reference cannot be resolved. */
export function resolving(dialect: Dialect, name: string): string {
  return dialect === 'containerd-2.1'
    ? 'failed to resolve image'
    : `failed to resolve reference "${name}"`;
}

/** The message for an unexpected status while resolving. */
export function refusedWhileResolving(
  dialect: Dialect,
  request: { readonly method: string; readonly url: string; readonly object: string },
  statusLine: string,
): string {
  return dialect === 'containerd-1.6'
    ? `pulling from host ${new URL(request.url).host} failed with status code [manifests ${request.object}]: ${statusLine}`
    : `unexpected status from ${request.method} request to ${request.url}: ${statusLine}`;
}
