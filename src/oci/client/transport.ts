import http, { type IncomingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { RegistryError } from './errors.ts';
import { inGoWords } from './go-words.ts';

export type Method = 'HEAD' | 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One HTTP request, with its answer not yet checked. */
export interface Exchange {
  readonly method: Method;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
  /** The URL that errors name; differs from `url` behind a transparent mirror. */
  readonly shownUrl: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  /** Code and reason as in the status line, such as `403 Forbidden`. */
  readonly statusLine: string;
  readonly headers: IncomingHttpHeaders;
  /** The stream of the body; read it or `discard` it. */
  readonly body: http.IncomingMessage;
}

export interface TransportOptions {
  /** PEM certificates trusted in addition to the system's, such as the local AWS's own CA. */
  readonly ca?: string | undefined;
  /** Milliseconds without data after which a request is cancelled; containerd's default is 5 minutes. */
  readonly progressTimeout?: number | undefined;
  /**
   * Returns why the host of a URL, as errors name it, cannot be connected to, as Go's message; undefined where
   * it can. For machines whose network is emulated.
   */
  readonly dial?: ((shown: URL) => string | undefined) | undefined;
  /** Resolves hosts instead of the system's resolver. */
  readonly lookup?: LookupFunction | undefined;
}

const defaultProgressTimeout = 5 * 60_000;

/** Sends requests over connections that are kept alive between them. */
export class Transport {
  readonly #plain = new http.Agent({ keepAlive: true });
  readonly #secure: https.Agent;
  readonly #progressTimeout: number;
  readonly #lookup: LookupFunction | undefined;
  readonly #dial: TransportOptions['dial'];

  constructor(options: TransportOptions = {}) {
    this.#secure = new https.Agent({ keepAlive: true, ...(options.ca ? { ca: options.ca } : {}) });
    this.#lookup = options.lookup;
    this.#dial = options.dial;
    this.#progressTimeout = options.progressTimeout ?? defaultProgressTimeout;
  }

  /**
   * Sends one request and resolves when the head of its answer has arrived. It does not follow redirects or
   * retry.
   * @throws RegistryError UNREACHABLE with Go's message, or CANCELLED.
   */
  send(exchange: Exchange): Promise<Answer> {
    const { method, url, headers, body, signal } = exchange;
    const failure = this.#dial?.(new URL(exchange.shownUrl));
    if (failure !== undefined) return Promise.reject(unanswered(exchange, new Error(failure)));
    const secure = url.protocol === 'https:';
    return new Promise((resolve, reject) => {
      const request = (secure ? https : http).request(url, {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-length': String(body.byteLength) }),
        },
        agent: secure ? this.#secure : this.#plain,
        timeout: this.#progressTimeout,
        ...(signal ? { signal } : {}),
        ...(this.#lookup === undefined ? {} : { lookup: this.#lookup }),
      });
      request.on('timeout', () => request.destroy(new Error('context canceled')));
      request.on('error', (error) => reject(unanswered(exchange, error)));
      request.on('response', (body) => {
        const status = body.statusCode ?? 0;
        const reason = body.statusMessage || http.STATUS_CODES[status] || '';
        resolve({ status, statusLine: `${status} ${reason}`, headers: body.headers, body });
      });
      request.end(body);
    });
  }

  close(): void {
    this.#plain.destroy();
    this.#secure.destroy();
  }
}

/** Reads an answer's body to its end so that its connection can be reused. */
export function discard(answer: Answer): void {
  answer.body.on('error', () => {});
  answer.body.resume();
}

/** Reads at most `limit` bytes of an answer's body. */
export async function readUpTo(answer: Answer, limit: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of answer.body as AsyncIterable<Buffer>) {
    size += piece.byteLength;
    pieces.push(piece);
    if (size >= limit) break;
  }
  return Buffer.concat(pieces).subarray(0, limit);
}

function unanswered({ method, url, shownUrl, signal }: Exchange, cause: Error): RegistryError {
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  const given = signal?.aborted === true || cause.message === 'context canceled';
  const words = given ? 'context canceled' : inGoWords(cause, url);
  return new RegistryError(
    given ? 'CANCELLED' : 'UNREACHABLE',
    `failed to do request: ${verb} ${JSON.stringify(shownUrl)}: ${words}`,
    { cause },
  );
}
