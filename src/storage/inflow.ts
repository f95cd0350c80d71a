import type { FileHandle } from 'node:fs/promises';
import { type ContentHash, InlineHash, ThreadHash } from './content-hash.ts';
import { nativeLetGo } from './native-fadvise.ts';

/** Bytes that are collected before a write: fewer, larger writes. */
const slabSize = 1 << 20;

/** Slabs of one upload that may be in progress to disk and hash before the sender has to wait. */
const mostUnderWay = 4;

/**
 * Bytes after which the disk is asked to write what it has, so that the last flush is short. Each flush
 * occupies a thread of the pool, and also commits the file's metadata: more often is not better.
 */
const flushEvery = 16 << 20;

/**
 * Bytes of an upload that stay in the page cache for a pull that may follow; more than that is dropped from it
 * once it is on disk. Large layers would otherwise evict everything else, and allocating fresh memory for them
 * costs more than hashing them.
 */
const keptInMemory = 64 << 20;

const letGo = nativeLetGo();

/** Unused slabs, kept for the next upload. */
const free: Buffer[] = [];
const mostFree = 32;

/** The progress of an upload, hashed as it arrived, so that it need not be read again at the end. */
export interface Progress {
  /** Created with the first piece. */
  hash: ContentHash | undefined;
  /** Bytes on file. */
  bytes: number;
}

/**
 * Content on its way into a file. It is collected in slabs of shared memory; while one is filled, the previous
 * ones are written and hashed, each by another thread.
 */
export class Inflow {
  readonly #file: FileHandle;
  readonly #progress: Progress;
  readonly #underWay: Promise<void>[] = [];
  #slab: Buffer | undefined;
  #filled = 0;
  #written: Promise<void> = Promise.resolve();
  #unflushed = 0;
  #flushing: Promise<void> | undefined;

  /** @param progress is continued from, and updated. */
  constructor(file: FileHandle, progress: Progress) {
    this.#file = file;
    this.#progress = progress;
  }

  /**
   * Accepts a piece and releases its memory: it must not be read afterwards.
   * @returns when there is room for the next one. @throws the disk's error.
   */
  async add(piece: Buffer): Promise<void> {
    try {
      await this.#take(piece);
    } finally {
      release(piece);
    }
  }

  async #take(piece: Buffer): Promise<void> {
    for (let taken = 0; taken < piece.length; ) {
      this.#slab ??= free.pop() ?? Buffer.from(new SharedArrayBuffer(slabSize));
      const copied = piece.copy(this.#slab, this.#filled, taken);
      taken += copied;
      this.#filled += copied;
      if (this.#filled < slabSize) return;
      this.#send();
      if (this.#underWay.length >= mostUnderWay) await this.#underWay.shift();
    }
  }

  /** Writes what is left. @returns when all of it is written and hashed. @throws the disk's error. */
  async end(): Promise<void> {
    this.#send();
    await Promise.all(this.#underWay);
    await this.#flushing;
  }

  #send(): void {
    const slab = this.#slab;
    if (slab === undefined) return;
    const content = slab.subarray(0, this.#filled);
    this.#slab = undefined;
    this.#filled = 0;
    this.#progress.hash ??= content.length < slabSize ? new InlineHash() : new ThreadHash();
    const hashed = this.#progress.hash.update(content);
    // One after the other: when a write fails, the file has no holes.
    this.#written = this.#written.then(() => this.#write(content));
    const done = Promise.all([this.#written, hashed]).then(() => {
      if (free.length < mostFree) free.push(slab);
    });
    // It is awaited later; until then a failure must not count as unhandled.
    done.catch(() => undefined);
    this.#underWay.push(done);
  }

  async #write(content: Buffer): Promise<void> {
    let at = 0;
    while (at < content.length) {
      const left = content.length - at;
      const { bytesWritten } = await this.#file.write(content, at, left, this.#progress.bytes);
      at += bytesWritten;
      this.#progress.bytes += bytesWritten;
    }
    this.#unflushed += content.length;
    if (this.#unflushed < flushEvery || this.#flushing !== undefined) return;
    this.#unflushed = 0;
    const flushed = this.#progress.bytes;
    // Best effort: the flush at the end reports a failure.
    this.#flushing = this.#letGo(flushed).then(
      () => {
        this.#flushing = undefined;
      },
      () => undefined,
    );
  }

  /** Flushes the file, and drops from the page cache what exceeds the limit. */
  async #letGo(flushed: number): Promise<void> {
    await this.#file.datasync();
    if (flushed > keptInMemory) {
      await (await letGo)?.(this.#file.fd, keptInMemory, flushed - keptInMemory);
    }
  }
}

/**
 * Releases the memory of a piece at once, if nothing else uses it. The network allocates one for every 64 KiB;
 * left to the garbage collector, they cause a full collection every few dozen MiB, which costs as much as the
 * upload itself.
 */
function release({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
