/** The two doors of the local AWS. */
export type Door = 'api' | 'registry';

/** The requests of one operation. */
export interface OperationCounts {
  readonly service: string;
  readonly operation: string;
  readonly door: Door;
  /** By error code; `OK` for success. */
  readonly codes: Map<string, number>;
  seconds: number;
}

/** Most repositories whose pulls are counted separately. */
const maxRepositories = 10_000;

/**
 * Counts since the start, for `/metrics`. Counting must be cheap, a look-up or two: the registry does it for
 * every request.
 */
export class RequestCounts {
  readonly #doors: Readonly<Record<Door, Map<string, OperationCounts>>> = {
    api: new Map(),
    registry: new Map(),
  };
  readonly #pulls = new Map<string, number>();

  /**
   * Counts a request that has been answered.
   * @param operation name in the service's API; empty for requests that were refused before it was known.
   * @param code error code, or `OK`.
   * @param milliseconds from the request's headers to its answer.
   */
  count(door: Door, service: string, operation: string, code: string, milliseconds: number): void {
    const key = door === 'registry' ? operation : `${service} ${operation}`;
    let counts = this.#doors[door].get(key);
    if (counts === undefined) {
      counts = { service, operation, door, codes: new Map(), seconds: 0 };
      this.#doors[door].set(key, counts);
    }
    counts.codes.set(code, (counts.codes.get(code) ?? 0) + 1);
    counts.seconds += milliseconds / 1000;
  }

  /** Counts a manifest that was served. @param repository its repository's ARN. */
  countPull(repository: string): void {
    const before = this.#pulls.get(repository);
    if (before === undefined && this.#pulls.size >= maxRepositories) return;
    this.#pulls.set(repository, (before ?? 0) + 1);
  }

  operations(): OperationCounts[] {
    return Object.values(this.#doors).flatMap((door) => [...door.values()]);
  }

  /** Pulls by repository ARN. */
  pulls(): ReadonlyMap<string, number> {
    return this.#pulls;
  }
}
