import { readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { readRegularText } from '../../files/read.ts';

/** As many symbolic links as Linux follows (path_resolution(7)). */
const mostLinks = 40;
/** Bytes that a file of a node's configuration may have. */
const fileLimit = 256 * 1024;

/** A node's file system that is mounted at a folder, or at `/` the own one. */
export class Rooted {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root.replace(/\/+$/, '');
  }

  /**
   * Where a path of the node is here. Symbolic links are followed as the node would: absolute ones begin at its root, and
   * none leads out of it.
   */
  locate(path: string): string {
    if (this.#root === '') return path;
    let done = '/';
    const todo = path.split('/');
    for (let links = 0; todo.length > 0; ) {
      const next = posix.join(done, todo.shift() ?? '');
      const target = linkAt(`${this.#root}${next}`);
      if (target === undefined || links++ >= mostLinks) {
        done = next;
        continue;
      }
      todo.unshift(...target.split('/'));
      if (target.startsWith('/')) done = '/';
    }
    return `${this.#root}${done}`;
  }

  /** A text as the node would say it: paths begin at its own root. */
  asOnNode(text: string): string {
    return this.#root === '' ? text : text.replaceAll(this.#root, '');
  }

  /** @throws FileError, or what Node throws, such as ENOENT and EACCES. */
  read(path: string, limit = fileLimit): Promise<string> {
    return readRegularText(this.locate(path), limit);
  }

  /** Names in a folder, sorted. @throws what Node throws. */
  async list(path: string): Promise<string[]> {
    return (await readdir(this.locate(path))).sort();
  }
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
