/** Gives each address a name of the characters that an output takes, and no two the same. */
export class Names {
  readonly #byAddress = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #nameOf: (address: string) => string;

  /** @param nameOf a name for an address, which another address may have as well. */
  constructor(nameOf: (address: string) => string) {
    this.#nameOf = nameOf;
  }

  of(address: string): string {
    const known = this.#byAddress.get(address);
    if (known !== undefined) return known;
    const name = this.#nameOf(address);
    let free = name;
    for (let count = 2; this.#taken.has(free); count++) free = `${name}${count}`;
    this.#taken.add(free);
    this.#byAddress.set(address, free);
    return free;
  }
}
