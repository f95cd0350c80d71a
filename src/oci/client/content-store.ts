import { createHash } from 'node:crypto';
import { RegistryError } from './errors.ts';

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
  readonly #sizes = new Map<string, number>();
  readonly #room: () => number;

  /** @param room bytes that all contents together may take. */
  constructor(room: () => number = () => Number.POSITIVE_INFINITY) {
    this.#room = room;
  }

  /** Bytes of all contents. */
  get size(): number {
    return [...this.#sizes.values()].reduce((sum, size) => sum + size, 0);
  }

  has(digest: string): boolean {
    return this.#contents.has(digest);
  }

  read(digest: string): Buffer | undefined {
    return this.#contents.get(digest);
  }

  /** @throws RegistryError `NO_SPACE`, with containerd's message. */
  commit(digest: string, size: number, content?: Buffer): void {
    const others = this.size - (this.#sizes.get(digest) ?? 0);
    if (others + size > this.#room()) {
      const ingest = createHash('sha256').update(digest).digest('hex');
      const file = `/var/lib/containerd/io.containerd.content.v1.content/ingest/${ingest}/data`;
      throw new RegistryError('NO_SPACE', `failed to copy: write ${file}: no space left on device`);
    }
    this.#contents.set(digest, content);
    this.#sizes.set(digest, size);
  }

  /** Removes everything that `keep` does not name: containerd's garbage collection. */
  retain(keep: ReadonlySet<string>): void {
    for (const digest of this.#contents.keys()) {
      if (keep.has(digest)) continue;
      this.#contents.delete(digest);
      this.#sizes.delete(digest);
    }
  }
}
