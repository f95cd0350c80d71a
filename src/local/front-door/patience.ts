import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** How long a client may take for its headers, in milliseconds, and how often that is looked after. */
const headersTimeout = 6_000;
const checkInterval = 2_000;
/**
 * How long a connection may wait for its next request, in milliseconds. A client that is slow, on a machine with much to
 * do, would otherwise often send one as the connection is closed.
 */
const keepAliveTimeout = 20_000;
/** How long a client may take for a body before it is known, in milliseconds. */
const bodyTimeout = 14_000;
/** How long a client that is not known may leave an answer untaken, in milliseconds. */
const answerTimeout = 8_000;
/** How long a known client may stay silent in the middle of a body or an answer, in milliseconds. */
const idleTimeout = 5 * 60_000;

/** Most connections at a time, each of which may hold headers that are not complete. */
const maxConnections = 4_096;
/**
 * Connections whose client is not known: beyond so many, those that have been so for a while make room, the oldest
 * first. A client that sends its request at once is heard, however many do not.
 */
const maxUnknown = 256;
const firstPatience = 1_000;
/** Beyond so many the oldest makes room at once; a TLS handshake takes memory from its first byte on. */
const mostUnknown = { plain: 1_024, tls: 256 };
/**
 * What they may have sent, all together, without being heard or known, in bytes; each counts with no more than the
 * headers and the small body that it may hold. Large bodies have a budget of their own.
 */
const mostHeld = 3 << 20;
const mostHeldByOne = 24 << 10;
const heldInterval = 100;
/** Most requests that a client may send on one connection before the first is answered: each takes some KiB. */
const maxPipelined = 4;

/** What every server of the local AWS allows clients before it knows them. Bodies have a time of their own. */
export const serverOptions: ServerOptions = {
  headersTimeout,
  keepAliveTimeout,
  connectionsCheckingInterval: checkInterval,
  requestTimeout: 0,
  maxHeaderSize: 16_384,
  optimizeEmptyRequests: true,
};

/** Connections of a server whose client is not known, by its address; the oldest first. */
type Unknown = Map<string, UnknownConnection>;

interface UnknownConnection {
  readonly socket: Socket;
  readonly since: number;
  /** Bytes that had come before. */
  readonly read: number;
}

/** For the connection of a request: those of its server. */
const unknownOf = new WeakMap<Socket, Unknown>();

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();
const underWay = new WeakMap<object, number>();

/** Bounds what clients that are not known can hold of a server. */
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
    makeRoom(unknown, mostUnknown[kind]);
  });
  // A connection that waits for its next request is no burden, and ends by itself; closing it would race with that.
  const forget = function (this: ServerResponse): void {
    unknown.delete(addressOf(this.req.socket));
  };
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    unknownOf.set(socket, unknown);
    note(socket);
    response.on('close', forget);
  });
  const timers = [
    setInterval(() => makeRoom(unknown, mostUnknown[kind]), firstPatience).unref(),
    setInterval(() => boundHeld(unknown), heldInterval).unref(),
  ];
  server.once('close', () => {
    for (const timer of timers) clearInterval(timer);
  });
}

const addresses = new WeakMap<Socket, string>();

/** The same for a connection and what TLS makes of it. */
function addressOf(socket: Socket): string {
  const known = addresses.get(socket);
  if (known !== undefined) return known;
  const address = `${socket.remoteAddress} ${socket.remotePort}`;
  // Of a connection that has ended already, neither is known.
  if (socket.remotePort !== undefined) addresses.set(socket, address);
  return address;
}

function makeRoom(unknown: Unknown, most: number): void {
  for (const [address, { socket, since }] of unknown) {
    const isYoung = performance.now() - since < firstPatience;
    if (unknown.size <= maxUnknown || (isYoung && unknown.size <= most)) return;
    unknown.delete(address);
    socket.destroy();
  }
}

/** Closes the oldest of those who have sent something, until the rest holds no more than it may. */
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

/** Gives the sender of a request, who is not known yet, a while to send the rest of it. */
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

/** Lets a client that is known now take its time, as long as it does not fall silent. */
export function trustSender(request: IncomingMessage, response: ServerResponse): void {
  clearTimeout(timers.get(request));
  unknownOf.get(request.socket)?.delete(addressOf(request.socket));
  response.setTimeout(idleTimeout);
  response.on('timeout', endSilent);
}

/** Ends the connection of a client that fell silent in the middle of its body, or of the answer. */
function endSilent(this: ServerResponse): void {
  if (!this.req.complete || this.writableLength > 0) this.req.socket.destroy();
}

/** Gives up an answer that a client who is not known does not take. */
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
  // The request itself, too: once it is answered, the end of its connection no longer ends it.
  response.end(() => request.destroy());
}

/** Answers to requests that were sent ahead pile up in memory: no client of AWS sends any. */
function limitPipeline({ socket }: IncomingMessage, response: ServerResponse): void {
  const count = (underWay.get(socket) ?? 0) + 1;
  underWay.set(socket, count);
  if (count > maxPipelined) socket.destroy();
  response.on('close', endOfTurn);
}

/** The next response of the connection has its turn. */
function endOfTurn(this: ServerResponse): void {
  const { socket } = this.req;
  underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
}
