import { createReadStream, fstatSync, type Stats, statSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { Piece } from './blobs.ts';
import { InlineHash } from './content-hash.ts';
import { stampOf } from './content-seal.ts';
import type { DiskHealth } from './disk-health.ts';
import { StorageError, UploadConflict } from './errors.ts';
import { hashFile } from './hash-file.ts';
import { Inflow, type Progress } from './inflow.ts';

/**
 * How long a request waits for the previous one to end, in milliseconds: when a connection is lost, the
 * client's next request may arrive before everything from the old one is on disk.
 */
const patience = 1_000;

/**
 * How long a writer may send nothing before the next one replaces it, in milliseconds. Where a network drops
 * packets, only the client notices that its connection is lost, and reconnects.
 */
const longestSilence = 3_000;

/** A request that appends to an upload. */
interface Writer {
  readonly source: Readable;
  /** When it began to wait for its client, by the monotonic clock in milliseconds; undefined while it writes. */
  silentSince: number | undefined;
}

/** An upload in progress: a file, and the hash of its content. It has one writer at a time. */
export class Upload {
  readonly #id: string;
  readonly #path: string;
  readonly #progress: Progress;
  readonly #health: DiskHealth;
  /** The file as it was after the last part; a different one was changed by somebody else. */
  #stamp: string | undefined;
  #writing: Promise<void> | undefined;
  #writer: Writer | undefined;
  /** Whether the last writer's source failed, so that its client may return to continue. */
  #brokeOff = false;
  /** Completed or cancelled, or to be read again from disk. */
  #isOver = false;

  /**
   * @param info the file, when it holds what `progress` states; undefined if nothing has been written to it
   * yet.
   */
  constructor(
    id: string,
    path: string,
    health: DiskHealth,
    info?: Stats,
    progress: Progress = { hash: undefined, bytes: 0 },
  ) {
    this.#id = id;
    this.#path = path;
    this.#health = health;
    this.#stamp = info && stampOf(info);
    this.#progress = progress;
  }

  /** Continues an upload from what is on disk. @throws StorageError `NOT_FOUND` */
  static async from(id: string, path: string, health: DiskHealth): Promise<Upload> {
    const info = await stat(path).catch((cause: unknown) => {
      throw notFound(id, cause);
    });
    const hash = new InlineHash();
    let bytes = 0;
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
      await hash.update(piece);
      bytes += piece.length;
    }
    return new Upload(id, path, health, info, { hash: bytes === 0 ? undefined : hash, bytes });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Bytes on file, once a writer whose client disconnected has written what it had. */
  async size(): Promise<number> {
    if (this.#writing !== undefined) await Promise.race([this.#writing, pause()]);
    return this.#progress.bytes;
  }

  /**
   * Appends what a source sends.
   * @returns bytes that the upload holds now.
   * @throws StorageError as `Blobs.append`; the source's own error when it fails.
   */
  append(
    source: Readable,
    { at, size = 0, most = Number.POSITIVE_INFINITY }: Piece,
  ): Promise<number> {
    return this.#alone(async () => {
      const { bytes } = this.#progress;
      if (at !== undefined && at !== bytes) {
        throw new UploadConflict(
          'WRONG_OFFSET',
          `the upload holds ${bytes} bytes, not ${at}`,
          bytes,
        );
      }
      if (bytes + size > most) {
        throw new StorageError('TOO_LARGE', `the upload would hold more than ${most} bytes`);
      }
      this.#brokeOff = true;
      await this.#take(source);
      this.#brokeOff = false;
      return this.#progress.bytes;
    });
  }

  /**
   * Calls `keep` to store the file as content, once its digest is verified; nobody writes to it meanwhile or
   * afterwards.
   * @param keep receives the path of the file.
   * @throws StorageError `DIGEST_MISMATCH`, `BUSY`, `NOT_FOUND`
   */
  complete(digest: string, keep: (path: string) => Promise<void>): Promise<number> {
    return this.#alone(async () => {
      const [algorithm = ''] = digest.split(':');
      const found = `${algorithm}:${await this.#hash(algorithm)}`;
      if (found !== digest) {
        throw new StorageError('DIGEST_MISMATCH', `the content is ${found}, not ${digest}`);
      }
      await keep(this.#path);
      this.end();
      return this.#progress.bytes;
    });
  }

  /** Ends the upload for its current writer. */
  end(): void {
    this.#isOver = true;
    this.#progress.hash?.forget();
    this.#progress.hash = undefined;
  }

  /** Runs some work exclusively. */
  async #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#writing !== undefined) {
      await Promise.race([this.#writing, pause()]);
      await this.#endSilentWriter();
      if (!this.#isOver && (this.#writing !== undefined || !this.#brokeOff)) {
        throw new UploadConflict(
          'BUSY',
          `another request writes to the upload ${this.#id}`,
          this.#progress.bytes,
        );
      }
    }
    if (this.#isOver) throw notFound(this.#id);
    const working = work();
    this.#writing = working.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await working;
    } finally {
      this.#writing = undefined;
    }
  }

  /** Ends the writer if its client has sent nothing for too long. */
  async #endSilentWriter(): Promise<void> {
    const silentSince = this.#writer?.silentSince;
    if (silentSince === undefined || performance.now() - silentSince < longestSilence) return;
    this.#writer?.source.destroy(
      new UploadConflict(
        'BUSY',
        `another request continued the upload ${this.#id}, because this one sent nothing for ${longestSilence / 1_000} s`,
        this.#progress.bytes,
      ),
    );
    await Promise.race([this.#writing, pause()]);
  }

  async #take(source: Readable): Promise<void> {
    const file = await open(this.#path, 'r+').catch((cause: unknown) => {
      throw notFound(this.#id, cause);
    });
    try {
      const inflow = new Inflow(file, this.#progress);
      const writer: Writer = { source, silentSince: performance.now() };
      this.#writer = writer;
      try {
        for await (const piece of source as AsyncIterable<Buffer>) {
          writer.silentSince = undefined;
          if (this.#isOver) throw notFound(this.#id);
          await this.#onDisk(() => inflow.add(piece));
          writer.silentSince = performance.now();
        }
      } finally {
        this.#writer = undefined;
        await this.#onDisk(() => inflow.end());
      }
      this.#health.worked();
    } finally {
      this.#stamp = stampOf(fstatSync(file.fd));
      await file.close();
    }
  }

  /** The hash includes bytes that a failing disk has not stored: then everything is read again. */
  async #onDisk(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (cause) {
      this.end();
      throw this.#health.failed(cause);
    }
  }

  async #hash(algorithm: string): Promise<string> {
    const { hash, bytes } = this.#progress;
    const info = statSync(this.#path, { throwIfNoEntry: false });
    if (info === undefined) throw notFound(this.#id);
    const isAsWritten = stampOf(info) === this.#stamp && info.size === bytes;
    if (algorithm !== 'sha256' || !isAsWritten) {
      this.#progress.bytes = info.size;
      return hashFile(this.#path, algorithm);
    }
    return (hash ?? new InlineHash()).digest();
  }
}

function pause(): Promise<void> {
  return wait(patience, undefined, { ref: false });
}

function notFound(id: string, cause?: unknown): StorageError {
  return new StorageError('NOT_FOUND', `there is no upload ${id}`, { cause });
}
