import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BlobSource, Blobs } from './blobs.ts';
import { InlineHash } from './content-hash.ts';
import { StorageError } from './errors.ts';
import { Inflow, type Progress } from './inflow.ts';
import { readAhead } from './read-ahead.ts';
import { sendBody } from './send-file.ts';

/** Bytes that a file is read by to be hashed. */
const pieceSize = 1 << 20;

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
    return {
      pipeTo: (sink) => readAhead(path, sink, range),
      sendTo: (response) => sendBody(path, response, range),
    };
  }

  async begin(id: string): Promise<void> {
    const file = await open(this.#upload(id), 'wx');
    await file.close();
    this.#progress.set(id, { hash: undefined, bytes: 0 });
  }

  async append(id: string, source: Readable): Promise<number> {
    const progress = await this.#progressOf(id);
    const file = await open(this.#upload(id), 'r+');
    const inflow = new Inflow(file, progress);
    try {
      try {
        for await (const piece of source as AsyncIterable<Buffer>) await inflow.add(piece);
      } finally {
        await this.#finish(id, inflow);
      }
    } finally {
      await file.close();
    }
    return progress.bytes;
  }

  async #finish(id: string, inflow: Inflow): Promise<void> {
    try {
      await inflow.end();
    } catch (error) {
      // The hash has seen more than the disk took: it is made again from what is there.
      this.#forget(id);
      throw error;
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
        ? await (hash ?? new InlineHash()).digest()
        : await hashFile(this.#upload(id), algorithm);
    if (`${algorithm}:${found}` !== digest) {
      throw new StorageError(
        'DIGEST_MISMATCH',
        `the content is ${algorithm}:${found}, not ${digest}`,
      );
    }
    await this.#keep(this.#upload(id), this.#blob(digest), bytes);
    this.#forget(id);
    return bytes;
  }

  async #keep(upload: string, target: string, bytes: number): Promise<void> {
    await mkdir(dirname(target), { recursive: true });
    const present = await stat(target).catch(() => undefined);
    if (present?.size === bytes) {
      await rm(upload);
    } else {
      await flushToDisk(upload);
      await rename(upload, target);
    }
    // Also for what was there: who put it may not have come this far yet.
    await flushToDisk(dirname(target));
  }

  async cancel(id: string): Promise<void> {
    this.#forget(id);
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
    for (const id of [...this.#progress.keys()]) this.#forget(id);
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
    const hash = new InlineHash();
    for await (const piece of createReadStream(path)) await hash.update(piece as Buffer);
    const progress = { hash, bytes: info.size };
    this.#progress.set(id, progress);
    return progress;
  }

  #forget(id: string): void {
    this.#progress.get(id)?.hash?.forget();
    this.#progress.delete(id);
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
  for await (const chunk of createReadStream(path, { highWaterMark: pieceSize })) {
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
