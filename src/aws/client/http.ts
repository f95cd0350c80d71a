import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { RequestOptions } from 'node:https';
import { CallError } from './errors.ts';
import { type Environment, proxyFor } from './proxy.ts';
import { systemCertificates } from './system-certificates.ts';
import { openTunnel } from './tunnel.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpLimits {
  /** Milliseconds for the whole exchange. */
  readonly timeout: number;
  /** Ends the exchange before that. */
  readonly signal: AbortSignal;
  /** Where proxies and certificates are configured; left out, the exchange goes straight to its host. */
  readonly environment?: Environment;
}

/** Nothing that is asked here has answers of more than a few kilobytes. */
const maxAnswer = 1024 * 1024;
const untrusted = /^(CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|UNKNOWN_CERTIFICATE)/;

/**
 * One HTTP exchange on a connection of its own: follows nothing, repeats nothing.
 *
 * A certificate that the built-in authorities don't vouch for is checked once more with those of the
 * machine: proxies that look into TLS and AWS's isolated partitions have authorities of their own, and
 * reading them each time would cost more than the request.
 * @throws CallError `UNREACHABLE`, `TIMEOUT`, `NOT_AWS` for an answer of absurd size.
 */
export async function exchange(request: HttpRequest, limits: HttpLimits): Promise<HttpAnswer> {
  const configured = limits.environment?.AWS_CA_BUNDLE;
  try {
    return await attempt(request, limits, configured ? systemCertificates(configured) : undefined);
  } catch (error) {
    const { code = '' } = (error as CallError).cause as NodeJS.ErrnoException;
    if (configured || !untrusted.test(code)) throw error;
    const authorities = systemCertificates();
    if (authorities === undefined) throw error;
    return attempt(request, limits, authorities);
  }
}

async function attempt(
  { method, url, headers, body }: HttpRequest,
  { timeout, signal, environment }: HttpLimits,
  ca: string[] | undefined,
): Promise<HttpAnswer> {
  const secure = url.protocol === 'https:';
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  try {
    limit.throwIfAborted();
    const { request } = secure ? await import('node:https') : await import('node:http');
    const proxy = environment && proxyFor(url, environment);
    const options: RequestOptions = {
      method,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body ?? '')) },
      agent: false,
      signal: limit,
      ...(ca === undefined ? {} : { ca }),
    };
    const tunnel = proxy && (await openTunnel(proxy, url, limit, ca));
    return await new Promise((resolve, reject) => {
      const sent = request(
        url,
        { ...options, ...(tunnel ? { createConnection: () => tunnel } : {}) },
        (answer) => read(answer).then(resolve, reject),
      );
      sent.on('error', reject);
      sent.end(body);
    });
  } catch (cause) {
    throw asCallError(cause, url, signal, limit);
  }
}

function read(answer: IncomingMessage): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    answer.on('data', (piece: Buffer) => {
      size += piece.byteLength;
      if (size > maxAnswer) {
        answer.destroy();
        reject(new CallError('NOT_AWS', 'the answer is larger than any of AWS'));
      }
      pieces.push(piece);
    });
    answer.on('error', reject);
    answer.on('aborted', () => reject(new Error('the connection was closed within the answer')));
    answer.on('end', () => {
      const body = Buffer.concat(pieces).toString();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body });
    });
  });
}

function asCallError(cause: unknown, url: URL, whole: AbortSignal, limit: AbortSignal): CallError {
  if (cause instanceof CallError) return cause;
  if (whole.aborted)
    return new CallError('TIMEOUT', `no answer from ${url.host} in time`, { cause });
  if (limit.aborted) return new CallError('UNREACHABLE', `${url.host} did not answer`, { cause });
  return new CallError('UNREACHABLE', `${url.host}: ${(cause as Error).message}`, { cause });
}
