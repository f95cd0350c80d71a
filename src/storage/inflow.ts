import type { FileHandle } from 'node:fs/promises';
import { type ContentHash, InlineHash, ThreadHash } from './content-hash.ts';
import { nativeLetGo } from './native-fadvise.ts';

/** Bytes gathered before they are written: fewer, larger writes. */
const slabSize = 1 << 20;

/** Slabs of one upload that may be under way to disk and hash before the sender has to wait. */
const mostUnderWay = 4;

/**
 * Bytes after which the disk is asked to take what it has, so that the last flush is a short one. Each flush holds a
 * thread of the pool, and commits the file's whereabouts, too: more often is no better.
 */
const flushEvery = 16 << 20;

/**
 * Bytes of an upload that stay in the system's memory for the pull that may follow; what is beyond is let go once it
 * is on disk. Large layers would otherwise push everything else out, and taking fresh memory for them costs more than
 * hashing them.
 */
const keptInMemory = 64 << 20;

const letGo = nativeLetGo();

/** Slabs that no upload uses, kept for the next. */
const free: Buffer[] = [];
const mostFree = 32;

/** What an upload holds so far, hashed as it came, so that it need not be read again at the end. */
export interface Progress {
  /** Made with the first piece. */
  hash: ContentHash | undefined;
  /** Bytes on file. */
  bytes: number;
}

/**
 * Content on its way into a file. It is gathered in slabs of shared memory; while one is filled, those before it are
 * written and hashed, each by another thread.
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

  /** @param progress goes on from what it says, and is kept true. */
  constructor(file: FileHandle, progress: Progress) {
    this.#file = file;
    this.#progress = progress;
  }

  /**
   * Takes a piece and gives its memory back: nobody may look at it afterwards.
   * @returns when there is room for the next one. @throws what the disk says.
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

  /** Writes what is left. @returns when all of it is written and hashed. @throws what the disk says. */
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
    // One after the other: a file that the disk refuses to go on with has no holes.
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
    // Only a head start: whether it worked is for the flush at the end to tell.
    this.#flushing = this.#letGo(flushed).then(
      () => {
        this.#flushing = undefined;
      },
      () => undefined,
    );
  }

  /** Flushes the file, and lets go of what lies beyond what is kept. */
  async #letGo(flushed: number): Promise<void> {
    await this.#file.datasync();
    if (flushed > keptInMemory) {
      await (await letGo)?.(this.#file.fd, keptInMemory, flushed - keptInMemory);
    }
  }
}

/**
 * Gives the memory of a piece back at once, if nothing else lives in it. The network makes one for every 64 KiB; left
 * to the garbage collector, they start a collection of everything every few dozen MiB, which costs as much as the
 * upload itself.
 */
function release({ buffer, length }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === length) buffer.transfer(0);
}
