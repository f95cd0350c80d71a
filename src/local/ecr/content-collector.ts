import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../clock/clock.ts';
import type { Blobs } from '../../storage/blobs.ts';
import { documentsOf, slices } from '../core/turns.ts';
import { type State, within } from '../state.ts';
import { isReferenced } from './image-references.ts';

/**
 * How long a layer without images stays a layer, and how long its content then stays on disk: as long as a
 * layer's URL is valid, so that a client that was given the URL, or told that the layer need not be uploaded,
 * finds it there.
 */
export const grace = 3_600_000;

/** The repository name in `orphans` for content that no repository has as a layer. */
const nowhere = '-';

/**
 * Garbage collection of content. A write that removes the last reference to a layer records it in `orphans`; an
 * hour later the layer is removed, another hour later the file. Each step is on disk before the next begins,
 * and each can be repeated, so a crash in between only delays it.
 */
export class ContentCollector {
  readonly #state: State;
  readonly #blobs: Blobs;
  readonly #clock: Pick<Clock, 'now'>;
  /** Digests of content that is about to become a layer, and how often. */
  readonly #held = new Map<string, number>();
  /** Digests that this run will remove, unless they become needed. */
  readonly #doomed = new Set<string>();
  readonly #removals = new Map<string, Promise<void>>();
  #run: Promise<void> = Promise.resolve();

  constructor(state: State, blobs: Blobs, clock: Pick<Clock, 'now'>) {
    this.#state = state;
    this.#blobs = blobs;
    this.#clock = clock;
  }

  /** Runs some work that stores content and makes it a layer; the content is not collected meanwhile. */
  async keeping<Result>(digest: string, work: () => Promise<Result>): Promise<Result> {
    this.#held.set(digest, (this.#held.get(digest) ?? 0) + 1);
    this.needed(digest);
    try {
      await this.#removals.get(digest);
      return await work();
    } finally {
      const others = (this.#held.get(digest) ?? 1) - 1;
      if (others === 0) this.#held.delete(digest);
      else this.#held.set(digest, others);
    }
  }

  /** Records that a repository now has a layer of that content. */
  needed(digest: string): void {
    this.#doomed.delete(digest);
  }

  /** Records content that was to become a layer, and did not. */
  unneeded(digest: string): void {
    this.#state.orphans.put(within(nowhere, digest), { at: this.#clock.now() });
  }

  /**
   * Removes what is due; overlapping runs are serialized.
   * @param stop ends the run early; the next run does the rest.
   */
  collect(stop?: AbortSignal): Promise<void> {
    const run = this.#run.then(() => this.#collect(stop));
    this.#run = run.catch(() => undefined);
    return run;
  }

  /** Records content that a crash left behind: files that no layer refers to. */
  async sweep(stop?: AbortSignal): Promise<void> {
    const { orphans } = this.#state;
    const found = new Set<string>();
    for await (const digest of this.#blobs.list()) {
      if (stop?.aborted) return;
      found.add(digest);
    }
    for await (const digest of this.#digestsOfLayers()) {
      if (stop?.aborted) return;
      found.delete(digest);
    }
    for (const digest of found) {
      if (orphans.get(within(nowhere, digest)) === undefined) this.unneeded(digest);
    }
  }

  async #collect(stop?: AbortSignal): Promise<void> {
    if (this.#isBroken()) return;
    const notes = await this.#takeLayers();
    if (notes.size === 0) return;
    await this.#state.metadata.durable();
    for (const digest of notes.keys()) this.#doomed.add(digest);
    for await (const digest of this.#digestsOfLayers()) {
      if (stop?.aborted) return;
      this.#doomed.delete(digest);
    }
    for (const [digest, keys] of notes) {
      if (stop?.aborted) return;
      if (this.#held.has(digest) || this.#isBroken()) continue;
      if (this.#doomed.delete(digest)) await this.#remove(digest);
      for (const key of keys) this.#state.orphans.delete(key);
    }
    this.#doomed.clear();
  }

  /** What a fault removed is restored when it is healed, and its content must then be there. */
  #isBroken(): boolean {
    return this.#state.faults.count() > 0;
  }

  /** Removes the layers that are due. @returns the records of content without a layer, by digest. */
  async #takeLayers(): Promise<Map<string, string[]>> {
    const { orphans, metadata } = this.#state;
    const now = this.#clock.now();
    const gone = new Map<string, string[]>();
    for await (const slice of documentsOf(orphans, {})) {
      const due = slice.filter(({ document }) => document.at + grace <= now);
      for await (const some of slices(due)) {
        metadata.transaction(() => {
          for (const { key } of some) this.#takeLayer(key, gone, now);
        });
      }
    }
    return gone;
  }

  #takeLayer(key: string, gone: Map<string, string[]>, now: number): void {
    const { orphans, layers } = this.#state;
    const [repositoryKey = '', digest = ''] = key.split(' ');
    if (layers.get(key) === undefined) {
      gone.set(digest, [...(gone.get(digest) ?? []), key]);
    } else if (isReferenced(this.#state, repositoryKey, digest)) {
      orphans.delete(key);
    } else {
      layers.delete(key);
      orphans.put(key, { at: now });
    }
  }

  async #remove(digest: string): Promise<void> {
    const removal = this.#blobs.delete(digest);
    this.#removals.set(
      digest,
      removal.catch(() => undefined),
    );
    try {
      await removal;
    } finally {
      this.#removals.delete(digest);
    }
  }

  /** Read in pages, with a pause after each: there can be millions. */
  async *#digestsOfLayers(): AsyncGenerator<string> {
    const limit = 1_000;
    let after = '';
    for (;;) {
      const page = this.#state.layers.list({ after, limit });
      for (const { document } of page) yield document.digest;
      if (page.length < limit) return;
      after = page.at(-1)?.key ?? '';
      await nextTurn();
    }
  }
}
