import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** When each connection ends: requests that were sent ahead share one. */
const ends = new WeakMap<Socket, Promise<void>>();

/**
 * Resolves when a request has been answered, or its client is gone. The answer to a request that was sent ahead does
 * not close with its connection, while one before it is under way.
 */
export function answered({ socket }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (response.closed || socket.destroyed) return Promise.resolve();
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  return Promise.race([closed, endOf(socket)]);
}

function endOf(socket: Socket): Promise<void> {
  const known = ends.get(socket);
  if (known !== undefined) return known;
  const end = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  ends.set(socket, end);
  return end;
}
