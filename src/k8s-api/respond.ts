import type { ServerResponse } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { requestLine } from '../http/request-line.ts';
import { internalErrorText } from '../log/log.ts';
import { StorageError } from '../storage/errors.ts';
import type { Listing } from './listing.ts';
import type { Result } from './operations.ts';
import { flow } from './outflow.ts';
import { ApiError } from './status.ts';
import { turns } from './turns.ts';
import { weightOf } from './weight.ts';

/** Maximum characters of a list that are written to the socket at once. */
const perPiece = 64 * 1024;

/** Milliseconds of real time in which a client must read a list: the API server's timeout for requests. */
const listPatience = 60_000;

/** Sends the result of a request; a list is written in chunks. */
export async function answer(response: ServerResponse, result: Result): Promise<void> {
  const { code, body, warnings = [] } = result;
  if (warnings.length > 0) response.setHeader('warning', warnings.map(warningOf));
  if (isListing(body)) return sendList(response, body);
  // The turn that wrote the object and notified the watchers ends here.
  if (typeof body === 'object' && weightOf(body) > perPiece) await nextTurn();
  send(response, code, body);
}

function isListing(body: object | string): body is Listing {
  return typeof body === 'object' && 'field' in body && 'entry' in body;
}

/** Writes a list in chunks, no faster than the client reads it. */
async function sendList(
  response: ServerResponse,
  { head, field, objects, entry }: Listing,
): Promise<void> {
  let late: AbortSignal | undefined;
  response.writeHead(200, { 'content-type': 'application/json' });
  let piece = `${JSON.stringify(head).slice(0, -1)},${JSON.stringify(field)}:[`;
  for (const [at, object] of objects.entries()) {
    await turns.room(weightOf(object));
    piece += (at === 0 ? '' : ',') + JSON.stringify(entry(object));
    if (piece.length < perPiece) continue;
    late ??= AbortSignal.timeout(listPatience);
    if (!(await flow(response, piece, late))) {
      response.destroy();
      return;
    }
    piece = '';
  }
  response.end(`${piece}]}\n`);
}

/** RFC 7234, section 5.5, as the API server writes it: no agent, and the text quoted. */
function warningOf(text: string): string {
  const quoted = text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&');
  return `299 - "${quoted.slice(0, 1000)}"`;
}

/** Sends an object as JSON, or plain text. */
export function send(response: ServerResponse, code: number, body: object | string): void {
  const text = typeof body === 'string';
  const content = text ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(code, {
    'content-type': text ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(content),
  });
  response.end(content);
}

/** Sends an error as a Status. The details of an error that is not an ApiError are logged, not sent. */
export function refuse(
  response: ServerResponse,
  error: unknown,
  log: (line: string) => void,
): void {
  if (error instanceof ApiError) {
    send(response, error.code, error.toStatus());
    return;
  }
  // The storage logs this once on stderr.
  if (error instanceof StorageError && error.code === 'NOT_WRITTEN') {
    const full = new ApiError('InternalError', `Internal error occurred: ${error.message}`);
    send(response, full.code, full.toStatus());
    return;
  }
  log(`kube-apiserver: ${internalErrorText(requestLine(response.req), error)}`);
  const message = 'an error on the server has prevented the request from succeeding';
  const told = new ApiError('InternalError', message);
  send(response, told.code, told.toStatus());
}
