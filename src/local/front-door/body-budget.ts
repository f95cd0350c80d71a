import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, takeBody } from '../../http/body.ts';

/** Memory for the bodies of all requests whose sender is not identified yet, in bytes. */
const capacity = 27 << 20;
/**
 * Bodies of up to this many bytes are always read: the number of unidentified connections is limited, and slow
 * bodies must not block small calls.
 */
const smallBody = 8 << 10;
/** Most requests that wait for room; each holds one buffer of its connection. */
const maxWaiting = 64;
/** Size that is assumed for a body without a Content-Length, and its limit, in bytes. */
const unannounced = 1 << 20;

/** There is no room for another body, and too many are waiting. */
export class TooManyBodies extends Error {
  override readonly name = 'TooManyBodies';
}

/**
 * Reads the bodies of requests whose sender is identified only by a signature over the body. All of them
 * together never use more than the budget; a body without room stays on its connection until there is room.
 */
export class BodyBudget {
  readonly #room = new Room(capacity);

  /**
   * Reads a body into memory.
   * @param limit most bytes to read.
   * @throws BodyTooLarge, also for a body without a Content-Length that is larger than 1 MiB; TooManyBodies;
   * Error when the client disconnected.
   */
  async read(request: IncomingMessage, limit: number): Promise<Buffer> {
    const header = request.headers['content-length'];
    if (header === undefined && request.headers['transfer-encoding'] === undefined) {
      return Buffer.alloc(0);
    }
    const size = header === undefined ? Math.min(unannounced, limit) : Number(header);
    if (size > limit) throw new BodyTooLarge(`the body is larger than ${limit} bytes`);
    if (size <= smallBody) return readInto(request, size);
    await this.#room.reserve(size, request);
    try {
      return await readInto(request, size);
    } finally {
      this.#room.release(size);
    }
  }
}

/** Memory that requests share. */
class Room {
  #free: number;
  readonly #waiting: { readonly size: number; readonly start: () => void }[] = [];

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** @throws TooManyBodies; Error when the client disconnects while it waits. */
  reserve(size: number, request: IncomingMessage): Promise<void> | undefined {
    if (size <= this.#free && this.#waiting.length === 0) {
      this.#free -= size;
      return undefined;
    }
    if (this.#waiting.length >= maxWaiting) {
      throw new TooManyBodies('too many requests with a body are in progress');
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        const index = this.#waiting.indexOf(entry);
        if (index < 0) return;
        this.#waiting.splice(index, 1);
        reject(new Error('the client disconnected'));
        this.#admit();
      };
      const start = (): void => {
        request.off('close', leave);
        resolve();
      };
      const entry = { size, start };
      this.#waiting.push(entry);
      request.once('close', leave);
    });
  }

  release(size: number): void {
    this.#free += size;
    this.#admit();
  }

  /** In order of arrival, so that a large body does not wait forever behind small ones. */
  #admit(): void {
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || next.size > this.#free) return;
      this.#waiting.shift();
      this.#free -= next.size;
      next.start();
    }
  }
}

/** Only what has arrived uses memory: the operating system allocates pages when they are written. */
async function readInto(request: IncomingMessage, size: number): Promise<Buffer> {
  const body = Buffer.allocUnsafeSlow(size);
  let held = 0;
  await takeBody(request, (chunk) => {
    if (held + chunk.length > size) throw new BodyTooLarge(`the body is larger than ${size} bytes`);
    body.set(chunk, held);
    held += chunk.length;
  });
  return body.subarray(0, held);
}
