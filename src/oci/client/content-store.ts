/** Content that a machine has already, by digest. A pull fetches nothing that is here. */
export interface ContentStore {
  has(digest: string): boolean;
  /** The bytes of a manifest, index or config; layers are not kept. */
  read(digest: string): Buffer | undefined;
  /** Records verified content; `content` is given for manifests, indexes and configs. */
  commit(digest: string, size: number, content?: Buffer): void;
}

/** A content store in memory. It keeps the bytes of manifests and configs, and of layers only the fact. */
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

  /** Forgets everything that `keep` does not name: containerd's garbage collection. */
  retain(keep: ReadonlySet<string>): void {
    for (const digest of this.#contents.keys()) {
      if (!keep.has(digest)) this.#contents.delete(digest);
    }
  }
}
