import type { Change } from './object-store.ts';
import { ApiError } from './status.ts';
import { weightOf } from './weight.ts';

/** Most changes that are kept, and most bytes of their objects. */
const most = { changes: 4096, bytes: 32 * 1024 * 1024 };

/** The latest changes, so that a watch can start a little in the past. */
export class History {
  readonly #changes: Change[] = [];
  #bytes = 0;
  /** Revision of the latest change that is no longer kept. */
  #forgotten: number;

  /** @param revision of the latest change before the first that is kept. */
  constructor(revision: number) {
    this.#forgotten = revision;
  }

  remember(change: Change): void {
    this.#changes.push(change);
    this.#bytes += bytesOf(change);
    while (this.#changes.length > most.changes || this.#bytes > most.bytes) {
      const oldest = this.#changes.shift();
      if (oldest === undefined) return;
      this.#forgotten = oldest.revision;
      this.#bytes -= bytesOf(oldest);
    }
  }

  /** @returns the changes after a revision. @throws ApiError Expired when it is too old. */
  since(revision: number): readonly Change[] {
    if (revision < this.#forgotten) {
      throw new ApiError('Expired', `too old resource version: ${revision} (${this.#forgotten})`);
    }
    return this.#changes.filter((change) => change.revision > revision);
  }
}

function bytesOf({ object, before }: Change): number {
  return weightOf(object) + (before === undefined ? 0 : weightOf(before));
}
