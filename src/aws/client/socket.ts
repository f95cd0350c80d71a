import type { Socket } from 'node:net';
import { readMessage } from './message.ts';

/** Waits until a socket is connected. @throws Error of Node's, with its code, when it fails or is closed before. */
export function opened(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.on('error', reject);
    socket.once('close', () => reject(new Error('the connection was closed')));
  });
}

/**
 * Asks a proxy for a connection to a host (RFC 9110, CONNECT).
 * @param authority `host:port`.
 * @returns the status that the proxy answers with; the socket leads to the host where it is 200.
 */
export async function requestTunnel(
  socket: Socket,
  proxy: URL,
  authority: string,
): Promise<number> {
  const { username, password } = proxy;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const authorization = `Proxy-Authorization: Basic ${Buffer.from(pair).toString('base64')}\r\n`;
  socket.write(
    `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${username ? authorization : ''}\r\n`,
  );
  return (await readMessage(socket, 'head')).status;
}
