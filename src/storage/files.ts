import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BlobSource, Blobs } from './blobs.ts';
import { StorageError } from './errors.ts';
import { readAhead } from './read-ahead.ts';

/** Bytes gathered before they are written: fewer, larger writes. */
const batchSize = 1 << 20;

/** Bytes after which the disk is asked to take what it has, so that the last flush is a short one. */
const flushEvery = 16 << 20;

/** A running hash of what an upload holds so far, so that it need not be read again at the end. */
interface Progress {
  readonly hash: Hash;
  bytes: number;
}

/**
 * Keeps blobs as files named by their digest, and uploads beside them until their digest is proven.
 * @param folder where to keep them; made when absent.
 */
export async function openFiles(folder: string): Promise<Blobs> {
  try {
    await mkdir(join(folder, 'uploads'), { recursive: true });
    await mkdir(join(folder, 'blobs'), { recursive: true });
  } catch (cause) {
    throw new StorageError('UNUSABLE', `cannot write to the data folder ${folder}`, { cause });
  }
  return new Files(folder);
}

class Files implements Blobs {
  readonly #folder: string;
  readonly #progress = new Map<string, Progress>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async size(digest: string): Promise<number | undefined> {
    return (await stat(this.#blob(digest)).catch(() => undefined))?.size;
  }

  read(digest: string, range?: { readonly start: number; readonly end: number }): BlobSource {
    const path = this.#blob(digest);
    return { pipeTo: (sink) => readAhead(path, sink, range) };
  }

  async begin(id: string): Promise<void> {
    const file = await open(this.#upload(id), 'wx');
    await file.close();
    this.#progress.set(id, { hash: createHash('sha256'), bytes: 0 });
  }

  async append(id: string, source: Readable): Promise<number> {
    const progress = await this.#progressOf(id);
    const file = await open(this.#upload(id), 'r+');
    try {
      await this.#write(file, progress, source);
    } finally {
      await file.close();
    }
    return progress.bytes;
  }

  async #write(file: FileHandle, progress: Progress, source: Readable): Promise<void> {
    let batch: Buffer[] = [];
    let gathered = 0;
    let unflushed = 0;
    let flushing: Promise<void> | undefined;
    const flush = async (): Promise<void> => {
      if (gathered === 0) return;
      const chunks = batch;
      const size = gathered;
      batch = [];
      gathered = 0;
      // The batch is hashed while the disk is busy with it.
      const writing = file.writev(chunks, progress.bytes);
      for (const chunk of chunks) progress.hash.update(chunk);
      await writing;
      progress.bytes += size;
      unflushed += size;
      if (unflushed < flushEvery || flushing !== undefined) return;
      unflushed = 0;
      // Only a head start: whether it worked is for the flush at the end to tell.
      flushing = file.datasync().then(
        () => {
          flushing = undefined;
        },
        () => undefined,
      );
    };
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        batch.push(chunk);
        gathered += chunk.length;
        if (gathered >= batchSize) await flush();
      }
    } finally {
      await flush();
      await flushing;
    }
  }

  async uploaded(id: string): Promise<number> {
    return (await this.#progressOf(id)).bytes;
  }

  async commit(id: string, digest: string): Promise<number> {
    const { hash, bytes } = await this.#progressOf(id);
    const algorithm = digest.slice(0, digest.indexOf(':'));
    const found =
      algorithm === 'sha256'
        ? hash.copy().digest('hex')
        : await hashFile(this.#upload(id), algorithm);
    if (`${algorithm}:${found}` !== digest) {
      throw new StorageError(
        'DIGEST_MISMATCH',
        `the content is ${algorithm}:${found}, not ${digest}`,
      );
    }
    const target = this.#blob(digest);
    await mkdir(dirname(target), { recursive: true });
    await flushToDisk(this.#upload(id));
    await rename(this.#upload(id), target);
    await flushToDisk(dirname(target));
    this.#progress.delete(id);
    return bytes;
  }

  async cancel(id: string): Promise<void> {
    this.#progress.delete(id);
    await rm(this.#upload(id), { force: true });
  }

  async *list(): AsyncGenerator<string> {
    const root = join(this.#folder, 'blobs');
    for (const algorithm of await readdir(root)) {
      for (const folder of await readdir(join(root, algorithm))) {
        const names = await readdir(join(root, algorithm, folder));
        yield* names.map((name) => `${algorithm}:${name}`);
      }
    }
  }

  async delete(digest: string): Promise<void> {
    await rm(this.#blob(digest), { force: true });
  }

  async clear(): Promise<void> {
    this.#progress.clear();
    for (const part of ['uploads', 'blobs']) {
      await rm(join(this.#folder, part), { recursive: true, force: true });
      await mkdir(join(this.#folder, part), { recursive: true });
    }
  }

  /** After a restart the hash of a half-done upload is made again from what is on disk. */
  async #progressOf(id: string): Promise<Progress> {
    const known = this.#progress.get(id);
    if (known !== undefined) return known;
    const path = this.#upload(id);
    const info = await stat(path).catch((cause: unknown) => {
      throw new StorageError('NOT_FOUND', `there is no upload ${id}`, { cause });
    });
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
    const progress = { hash, bytes: info.size };
    this.#progress.set(id, progress);
    return progress;
  }

  #upload(id: string): string {
    return join(this.#folder, 'uploads', id);
  }

  #blob(digest: string): string {
    const [algorithm = '', hex = ''] = digest.split(':');
    return join(this.#folder, 'blobs', algorithm, hex.slice(0, 2), hex);
  }
}

async function hashFile(path: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path, { highWaterMark: batchSize })) {
    hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/** Makes a file's content, or a folder's entries, survive a power cut. */
async function flushToDisk(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}
