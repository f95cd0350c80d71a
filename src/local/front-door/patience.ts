import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http';

/** How long a client may take for its headers, in milliseconds; looked after every five seconds. */
const headersTimeout = 10_000;
/** How long a client may take for a body before it is known, and to take an answer, in milliseconds. */
const unknownTimeout = 20_000;
/** How long a known client may stay silent in the middle of a body or an answer, in milliseconds. */
const idleTimeout = 5 * 60_000;

/** Most connections at a time, each of which may hold headers that are not complete. */
export const maxConnections = 2_048;
/** Most requests that a client may send on one connection before the first is answered. */
const maxPipelined = 32;

/** What every server of the local AWS allows clients before it knows them. Bodies have a time of their own. */
export const serverOptions: ServerOptions = {
  headersTimeout,
  connectionsCheckingInterval: 5_000,
  requestTimeout: 0,
  maxHeaderSize: 16_384,
  optimizeEmptyRequests: true,
};

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();
const underWay = new WeakMap<object, number>();

/** Gives the sender of a request, who is not known yet, a while to send the rest of it. */
export function expectBody(request: IncomingMessage, response: ServerResponse): void {
  limitPipeline(request, response);
  if (!announcesBody(request)) return;
  const timer = setTimeout(() => expire(request, response), unknownTimeout).unref();
  timers.set(request, timer);
  const stop = (): void => clearTimeout(timer);
  request.once('end', stop);
  request.once('close', stop);
}

function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Lets a client that is known now take its time, as long as it does not fall silent. */
export function trustSender(request: IncomingMessage, response: ServerResponse): void {
  clearTimeout(timers.get(request));
  response.setTimeout(idleTimeout, () => {
    if (!request.complete || response.writableLength > 0) request.socket.destroy();
  });
}

/** Gives up an answer that a client who is not known does not take. */
export function expectTaken({ socket }: ServerResponse): void {
  socket?.setTimeout(unknownTimeout);
}

function expire(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  response.writeHead(408, { 'content-length': 0, connection: 'close' });
  // The request itself, too: once it is answered, the end of its connection no longer ends it.
  response.end(() => request.destroy());
}

/** Answers to requests that were sent ahead pile up in memory: no client of AWS sends any. */
function limitPipeline({ socket }: IncomingMessage, response: ServerResponse): void {
  const count = (underWay.get(socket) ?? 0) + 1;
  underWay.set(socket, count);
  if (count > maxPipelined) socket.destroy();
  response.once('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
}
