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
  /** What precedes the path of a route, such as `/v2/`: URLs sent to the client repeat it. */
  readonly prefix: string;
  readonly backend: Backend;
  readonly dialect: Dialect;
}

/**
 * Sends an answer with a short body, or none; waits until everything written is on disk, and for the end of the
 * turn. The answers of one turn are sent together: clients that are woken once, not for each answer, use less
 * processor time.
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

/** The URL of something in this registry, with the host and prefix of the request. */
export function locationOf({ prefix, query }: Exchange, path: string): string {
  const namespace = query.get('ns');
  const suffix = namespace === null ? '' : `?ns=${encodeURIComponent(namespace)}`;
  return `${prefix}${path}${suffix}`;
}

/** Scheme and host of the request. */
export function originOf(request: IncomingMessage): string {
  const scheme = 'encrypted' in request.socket ? 'https' : 'http';
  return `${scheme}://${request.headers.host}`;
}
