import type { Stored } from './object-store.ts';

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** Bytes of lines that are cached for other watches with the same content. */
const mostBytes = 8 * 1024 * 1024;

/** The lines of watches. Equal lines share their bytes, also while they wait for slow clients. */
export class EventLines {
  readonly #lines = new Map<Stored, { readonly type: EventType; readonly line: Buffer }>();
  #bytes = 0;

  of(type: EventType, object: Stored): Buffer {
    const known = this.#lines.get(object);
    if (known?.type === type) return known.line;
    const line = Buffer.from(eventLine(type, object));
    if (known === undefined) this.#keep(type, object, line);
    return line;
  }

  #keep(type: EventType, object: Stored, line: Buffer): void {
    this.#lines.set(object, { type, line });
    this.#bytes += line.length;
    for (const [oldest, { line: gone }] of this.#lines) {
      if (this.#bytes <= mostBytes) return;
      this.#lines.delete(oldest);
      this.#bytes -= gone.length;
    }
  }
}

export function eventLine(type: string, object: object): string {
  return `${JSON.stringify({ type, object })}\n`;
}
