/** When and for what an access key or a role was last used. */
export interface KeyUsage {
  readonly at: number;
  /** Signing name, such as `ecr`. */
  readonly service: string;
  readonly region: string;
}

/** Most keys and roles whose use is kept. */
const capacity = 10_000;

/** The last use of each access key of a user and of each role, since the start. */
export class KeyUse {
  readonly #last = new Map<string, KeyUsage>();

  note(id: string, usage: KeyUsage): void {
    if (this.#last.size >= capacity && !this.#last.has(id)) return;
    this.#last.set(id, usage);
  }

  lastOf(id: string): KeyUsage | undefined {
    return this.#last.get(id);
  }
}
