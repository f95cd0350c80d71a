import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may take for its headers, in milliseconds, and how often that is checked. */
const headersTimeout = 6_000;
const checkInterval = 2_000;
/**
 * How long a connection may wait for its next request, in milliseconds. With a shorter time, a slow client on a
 * busy machine often sends a request just as the connection is closed.
 */
const keepAliveTimeout = 20_000;
/** How long an unidentified client may take for a body, in milliseconds. */
const bodyTimeout = 14_000;
/** How long an unidentified client may leave an answer unread, in milliseconds. */
const answerTimeout = 8_000;
/** How long an identified client may send or read nothing in the middle of a body or an answer, in milliseconds. */
const idleTimeout = 5 * 60_000;

/** Most connections at a time, each of which may hold incomplete headers. */
const maxConnections = 4_096;
/**
 * Connections of unidentified clients: above this number, those that have been unidentified for a while are
 * closed, the oldest first. A client that sends its request at once is served, however many others send
 * nothing.
 */
const maxUnknown = { plain: 256, tls: 96 };
const firstPatience = 1_000;
/** Above this number the oldest is closed at once; a TLS handshake uses memory from its first byte. */
const mostUnknown = { plain: 1_024, tls: 128 };
/**
 * What unidentified clients may have sent together before they are served, in bytes; each counts with at most
 * the headers and the small body that it may hold. Large bodies have their own budget.
 */
const mostHeld = 3 << 20;
const mostHeldByOne = 24 << 10;
const heldInterval = 100;
/** Most pipelined requests on one connection before the first is answered: each uses some KiB. */
const maxPipelined = 4;

/**
 * What every server of the local AWS allows clients that it has not identified. Bodies have their own time
 * limit.
 */
export const serverOptions: ServerOptions = {
  headersTimeout,
  keepAliveTimeout,
  connectionsCheckingInterval: checkInterval,
  requestTimeout: 0,
  maxHeaderSize: 16_384,
  optimizeEmptyRequests: true,
};

/** Connections of a server whose client is not identified, by address; the oldest first. */
type Unknown = Map<string, UnknownConnection>;

interface UnknownConnection {
  readonly socket: Socket;
  readonly since: number;
  /** Bytes that had arrived before. */
  readonly read: number;
}

/** The unidentified connections of the server that a request's connection belongs to. */
const unknownOf = new WeakMap<Socket, Unknown>();

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();
const underWay = new WeakMap<object, number>();

/** Limits what the unidentified clients of a server can hold. */
export function limitConnections(server: Server, kind: 'plain' | 'tls' = 'plain'): void {
  server.maxConnections = maxConnections;
  const unknown: Unknown = new Map();
  const note = (socket: Socket): void => {
    unknown.delete(addressOf(socket));
    if (socket.destroyed) return;
    const { bytesRead: read } = socket;
    unknown.set(addressOf(socket), { socket, since: performance.now(), read });
  };
  server.on('connection', (socket: Socket) => {
    const address = addressOf(socket);
    note(socket);
    socket.once('close', () => unknown.delete(address));
    makeRoom(unknown, kind);
  });
  // A connection that waits for its next request costs little and times out by itself; closing it here would
  // race with a new request.
  const forget = function (this: ServerResponse): void {
    unknown.delete(addressOf(this.req.socket));
  };
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    unknownOf.set(socket, unknown);
    note(socket);
    response.on('close', forget);
  });
  const timers = [
    setInterval(() => makeRoom(unknown, kind), firstPatience).unref(),
    setInterval(() => boundHeld(unknown), heldInterval).unref(),
  ];
  server.once('close', () => {
    for (const timer of timers) clearInterval(timer);
  });
}

const addresses = new WeakMap<Socket, string>();

/** A connection and its TLS socket are the same client. */
function addressOf(socket: Socket): string {
  const known = addresses.get(socket);
  if (known !== undefined) return known;
  const address = `${socket.remoteAddress} ${socket.remotePort}`;
  // For a connection that has already ended, neither is defined.
  if (socket.remotePort !== undefined) addresses.set(socket, address);
  return address;
}

function makeRoom(unknown: Unknown, kind: 'plain' | 'tls'): void {
  for (const [address, { socket, since }] of unknown) {
    const isYoung = performance.now() - since < firstPatience;
    if (unknown.size <= maxUnknown[kind] || (isYoung && unknown.size <= mostUnknown[kind])) return;
    unknown.delete(address);
    socket.destroy();
  }
}

/** Closes the oldest connections that have sent something, until the rest is within the limit. */
function boundHeld(unknown: Unknown): void {
  let held = 0;
  for (const connection of unknown.values()) held += heldBy(connection);
  for (const [address, connection] of unknown) {
    if (held <= mostHeld) return;
    const bytes = heldBy(connection);
    if (bytes === 0) continue;
    held -= bytes;
    unknown.delete(address);
    connection.socket.destroy();
  }
}

function heldBy({ socket, read }: UnknownConnection): number {
  return Math.min(socket.bytesRead - read, mostHeldByOne);
}

/** Limits how long an unidentified sender may take for the rest of its request. */
export function expectBody(request: IncomingMessage, response: ServerResponse): void {
  limitPipeline(request, response);
  if (!announcesBody(request)) return;
  const timer = setTimeout(() => expire(request, response), bodyTimeout).unref();
  timers.set(request, timer);
  const stop = (): void => clearTimeout(timer);
  request.once('end', stop);
  request.once('close', stop);
}

function announcesBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Removes the time limit of a client that is identified now, unless it stops sending or reading. */
export function trustSender(request: IncomingMessage, response: ServerResponse): void {
  clearTimeout(timers.get(request));
  unknownOf.get(request.socket)?.delete(addressOf(request.socket));
  response.setTimeout(idleTimeout);
  response.on('timeout', endSilent);
}

/** Closes the connection of a client that stopped sending its body or reading the answer. */
function endSilent(this: ServerResponse): void {
  if (!this.req.complete || this.writableLength > 0) this.req.socket.destroy();
}

/** Drops an answer that an unidentified client does not read. */
export function expectTaken({ socket }: ServerResponse): void {
  socket?.setTimeout(answerTimeout);
}

function expire(request: IncomingMessage, response: ServerResponse): void {
  if (request.complete) return;
  if (response.headersSent) {
    request.socket.destroy();
    return;
  }
  response.writeHead(408, { 'content-length': 0, connection: 'close' });
  // Also destroy the request: once it is answered, the end of its connection no longer ends it.
  response.end(() => request.destroy());
}

/** Answers to pipelined requests accumulate in memory; no AWS client pipelines. */
function limitPipeline({ socket }: IncomingMessage, response: ServerResponse): void {
  const count = (underWay.get(socket) ?? 0) + 1;
  underWay.set(socket, count);
  if (count > maxPipelined) socket.destroy();
  response.on('close', endOfTurn);
}

/** The next response on the connection is next to be written. */
function endOfTurn(this: ServerResponse): void {
  const { socket } = this.req;
  underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
}
