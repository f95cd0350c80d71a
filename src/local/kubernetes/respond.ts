import type { ServerResponse } from 'node:http';
import { ApiError } from './status.ts';

/** Answers with an object as JSON, or with plain text. */
export function send(response: ServerResponse, code: number, body: object | string): void {
  const text = typeof body === 'string';
  const content = text ? body : `${JSON.stringify(body)}\n`;
  response.writeHead(code, {
    'content-type': text ? 'text/plain; charset=utf-8' : 'application/json',
    'content-length': Buffer.byteLength(content),
  });
  response.end(content);
}

/** Answers an error as a Status; what is no ApiError is not explained to the client. */
export function refuse(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          'InternalError',
          'an error on the server has prevented the request from succeeding',
        );
  send(response, known.code, known.toStatus());
}
