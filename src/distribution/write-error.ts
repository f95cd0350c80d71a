import type { IncomingMessage, ServerResponse } from 'node:http';
import { requestLine } from '../http/request-line.ts';
import { logInternalError } from '../log/log.ts';
import { commonHeaders } from './common-headers.ts';
import { DistributionError } from './errors.ts';

/** How long a refused client may continue to send, in milliseconds. */
const patience = 1_000;

/**
 * Answers a request that failed, in ECR's form.
 * @param known the error; undefined for one that the client did not cause, which is logged to stderr.
 */
export function writeError(
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
  known: DistributionError | undefined,
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (known === undefined) logInternalError(requestLine(request), error);
  const { status, code, message, headers } =
    known ?? new DistributionError(500, 'UNSUPPORTED', 'An internal error occurred');
  const isPlain = status === 401;
  const body = isPlain ? `${message}\n` : `${JSON.stringify({ errors: [{ code, message }] })}\n`;
  response.writeHead(status, {
    ...commonHeaders,
    'content-type': isPlain ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    // The rest of a refused upload is not read.
    ...(hasUnreadBody(request) ? { connection: 'close' } : {}),
    ...headers,
  });
  if (request.method === 'HEAD' || !hasUnreadBody(request)) {
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  response.write(body);
  linger(request, response);
}

/**
 * Reads for a moment before the connection is closed: closing it while the client sends resets it, and the
 * client may never see the answer.
 */
function linger(request: IncomingMessage, response: ServerResponse): void {
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, patience);
  request.on('error', end).on('close', end).on('end', end).resume();
}

function hasUnreadBody({ headers, complete }: IncomingMessage): boolean {
  const announced =
    headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return announced && !complete;
}
