import type { Readable } from 'node:stream';
import { AnswerError } from './answer-error.ts';

/** How much an API server may send, in bytes, and how long it may take, in milliseconds: for an answer, and in all. */
export interface Bounds {
  readonly bytes: number;
  readonly bytesInAll: number;
  readonly time: number;
  readonly timeInAll: number;
}

const mebibyte = 1024 * 1024;
const minute = 60_000;

/** A page of 500 large pods has some MiB, and the pods of a large cluster have some hundred. */
export const usualBounds: Bounds = {
  bytes: 256 * mebibyte,
  bytesInAll: 2048 * mebibyte,
  time: minute,
  timeInAll: 60 * minute,
};

/** Keeps the answers of one API server within bounds. */
export class AnswerBounds {
  readonly #bounds: Bounds;
  readonly #start = performance.now();
  #read = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /**
   * Makes a request.
   * @param make has to give up on the signal.
   * @throws AnswerError TOO_SLOW, or what `make` throws.
   */
  async inTime<Value>(make: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    const { time, timeInAll } = this.#bounds;
    const left = timeInAll - (performance.now() - this.#start);
    const patience = AbortSignal.timeout(Math.max(0, Math.ceil(Math.min(time, left))));
    try {
      if (left <= 0) throw patience.reason;
      return await make(patience);
    } catch (cause) {
      if (left > 0 && !patience.aborted) throw cause;
      const seconds = (left < time ? timeInAll : time) / 1000;
      const what = left < time ? 'all answers' : 'an answer';
      throw new AnswerError(
        'TOO_SLOW',
        `the API server takes longer than ${seconds} seconds for ${what}`,
        cause,
      );
    }
  }

  /** The content of an answer. @throws AnswerError TOO_LARGE; the rest is not read then. */
  async contentOf(answer: Readable): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let size = 0;
    for await (const piece of answer as AsyncIterable<Buffer>) {
      size += piece.byteLength;
      this.#read += piece.byteLength;
      const { bytes, bytesInAll } = this.#bounds;
      if (size > bytes) throw tooLarge(bytes, 'an answer');
      if (this.#read > bytesInAll) throw tooLarge(bytesInAll, 'all answers');
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }
}

function tooLarge(bytes: number, what: string): AnswerError {
  return new AnswerError(
    'TOO_LARGE',
    `the API server sends more than ${bytes} bytes for ${what}; examine one namespace at a time with --namespace`,
  );
}
