import type { IncomingMessage } from 'node:http';
import type { ResourceRequest } from './request.ts';
import { ApiError } from './status.ts';

/** Subresources of a pod that connect to what runs in it. */
export const streams: readonly string[] = ['exec', 'attach', 'portforward', 'proxy'];

/** Commands of kubectl that end in one of these, or in a container that is to run beside those of a pod or node. */
const commands: readonly string[] = ['exec', 'attach', 'port-forward', 'cp', 'debug'];

/**
 * Refuses the first request of a kubectl command that can't work, if it asks for one object. Its stream would be the place,
 * but kubectl opens none to a URL with credentials, as that of a cluster without TLS has: "malformed ws or wss URL".
 * kubectl says of every request which command it is for. (KEP-859, Kubectl-Command)
 * @throws ApiError BadRequest
 */
export function refuseCommand(http: IncomingMessage, { resource, name }: ResourceRequest): void {
  const command = /^kubectl (\S+)/.exec(String(http.headers['kubectl-command'] ?? ''))?.[1];
  if (command === undefined || !commands.includes(command) || name === '') return;
  throw notRunning(command, `${resource.kind.toLowerCase()} ${JSON.stringify(name)}`);
}

/** What the emulated cluster leaves out, and what does it in its place. */
export function notRunning(action: string, what: string): ApiError {
  return new ApiError(
    'BadRequest',
    `${action} is not possible: the containers of ${what} do not really run, for nodes are emulated and only pull images. kubectl describe shows what came of that; to run an image, pull it from this registry with docker or another runtime`,
  );
}
