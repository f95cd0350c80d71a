import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { log } from '../log/log.ts';
import type { BlobSource, Blobs, Piece } from './blobs.ts';
import { ContentSeals, seal } from './content-seal.ts';
import { DiskHealth } from './disk-health.ts';
import { StorageError } from './errors.ts';
import { readAhead } from './read-ahead.ts';
import { sendBody } from './send-file.ts';
import { Upload } from './upload.ts';

/** Hex digits of the digests, by algorithm. */
const digits: Readonly<Record<string, number>> = { sha256: 64, sha512: 128 };

/**
 * Stores blobs as files named by their digest, and uploads beside them until their digest is verified.
 * @param folder where to store them; created when absent.
 * @param tell receives a line for the operator about failed writes and damaged content.
 */
export async function openFiles(
  folder: string,
  tell: (text: string) => void = log,
): Promise<Blobs> {
  try {
    for (const part of ['uploads', 'blobs']) {
      await mkdir(join(folder, part), { recursive: true, mode: 0o700 });
    }
  } catch (cause) {
    throw new StorageError('UNUSABLE', `cannot write to the data folder ${folder}`, { cause });
  }
  return new Files(folder, new DiskHealth('content', tell), new ContentSeals(tell));
}

class Files implements Blobs {
  readonly #folder: string;
  readonly #health: DiskHealth;
  readonly #seals: ContentSeals;
  readonly #uploads = new Map<string, Promise<Upload>>();

  constructor(folder: string, health: DiskHealth, seals: ContentSeals) {
    this.#folder = folder;
    this.#health = health;
    this.#seals = seals;
  }

  size(digest: string): Promise<number | undefined> {
    return this.#seals.wholeSize(this.#blob(digest), digest);
  }

  prove(digest: string): Promise<number | undefined> {
    return this.#seals.prove(this.#blob(digest), digest);
  }

  read(digest: string, range?: { readonly start: number; readonly end: number }): BlobSource {
    const path = this.#blob(digest);
    return {
      pipeTo: (sink) => readAhead(path, sink, range),
      sendTo: (response) => sendBody(path, response, range),
    };
  }

  async begin(id: string): Promise<void> {
    await this.#writing(async () => {
      const path = this.#upload(id);
      const file = await open(path, 'wx', 0o600).catch(async (error: unknown) => {
        if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
        // The folder was removed.
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        return open(path, 'wx', 0o600);
      });
      await file.close();
      this.#uploads.set(id, Promise.resolve(new Upload(id, path, this.#health)));
    });
  }

  async append(id: string, source: Readable, piece: Piece = {}): Promise<number> {
    return (await this.#uploadOf(id)).append(source, piece);
  }

  async uploaded(id: string): Promise<number> {
    return (await this.#uploadOf(id)).size();
  }

  async commit(id: string, digest: string): Promise<number> {
    const upload = await this.#uploadOf(id);
    return upload.complete(digest, async (path) => {
      try {
        await this.#writing(() => this.#keep(path, digest));
      } catch (error) {
        // After a failed flush it is unknown which of the bytes are on disk.
        await this.cancel(id);
        throw error;
      }
    });
  }

  /**
   * Moves verified content to its place, even if a file exists: that may be damaged, and its readers can still
   * read it.
   */
  async #keep(upload: string, digest: string): Promise<void> {
    const target = this.#blob(digest);
    const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const file = await open(upload, 'r+').catch(asCancelled);
    try {
      await file.datasync();
      seal(file, digest);
    } finally {
      await file.close();
    }
    await rename(upload, target).catch(asCancelled);
    this.#seals.forget(digest);
    await flushFolder(dirname(target));
    if (made !== undefined) await flushFolder(dirname(dirname(target)));
  }

  async cancel(id: string): Promise<void> {
    const known = this.#uploads.get(id);
    this.#uploads.delete(id);
    (await known?.catch(() => undefined))?.end();
    await rm(this.#upload(id), { force: true });
  }

  async *list(): AsyncGenerator<string> {
    const root = join(this.#folder, 'blobs');
    for (const [algorithm, length] of Object.entries(digits)) {
      const hex = new RegExp(`^[0-9a-f]{${length}}$`);
      for (const part of await entries(join(root, algorithm), 'folders')) {
        if (!/^[0-9a-f]{2}$/.test(part)) continue;
        for (const name of await entries(join(root, algorithm, part), 'files')) {
          if (hex.test(name) && name.startsWith(part)) yield `${algorithm}:${name}`;
        }
      }
    }
  }

  async uploads(): Promise<readonly string[]> {
    return entries(join(this.#folder, 'uploads'), 'files');
  }

  async delete(digest: string): Promise<void> {
    this.#seals.forget(digest);
    await rm(this.#blob(digest), { force: true });
  }

  async clear(): Promise<void> {
    for (const id of [...this.#uploads.keys()]) await this.cancel(id);
    for (const part of ['uploads', 'blobs']) {
      await rm(join(this.#folder, part), { recursive: true, force: true });
      await mkdir(join(this.#folder, part), { recursive: true, mode: 0o700 });
    }
  }

  /** After a restart or a failed write, an upload continues from what is on disk. */
  async #uploadOf(id: string): Promise<Upload> {
    const known = await this.#uploads.get(id)?.catch(() => undefined);
    if (known?.isOver === false) return known;
    if (known !== undefined) this.#uploads.delete(id);
    let made = this.#uploads.get(id);
    if (made === undefined) {
      made = Upload.from(id, this.#upload(id), this.#health);
      this.#uploads.set(id, made);
      made.catch(() => this.#uploads.delete(id));
    }
    return made;
  }

  async #writing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      throw this.#health.failed(cause);
    }
    this.#health.worked();
  }

  #upload(id: string): string {
    return join(this.#folder, 'uploads', id);
  }

  #blob(digest: string): string {
    const [algorithm = '', hex = ''] = digest.split(':');
    return join(this.#folder, 'blobs', algorithm, hex.slice(0, 2), hex);
  }
}

/**
 * An upload whose file is missing was cancelled meanwhile, as with its repository: this is no failure of the
 * disk.
 */
function asCancelled(cause: unknown): never {
  if ((cause as { code?: unknown }).code !== 'ENOENT') throw cause;
  throw new StorageError('NOT_FOUND', 'the upload was cancelled', { cause });
}

/** The names in a folder that have the expected form; other files are ignored. */
async function entries(folder: string, kind: 'files' | 'folders'): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    const { code } = error as { code?: unknown };
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  });
  return found
    .filter((entry) => (kind === 'files' ? entry.isFile() : entry.isDirectory()))
    .map(({ name }) => name);
}

/** Flushes a folder's entries, so that they survive a power failure. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.datasync();
  } finally {
    await folder.close();
  }
}
