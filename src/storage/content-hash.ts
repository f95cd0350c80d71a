import { createHash, type Hash } from 'node:crypto';
import { hashThread } from './hash-threads.ts';

/** SHA-256 of content that comes piece by piece. */
export interface ContentHash {
  /** Resolves when the piece has been read and may be overwritten. Pieces count in the order of the calls. */
  update(piece: Uint8Array): Promise<void>;
  /** @returns SHA-256 in hex of everything so far; more may follow. */
  digest(): Promise<string>;
  /** Nothing more will be asked. */
  forget(): void;
}

/** Hashes on the spot: for content that is over before a thread would have been told of it. */
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

/** Hashes in another thread, which needs pieces in shared memory to read them where they are. */
export class ThreadHash implements ContentHash {
  readonly #id = ++last;

  async update(content: Uint8Array): Promise<void> {
    await hashThread(this.#id).ask({ kind: 'update', id: this.#id, content });
  }

  digest(): Promise<string> {
    return hashThread(this.#id).ask({ kind: 'digest', id: this.#id });
  }

  forget(): void {
    // A thread that is gone has forgotten already.
    hashThread(this.#id)
      .ask({ kind: 'forget', id: this.#id })
      .catch(() => undefined);
  }
}
