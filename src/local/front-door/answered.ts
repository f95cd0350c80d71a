import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** When each connection ends: pipelined requests share one. */
const ends = new WeakMap<Socket, Promise<void>>();

/** Resolves when a request has been answered or its client has disconnected. */
export function answered(request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => whenAnswered(request, response, resolve));
}

/**
 * Calls back once, when a request has been answered or its client has disconnected. A pipelined response that
 * is still queued does not emit `close` with its connection, so the end of the connection counts as well.
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
