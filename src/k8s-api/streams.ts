import type { IncomingMessage } from 'node:http';
import type { ResourceRequest } from './request.ts';
import { ApiError } from './status.ts';

/** Subresources of a pod that connect to its processes. */
export const streams: readonly string[] = ['exec', 'attach', 'portforward', 'proxy'];

/** kubectl commands that use one of these subresources, or that start a debug container. */
const commands: readonly string[] = ['exec', 'attach', 'port-forward', 'cp', 'debug'];

/**
 * Refuses the first request of a kubectl command that can't work, if it is for one object. The stream request would be
 * the natural one to refuse, but kubectl does not open a stream to a URL with credentials, which a cluster without TLS
 * has: "malformed ws or wss URL". kubectl names its command in every request. (KEP-859, Kubectl-Command)
 * @throws ApiError BadRequest
 */
export function refuseCommand(http: IncomingMessage, { resource, name }: ResourceRequest): void {
  const command = /^kubectl (\S+)/.exec(String(http.headers['kubectl-command'] ?? ''))?.[1];
  if (command === undefined || !commands.includes(command) || name === '') return;
  throw notRunning(command, `${resource.kind.toLowerCase()} ${JSON.stringify(name)}`);
}

/** The error for a command that the emulated cluster does not support, with the alternative. */
export function notRunning(action: string, what: string): ApiError {
  return new ApiError(
    'BadRequest',
    `${action} is not possible: the containers of ${what} do not really run, for nodes are emulated and only pull images. kubectl describe shows what came of that; to run an image, pull it from this registry with docker or another runtime`,
  );
}
