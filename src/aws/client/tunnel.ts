import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/**
 * Opens a connection to a host through a proxy (RFC 9110, CONNECT); for https with TLS inside.
 * @throws Error when the proxy can't be reached or refuses.
 */
export async function openTunnel(
  proxy: URL,
  target: URL,
  signal: AbortSignal,
  ca: string[] | undefined,
): Promise<Socket> {
  const secure = target.protocol === 'https:';
  const authority = `${target.hostname}:${target.port || (secure ? 443 : 80)}`;
  const socket = connect(Number(proxy.port) || 80, proxy.hostname);
  const abort = () => socket.destroy(new Error('the proxy did not answer'));
  signal.addEventListener('abort', abort, { once: true });
  const head = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`, ...authorization(proxy)];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await accepted(socket);
  if (!secure) return socket;
  const tls = connectTls({ socket, servername: target.hostname, ...(ca ? { ca } : {}) });
  await new Promise<void>((resolve, reject) => {
    tls.once('secureConnect', resolve);
    tls.once('error', reject);
  });
  return tls;
}

function authorization({ username, password }: URL): string[] {
  if (username === '') return [];
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return [`Proxy-Authorization: Basic ${Buffer.from(pair).toString('base64')}`];
}

/** Waits for the proxy's head; what follows belongs to the target and stays on the socket. */
function accepted(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let head = '';
    const take = (piece: Buffer): void => {
      head += piece.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end === -1 && head.length < 16_384) return;
      socket.off('data', take);
      const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 'nothing like HTTP';
      if (status === '200') resolve();
      else reject(new Error(`the proxy answered ${status}`));
    };
    socket.on('data', take);
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the proxy closed the connection')));
  });
}
