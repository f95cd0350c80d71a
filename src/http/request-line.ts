import type { IncomingMessage } from 'node:http';

/** Method and path of a request, for a log: the query is omitted, as it may contain credentials. */
export function requestLine({ method, url }: IncomingMessage): string {
  return `${method} ${url?.split('?')[0]}`;
}
