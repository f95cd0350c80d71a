import type { Socket } from 'node:net';
import { CallError } from './errors.ts';

/** An HTTP answer. Header names are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Bytes; expected responses have at most a few kilobytes. */
const maxAnswer = 1024 * 1024;

/**
 * Reads one HTTP/1.1 response from a connection that carries no other (RFC 9112). Node's client is not used
 * because it takes a third of an executable's start-up time, and can't use a proxy's connection there.
 * @param extent `head` stops before the body, as after CONNECT.
 * @throws CallError NOT_AWS if it is not HTTP; Error if the connection ends before the response does.
 */
export function readMessage(socket: Socket, extent: 'head' | 'whole'): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    const end = (finish: () => void): void => {
      socket.off('data', take).off('error', fail).off('close', closed);
      try {
        finish();
      } catch (error) {
        reject(error as Error);
      }
    };
    const settle = (over: boolean): void => {
      const answer = parse(bytes, extent, over);
      if (answer !== undefined) end(() => resolve(answer));
      else if (bytes.byteLength > maxAnswer) throw notAws('the answer is larger than any of AWS');
      else if (over) throw new Error('the connection was closed within the answer');
    };
    const guarded = (over: boolean): void => {
      try {
        settle(over);
      } catch (error) {
        end(() => reject(error as Error));
      }
    };
    const take = (piece: Buffer): void => {
      bytes = Buffer.concat([bytes, piece]);
      guarded(false);
    };
    const fail = (error: Error): void => end(() => reject(error));
    const closed = (): void => guarded(true);
    socket.on('data', take).on('error', fail).on('close', closed);
  });
}

/** @returns the answer once it is complete. */
function parse(bytes: Buffer, extent: 'head' | 'whole', over: boolean): HttpAnswer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (bytes.byteLength >= 5 && bytes.toString('latin1', 0, 5) !== 'HTTP/') {
    throw notAws('the answer is not HTTP');
  }
  if (headEnd === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1]);
  if (!Number.isInteger(status)) throw notAws('the answer is not HTTP/1.1');
  const rest = bytes.subarray(headEnd + 4);
  // An interim (1xx) response precedes the final one.
  if (status >= 100 && status < 200) return parse(rest, extent, over);
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  if (extent === 'head') return { status, headers, body: '' };
  const body = bodyOf(rest, headers, status, over);
  return body === undefined ? undefined : { status, headers, body: body.toString() };
}

/** @returns the body once it is complete: by chunks, by length, or by the end of the connection. */
function bodyOf(
  rest: Buffer,
  headers: Readonly<Record<string, string>>,
  status: number,
  over: boolean,
): Buffer | undefined {
  if (status === 204 || status === 304) return Buffer.alloc(0);
  if (/chunked$/i.test(headers['transfer-encoding'] ?? '')) return dechunk(rest);
  const length = headers['content-length'];
  if (length === undefined) return over ? rest : undefined;
  if (!/^\d{1,15}$/.test(length)) throw notAws('the answer has no valid length');
  return rest.byteLength >= Number(length) ? rest.subarray(0, Number(length)) : undefined;
}

function dechunk(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const [, hex] =
      /^([0-9a-f]{1,8})\s*(?:;.*)?$/i.exec(rest.toString('latin1', at, lineEnd)) ?? [];
    if (hex === undefined) throw notAws('the answer has no valid chunks');
    const size = Number.parseInt(hex, 16);
    const start = lineEnd + 2;
    if (size === 0) return Buffer.concat(chunks);
    if (rest.byteLength < start + size + 2) return undefined;
    chunks.push(rest.subarray(start, start + size));
    at = start + size + 2;
  }
}

function notAws(message: string): CallError {
  return new CallError('NOT_AWS', message);
}
