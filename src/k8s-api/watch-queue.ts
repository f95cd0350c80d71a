import type { Change, Stored } from './object-store.ts';
import { weightOf } from './weight.ts';

type WatchEvent =
  | { readonly type: Change['type']; readonly object: Stored }
  | { readonly type: 'BOOKMARK'; readonly object: object };

/** Maximum bytes of objects that may be queued for the client of one watch. */
const mostBytes = 8 * 1024 * 1024;

/** The events that a watch has not sent yet. */
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

  /** A bookmark means that everything before it has been sent, so it is queued only if no event is. */
  bookmark(object: object): void {
    if (this.#waiting.length === 0) this.add({ type: 'BOOKMARK', object });
  }

  /** From now on the client has to keep up; events from before do not count. */
  limit(): void {
    this.#isLimited = true;
  }

  /** The events in order, until the watch ends. */
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
