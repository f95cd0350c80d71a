/** When and for what an access key was used last. */
export interface KeyUsage {
  readonly at: number;
  /** Signing name, such as `ecr`. */
  readonly service: string;
  readonly region: string;
}

/** Keys whose use is remembered; those of users, of which there are few. */
const capacity = 10_000;

/** The last use of each access key of a user, since the start. */
export class KeyUse {
  readonly #last = new Map<string, KeyUsage>();

  note(accessKeyId: string, usage: KeyUsage): void {
    if (this.#last.size >= capacity && !this.#last.has(accessKeyId)) return;
    this.#last.set(accessKeyId, usage);
  }

  lastOf(accessKeyId: string): KeyUsage | undefined {
    return this.#last.get(accessKeyId);
  }
}
