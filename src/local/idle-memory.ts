import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { boundHeapGrowth } from './heap-growth.ts';

/** How long nobody may have asked for anything, in milliseconds. */
const quiet = 5_000;
/** Memory of a process that has only just started, and growth for which a collection is worth it, in bytes. */
const atStart = 128 << 20;
const growth = 48 << 20;

/** What the process is asked: its memory, and to give back what it does not use. */
export interface ProcessMemory {
  /** What it takes of the machine's, in bytes. */
  rss(): number;
  collect(): void;
}

/**
 * Gives memory back to the system after a busy time: V8 keeps the room that a burst of requests took, some hundred
 * MiB, for the next one, however long that takes to come.
 */
export class IdleMemory {
  readonly #timer: NodeJS.Timeout;
  readonly #memory: ProcessMemory;
  readonly #quiet: number;
  /** What it took after the last collection. */
  #atRest = atStart;
  #lastRequest = 0;
  #isClean = true;

  /** @param quietFor how long nobody may have asked for anything, in milliseconds. */
  constructor(memory: ProcessMemory = ownMemory, quietFor = quiet) {
    this.#memory = memory;
    this.#quiet = quietFor;
    this.#timer = setInterval(() => this.#look(), quietFor).unref();
  }

  noteRequest(): void {
    this.#lastRequest = performance.now();
    this.#isClean = false;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.#isClean || performance.now() - this.#lastRequest < this.#quiet) return;
    this.#isClean = true;
    if (this.#memory.rss() - this.#atRest < growth) return;
    this.#memory.collect();
    this.#atRest = Math.max(atStart, this.#memory.rss());
  }
}

const ownMemory: ProcessMemory = {
  rss: () => process.memoryUsage.rss(),
  collect() {
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc') as (options: object) => void;
    gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    boundHeapGrowth();
  },
};
