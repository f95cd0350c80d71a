import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { opened, requestTunnel } from './socket.ts';

/** TLS settings that differ from the defaults, as PEM. */
export interface TlsIdentity {
  /** CA certificates to trust instead of the built-in ones. */
  readonly ca?: string[] | undefined;
  /** Certificate and key of the client. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Name in the server's certificate, if it differs from the host in the URL. */
  readonly serverName?: string | undefined;
  readonly unverified?: boolean;
}

export interface ConnectionOptions {
  readonly proxy: URL | undefined;
  readonly tls: TlsIdentity;
  readonly signal: AbortSignal;
}

/**
 * Opens a connection to a URL's host: directly or through a proxy (RFC 9110, CONNECT), with TLS for https.
 * @throws Error of Node's, with its code.
 */
export async function openConnection(url: URL, options: ConnectionOptions): Promise<Socket> {
  const { proxy, signal, tls: identity } = options;
  const secure = url.protocol === 'https:';
  const port = Number(url.port) || (secure ? 443 : 80);
  const host = bare(url.hostname);
  const socket =
    proxy === undefined
      ? connect(port, host)
      : connect(Number(proxy.port) || 80, bare(proxy.hostname));
  closeOn(signal, socket);
  await opened(socket, 'connect');
  if (proxy !== undefined) await askProxy(socket, proxy, `${url.hostname}:${port}`);
  if (!secure) return socket;
  const { ca, cert, key, serverName = host, unverified = false } = identity;
  const tls = connectTls({
    socket,
    host,
    // An IP address is not a valid server name (RFC 6066); the certificate is still verified against it.
    ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
    ...(ca ? { ca } : {}),
    ...(cert && key ? { cert, key } : {}),
    rejectUnauthorized: !unverified,
  });
  closeOn(signal, tls);
  await opened(tls, 'secureConnect');
  return tls;
}

/** IPv6 addresses are in brackets only in a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function closeOn(signal: AbortSignal, socket: Socket): void {
  const close = () => socket.destroy(new Error('no answer in time'));
  if (signal.aborted) close();
  signal.addEventListener('abort', close, { once: true });
  // Code that waits for the socket adds its own error listener; this one prevents an uncaught error event.
  socket.on('error', () => undefined);
  socket.on('close', () => signal.removeEventListener('abort', close));
}

async function askProxy(socket: Socket, proxy: URL, authority: string): Promise<void> {
  const status = await requestTunnel(socket, proxy, authority);
  if (status !== 200) throw new Error(`the proxy ${proxy.host} answered HTTP ${status}`);
}
