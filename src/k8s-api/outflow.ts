import type { ServerResponse } from 'node:http';

/**
 * Writes a piece of an answer, and waits until the client has taken it when it does not go out at once.
 * @param given ends the waiting.
 * @returns whether more can be written: not to a client that is gone, to an answer that is at its end, or once `given` up.
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
