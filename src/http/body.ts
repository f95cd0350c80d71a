import type { IncomingMessage } from 'node:http';

/** The body is larger than this route allows. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/**
 * Reads a request's body into memory.
 * @param limit most bytes to read.
 * @throws BodyTooLarge once more than that has arrived; Error when the client disconnected.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) throw new BodyTooLarge(`the body is larger than ${limit} bytes`);
  const chunks: Buffer[] = [];
  let size = 0;
  await takeBody(request, (chunk) => {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge(`the body is larger than ${limit} bytes`);
    chunks.push(chunk);
  });
  return chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
}

/**
 * Hands over the chunks of a body as they arrive: a body may come in as many chunks as it has bytes, and a promise for
 * each would cost much more than the chunk. A reader that throws can still answer: the connection stays open.
 * @throws what the reader throws; Error when the client disconnected.
 */
export function takeBody(request: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (request.readableEnded) {
      resolve();
      return;
    }
    const onData = (chunk: Buffer): void => {
      try {
        take(chunk);
      } catch (error) {
        request.pause();
        stop(() => reject(error));
      }
    };
    const onEnd = (): void => stop(resolve);
    const onClose = (error = new Error('the client disconnected')): void =>
      stop(() => reject(error));
    const onGone = (): void => onClose();
    const stop = (then: () => void): void => {
      request.off('data', onData).off('end', onEnd).off('error', onClose).off('close', onGone);
      then();
    };
    if (request.destroyed) {
      // Its error may not have been emitted yet.
      request.once('error', () => undefined);
      onClose(request.errored ?? undefined);
      return;
    }
    request.on('end', onEnd).on('error', onClose).on('close', onGone).on('data', onData);
  });
}
