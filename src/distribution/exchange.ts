import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Backend } from './backend.ts';
import { commonHeaders } from './common-headers.ts';
import type { Dialect } from './dialect.ts';
import { endOfTurn } from './end-of-turn.ts';

/** One request to a registry, and the response to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly query: URLSearchParams;
  /** What stands before the path of a route, such as `/v2/`: URLs that are handed to the client repeat it. */
  readonly prefix: string;
  readonly backend: Backend;
  readonly dialect: Dialect;
}

/**
 * Answers with a short body, or none; waits until everything written is on disk, and for the end of the turn. The
 * answers of one turn leave together: readers that are woken once, not for each, leave the processor to the server.
 */
export async function reply(
  { backend, method, response }: Exchange,
  status: number,
  headers: Readonly<Record<string, string | number>>,
  body: string | Buffer = '',
): Promise<void> {
  await backend.acknowledged();
  await endOfTurn();
  response.writeHead(status, {
    ...commonHeaders,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** The URL under which a client finds something of this registry again, the way it came. */
export function locationOf({ prefix, query }: Exchange, path: string): string {
  const namespace = query.get('ns');
  const suffix = namespace === null ? '' : `?ns=${encodeURIComponent(namespace)}`;
  return `${prefix}${path}${suffix}`;
}

/** Scheme and host that the client came by. */
export function originOf(request: IncomingMessage): string {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  return `${scheme}://${request.headers.host}`;
}
