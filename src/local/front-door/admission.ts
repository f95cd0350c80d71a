import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { deliveryHeader } from '../events/deliver.ts';
import type { ServedNames } from './served-names.ts';

/** Why a request is refused before it is read. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  readonly code: 'FOREIGN_HOST' | 'FOREIGN_ORIGIN' | 'BAD_REQUEST';
  readonly message: string;
  readonly hint: string;
}

/**
 * Decides whether a request may reach any door. Requests from web pages of other origins may not: browsers send
 * the origin in `Origin` and `Sec-Fetch-Site` (Fetch Standard; Fetch Metadata Request Headers), and a name that
 * was rebound to this machine shows in `Host`. Other clients send neither of the first two.
 */
export function refusalOf(
  { headers, rawHeaders, url = '' }: Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>,
  names: ServedNames,
): Refusal | undefined {
  const { host = '', origin } = headers;
  if (hasSecondHost(rawHeaders)) {
    return {
      status: 400,
      code: 'BAD_REQUEST',
      message: 'the request has more than one Host header',
      hint: 'Send one (RFC 9112, section 3.2).',
    };
  }
  if (!names.includes(host)) {
    return {
      status: 421,
      code: 'FOREIGN_HOST',
      message: `the local AWS does not serve the host ${JSON.stringify(host.slice(0, 253))}`,
      hint: 'Use localhost, 127.0.0.1 or a host name of AWS, or start the local AWS with --name HOST.',
    };
  }
  if (!url.startsWith('/') && url !== '*') {
    return {
      status: 400,
      code: 'BAD_REQUEST',
      message: 'the request target must be a path',
      hint: 'The local AWS is not a proxy: unset HTTP_PROXY for this host.',
    };
  }
  const site = headers['sec-fetch-site'];
  const isForeignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (isForeignSite || (origin !== undefined && !isSameOrigin(origin, host))) {
    return {
      status: 403,
      code: 'FOREIGN_ORIGIN',
      message: 'the local AWS does not accept requests from web pages of other origins',
      hint: 'Use a client outside the browser, such as curl or an AWS SDK.',
    };
  }
  if (headers[deliveryHeader] !== undefined) {
    return {
      status: 403,
      code: 'FOREIGN_ORIGIN',
      message: 'the local AWS does not accept events from its own event bus',
      hint: 'Choose another target for the rule.',
    };
  }
  return undefined;
}

/** @param rawHeaders names and values in turn. */
function hasSecondHost(rawHeaders: readonly string[]): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length === 4 && name.toLowerCase() === 'host') count++;
  }
  return count > 1;
}

function isSameOrigin(origin: string, host: string): boolean {
  return /^https?:\/\/(.+)$/.exec(origin.toLowerCase())?.[1] === host.toLowerCase();
}

/** Answers a request that is refused. The rest of its body is not read. */
export function refuse(response: ServerResponse, { status, ...error }: Refusal): void {
  sendError(response, status, error, { connection: 'close' });
}

/** Sends an error in the emulator's own form, which no AWS service uses. */
export function sendError(
  response: ServerResponse,
  status: number,
  error: { readonly code: string; readonly message: string; readonly hint: string },
  headers: OutgoingHttpHeaders = {},
): void {
  const body = JSON.stringify({ error });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}
