import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HashTask } from './hash-worker.ts';

interface Waiter {
  resolve(answer: string): void;
  reject(error: Error): void;
}

/** A thread that hashes. It keeps the process alive only while an answer is awaited. */
class HashThread {
  readonly #worker = new Worker(
    new URL(`./hash-worker${extname(import.meta.url)}`, import.meta.url),
  );
  readonly #waiting: Waiter[] = [];

  constructor() {
    this.#worker.unref();
    this.#worker.on('message', (answer: string) => this.#settle((next) => next.resolve(answer)));
    this.#worker.on('error', (error: Error) => {
      // Later hashes use a new thread; those of this one fail, now or when their digest is requested.
      threads.splice(threads.indexOf(this), 1, undefined);
      while (this.#waiting.length > 0) this.#settle((next) => next.reject(error));
    });
  }

  ask(task: HashTask): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) this.#worker.ref();
      this.#waiting.push({ resolve, reject });
      this.#worker.postMessage(task);
    });
  }

  #settle(tell: (next: Waiter) => void): void {
    const next = this.#waiting.shift();
    if (this.#waiting.length === 0) this.#worker.unref();
    if (next !== undefined) tell(next);
  }
}

/** More threads than this would only wait for the disk. */
const mostThreads = Math.min(4, Math.max(1, availableParallelism()));
const threads: (HashThread | undefined)[] = [];

/** The thread of a hash, always the same one; it is started on first use. */
export function hashThread(id: number): HashThread {
  const slot = id % mostThreads;
  const thread = threads[slot] ?? new HashThread();
  threads[slot] = thread;
  return thread;
}
