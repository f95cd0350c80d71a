import type { ServerResponse } from 'node:http';

/**
 * Writes a chunk of a response. If the socket's buffer is full, waits until the client has read it.
 * @param given ends the wait.
 * @returns whether more can be written: false if the client is gone, the response has ended or `given` has fired.
 */
export async function flow(
  response: ServerResponse,
  piece: string | Buffer,
  given: AbortSignal,
): Promise<boolean> {
  const isOver = (): boolean => given.aborted || response.destroyed || response.writableEnded;
  if (isOver()) return false;
  if (!response.write(piece)) await drained(response, given);
  return !isOver();
}

function drained(response: ServerResponse, given: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done);
      response.off('close', done);
      given.removeEventListener('abort', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
    given.addEventListener('abort', done);
  });
}
