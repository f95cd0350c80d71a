import { createHash, type Hash } from 'node:crypto';
import { hashThread } from './hash-threads.ts';

/** SHA-256 of content that arrives in pieces. */
export interface ContentHash {
  /** Resolves when the piece has been read and may be overwritten. Pieces are hashed in the order of the calls. */
  update(piece: Uint8Array): Promise<void>;
  /** @returns SHA-256 in hex of everything so far; more may follow. */
  digest(): Promise<string>;
  /** Ends the hash; no other call may follow. */
  forget(): void;
}

/** Hashes synchronously: for content that is shorter than the handover to a thread takes. */
export class InlineHash implements ContentHash {
  readonly #hash: Hash = createHash('sha256');

  async update(piece: Uint8Array): Promise<void> {
    this.#hash.update(piece);
  }

  async digest(): Promise<string> {
    return this.#hash.copy().digest('hex');
  }

  forget(): void {}
}

let last = 0;

/** Hashes in another thread; the pieces are in shared memory, so that it reads them without a copy. */
export class ThreadHash implements ContentHash {
  readonly #id = ++last;

  async update(content: Uint8Array): Promise<void> {
    await hashThread(this.#id).ask({ kind: 'update', id: this.#id, content });
  }

  digest(): Promise<string> {
    return hashThread(this.#id).ask({ kind: 'digest', id: this.#id });
  }

  forget(): void {
    // A thread that has ended has no state to drop.
    hashThread(this.#id)
      .ask({ kind: 'forget', id: this.#id })
      .catch(() => undefined);
  }
}
