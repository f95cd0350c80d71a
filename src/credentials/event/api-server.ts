import { exchange } from '../../aws/client/http.ts';
import type { HttpAnswer } from '../../aws/client/message.ts';
import type { Environment } from '../../aws/client/proxy.ts';
import { EventError } from './errors.ts';
import { readKubeconfig } from './kubeconfig.ts';

/** Sends requests to the API server of a cluster. */
export type Ask = (method: 'POST' | 'PATCH', path: string, body: object) => Promise<HttpAnswer>;

/** Milliseconds for one answer; the whole run has its own limit. */
const timeout = 3_000;
const contentTypes = { POST: 'application/json', PATCH: 'application/merge-patch+json' };

/**
 * Connects to the cluster of a kubeconfig, without the Kubernetes client, which takes longer to load than the
 * provider runs.
 * @throws EventError
 */
export async function openApiServer(
  kubeconfig: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Ask> {
  const { server, authorization, tls } = await readKubeconfig(kubeconfig, environment, signal);
  const base = `${server.origin}${server.pathname.replace(/\/$/, '')}`;
  return async (method, path, body) => {
    const headers = {
      accept: 'application/json',
      'content-type': contentTypes[method],
      ...(authorization === undefined ? {} : { authorization }),
    };
    const url = new URL(`${base}${path}`);
    try {
      const request = { method, url, headers, body: JSON.stringify(body) };
      return await exchange(request, { timeout, signal, environment, tls });
    } catch (cause) {
      throw new EventError('server', (cause as Error).message, { cause });
    }
  };
}
