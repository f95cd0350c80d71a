import { futimesSync, type Stats } from 'node:fs';
import { type FileHandle, open, stat, utimes } from 'node:fs/promises';
import { hashFile } from './hash-file.ts';

/** The time of last modification that content gets once it is proven, in seconds since the epoch. */
function sealOf(digest: string): number {
  return Number.parseInt(digest.slice(digest.indexOf(':') + 1).slice(0, 7), 16);
}

/**
 * Marks a file as proven to have that digest. Whatever writes to the file later sets the time anew and so breaks the
 * seal; copies that keep times keep it.
 */
export function seal(file: FileHandle, digest: string): void {
  // Less work than handing it to a thread.
  futimesSync(file.fd, sealOf(digest), sealOf(digest));
}

/** Tells whole content from damaged. What has lost its seal is read through once; the verdict holds until it changes. */
export class ContentSeals {
  readonly #tell: (line: string) => void;
  readonly #verdicts = new Map<
    string,
    { readonly stamp: string; readonly isWhole: Promise<boolean> }
  >();

  /** @param tell takes a line for the operator when content is found damaged. */
  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** @returns size in bytes of content that is whole; undefined when it is missing or damaged. */
  async wholeSize(path: string, digest: string): Promise<number | undefined> {
    const info = await stat(path).catch(() => undefined);
    if (info === undefined || !info.isFile()) return undefined;
    if (info.mtimeMs === sealOf(digest) * 1000) return info.size;
    const stamp = stampOf(info);
    let verdict = this.#verdicts.get(digest);
    if (verdict?.stamp !== stamp) {
      verdict = { stamp, isWhole: this.#prove(path, digest) };
      this.#verdicts.set(digest, verdict);
    }
    return (await verdict.isWhole) ? info.size : undefined;
  }

  /**
   * Reads content through, sealed or not. Content that is damaged loses its seal, so that it is not given out either.
   * @returns size in bytes; undefined when it is missing or damaged.
   */
  async prove(path: string, digest: string): Promise<number | undefined> {
    this.#verdicts.delete(digest);
    const info = await stat(path).catch(() => undefined);
    if (info === undefined || !info.isFile()) return undefined;
    if (await this.#prove(path, digest)) return info.size;
    const now = Date.now() / 1000;
    await utimes(path, now, now).catch(() => undefined);
    return undefined;
  }

  /** Forgets what was found out about content that is written anew or removed. */
  forget(digest: string): void {
    this.#verdicts.delete(digest);
  }

  async #prove(path: string, digest: string): Promise<boolean> {
    const [algorithm = ''] = digest.split(':');
    try {
      const isWhole = `${algorithm}:${await hashFile(path, algorithm)}` === digest;
      if (isWhole) await sealAgain(path, digest);
      else this.#tell(`content ${digest} is damaged on disk: push it again to repair it`);
      return isWhole;
    } catch (error) {
      this.#verdicts.delete(digest);
      this.#tell(`content ${digest} can't be read: ${String(error)}`);
      return false;
    }
  }
}

/** Where that is not possible, the verdict is remembered for as long as this process lives. */
async function sealAgain(path: string, digest: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      seal(file, digest);
    } finally {
      await file.close();
    }
  } catch {
    // A read-only disk: what was proven still is.
  }
}

/** What changes when a file is written to or replaced. */
export function stampOf({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}
