import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** How long nobody may have asked for anything, in milliseconds. */
const quiet = 5_000;
/** Memory of a process at rest besides what its objects take, in bytes: up to so much a collection is not worth it. */
const atRest = 128 << 20;

type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

/**
 * Gives memory back to the system after a busy time: V8 keeps the room that a burst of requests took, some hundred
 * MiB, for the next one, however long that takes to come.
 */
export class IdleMemory {
  readonly #timer: NodeJS.Timeout;
  #lastRequest = 0;
  #isClean = true;

  constructor() {
    this.#timer = setInterval(() => this.#look(), quiet).unref();
  }

  noteRequest(): void {
    this.#lastRequest = performance.now();
    this.#isClean = false;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#isClean || performance.now() - this.#lastRequest < quiet) return;
    this.#isClean = true;
    const { rss, heapUsed } = process.memoryUsage();
    if (rss - heapUsed < atRest) return;
    collector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }
}

function collector(): Collect {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as Collect;
}
