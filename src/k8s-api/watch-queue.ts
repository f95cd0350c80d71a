import type { Change, Stored } from './object-store.ts';
import { weightOf } from './weight.ts';

type WatchEvent =
  | { readonly type: Change['type']; readonly object: Stored }
  | { readonly type: 'BOOKMARK'; readonly object: object };

/** Bytes of objects that may wait for the client of one watch. */
const mostBytes = 8 * 1024 * 1024;

/** What a watch has to tell, and has not told yet. */
export class WatchQueue {
  #waiting: { readonly event: WatchEvent; readonly bytes: number }[] = [];
  #bytes = 0;
  #isLimited = false;
  readonly #onFull: () => void;
  #wake: () => void = () => undefined;

  /** @param onFull is called once the client is too far behind. */
  constructor(onFull: () => void) {
    this.#onFull = onFull;
  }

  add(event: WatchEvent): void {
    const bytes = this.#isLimited ? weightOf(event.object) : 0;
    this.#bytes += bytes;
    this.#waiting.push({ event, bytes });
    if (this.#bytes > mostBytes) this.#onFull();
    this.#wake();
  }

  /** A bookmark says that everything before it has been told: only a watch that waits for nothing else needs it. */
  bookmark(object: object): void {
    if (this.#waiting.length === 0) this.add({ type: 'BOOKMARK', object });
  }

  /** From now on the client has to keep up; what happened before is no fault of its own. */
  limit(): void {
    this.#isLimited = true;
  }

  /** The events in order, as they come, until the watch is over. */
  async *events(over: AbortSignal): AsyncGenerator<WatchEvent> {
    over.addEventListener('abort', () => this.#wake());
    while (!over.aborted) {
      const batch = this.#waiting;
      this.#waiting = [];
      for (const { event, bytes } of batch) {
        yield event;
        if (over.aborted) return;
        this.#bytes -= bytes;
      }
      if (this.#waiting.length === 0 && !over.aborted) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
