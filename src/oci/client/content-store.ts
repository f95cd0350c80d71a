/** Content that is on a machine, by digest. A pull does not fetch it again. */
export interface ContentStore {
  has(digest: string): boolean;
  /** The bytes of a manifest, index or config; layers are not stored. */
  read(digest: string): Buffer | undefined;
  /** Records verified content; `content` is given for manifests, indexes and configs. */
  commit(digest: string, size: number, content?: Buffer): void;
}

/**
 * A content store in memory. It stores the bytes of manifests and configs; of layers only that they are
 * present.
 */
export class MemoryContentStore implements ContentStore {
  readonly #contents = new Map<string, Buffer | undefined>();

  has(digest: string): boolean {
    return this.#contents.has(digest);
  }

  read(digest: string): Buffer | undefined {
    return this.#contents.get(digest);
  }

  commit(digest: string, _size: number, content?: Buffer): void {
    this.#contents.set(digest, content);
  }

  /** Removes everything that `keep` does not name: containerd's garbage collection. */
  retain(keep: ReadonlySet<string>): void {
    for (const digest of this.#contents.keys()) {
      if (!keep.has(digest)) this.#contents.delete(digest);
    }
  }
}
