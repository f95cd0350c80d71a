import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** When each connection ends: requests that were sent ahead share one. */
const ends = new WeakMap<Socket, Promise<void>>();

/** Resolves when a request has been answered, or its client is gone. */
export function answered(request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => whenAnswered(request, response, resolve));
}

/**
 * Calls back once, when a request has been answered or its client is gone. A response whose turn on its connection has
 * not come yet does not close with the connection: then the end of the connection counts as well.
 */
export function whenAnswered(
  { socket }: IncomingMessage,
  response: ServerResponse,
  done: () => void,
): void {
  if (response.closed || socket.destroyed) {
    done();
  } else if (response.socket !== null) {
    response.on('close', done);
  } else {
    const closed = new Promise<void>((resolve) => response.once('close', resolve));
    void Promise.race([closed, endOf(socket)]).then(done);
  }
}

function endOf(socket: Socket): Promise<void> {
  const known = ends.get(socket);
  if (known !== undefined) return known;
  const end = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  ends.set(socket, end);
  return end;
}
