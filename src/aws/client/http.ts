import { openConnection, type TlsIdentity } from './connection.ts';
import { CallError } from './errors.ts';
import { type HttpAnswer, readMessage } from './message.ts';
import { type Environment, proxyFor } from './proxy.ts';
import { systemCertificates } from './system-certificates.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpLimits {
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
  /** Aborts the exchange earlier. */
  readonly signal: AbortSignal;
  /** The environment that configures proxies and certificates; if omitted, the connection is direct. */
  readonly environment?: Environment;
  /** TLS settings for a server whose certificate no public CA signed. */
  readonly tls?: TlsIdentity;
}

const untrusted = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|UNKNOWN_CERTIFICATE)/;

/**
 * One HTTP exchange on a new connection, without redirects or retries.
 *
 * A certificate that no built-in CA signed is verified again with the CAs of the machine: TLS-inspecting
 * proxies and AWS's isolated partitions have their own CAs. Reading these every time would cost more than
 * the request.
 * @throws CallError `UNREACHABLE`, `TIMEOUT`, or `NOT_AWS` for a response that is not HTTP or too large.
 */
export async function exchange(request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer> {
  if (limits.tls !== undefined) return attempt(request, limits, limits.tls);
  const configured = limits.environment?.AWS_CA_BUNDLE;
  try {
    return await attempt(request, limits, configured ? { ca: systemCertificates(configured) } : {});
  } catch (error) {
    const { code = '' } = ((error as CallError).cause ?? {}) as NodeJS.ErrnoException;
    if (configured || !untrusted.test(code)) throw error;
    const authorities = systemCertificates();
    if (authorities === undefined) throw error;
    return attempt(request, limits, { ca: authorities });
  }
}

async function attempt(
  { method, url, headers, body = '' }: HttpRequest,
  { timeout, signal, environment }: HttpLimits,
  tls: TlsIdentity,
): Promise<HttpAnswer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const proxy = environment && proxyFor(url, environment);
  try {
    limit.throwIfAborted();
    const socket = await openConnection(url, { proxy, tls, signal: limit });
    try {
      socket.write(`${head(method, url, headers, body)}${body}`);
      return await readMessage(socket, 'whole');
    } finally {
      socket.destroy();
    }
  } catch (cause) {
    throw asCallError(cause, url, signal, limit);
  }
}

function head(
  method: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): string {
  const all = {
    host: url.host,
    ...headers,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  // A line break in a value, such as from a token file, would start another header.
  const lines = Object.entries(all).map(
    ([name, value]) => `${name}: ${value.replace(/[\r\n]/g, '')}`,
  );
  return `${method} ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

function asCallError(cause: unknown, url: URL, whole: AbortSignal, limit: AbortSignal): CallError {
  if (cause instanceof CallError) return cause;
  if (whole.aborted)
    return new CallError('TIMEOUT', `no answer from ${url.host} in time`, { cause });
  if (limit.aborted) return new CallError('UNREACHABLE', `${url.host} did not answer`, { cause });
  return new CallError('UNREACHABLE', `${url.host}: ${(cause as Error).message}`, { cause });
}
