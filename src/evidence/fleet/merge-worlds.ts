import type { OwnFacts } from '../../chain/fleet/fleet.ts';
import { emptyWorld, kindsByNeed, type World } from '../../chain/world.ts';

type Kind = keyof OwnFacts;
type Records = Record<Kind, Record<string, unknown>>;

/** Puts the worlds of many pulls together into one. */
export class MergedWorld {
  readonly #seenAt: string;
  readonly #records: Records;

  /** @param seenAt ISO 8601. */
  constructor(seenAt: string) {
    this.#seenAt = seenAt;
    const { seenAt: _at, complete: _complete, ...kinds } = emptyWorld;
    const all = [...Object.keys(kinds), ...kindsByNeed];
    this.#records = Object.fromEntries(all.map((kind) => [kind, {}])) as Records;
  }

  get world(): World {
    const records: Partial<Records> = { ...this.#records };
    for (const kind of kindsByNeed) {
      if (Object.keys(this.#records[kind]).length === 0) delete records[kind];
    }
    return { ...emptyWorld, ...records, seenAt: this.#seenAt } as World;
  }

  /**
   * Takes what was seen for a pull.
   * @returns the records in which something was seen otherwise for another pull: they stay this pull's own.
   */
  take(seen: World): OwnFacts | undefined {
    const kinds = Object.keys(this.#records) as Kind[];
    const own = kinds.filter((kind) => !this.#takeKind(kind, seen[kind] ?? {}));
    if (own.length === 0) return undefined;
    return Object.fromEntries(own.map((kind) => [kind, seen[kind]]));
  }

  /** @returns false, and takes nothing, when a fact contradicts one that is there. */
  #takeKind(kind: Kind, facts: Readonly<Record<string, unknown>>): boolean {
    const all = this.#records[kind];
    const entries = Object.entries(facts);
    const differs = entries.some(([key, fact]) => {
      if (!Object.hasOwn(all, key) || all[key] === fact) return false;
      return JSON.stringify(all[key]) !== JSON.stringify(fact);
    });
    if (differs) return false;
    for (const [key, fact] of entries) if (!Object.hasOwn(all, key)) all[key] = fact;
    return true;
  }
}
