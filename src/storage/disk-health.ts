import { StorageError } from './errors.ts';

/** How long the same problem is not reported again, in milliseconds. */
const quiet = 60_000;

/**
 * Whether writes to the disk succeed. A problem is reported once, not for every request that meets it, and so
 * is its end.
 */
export class DiskHealth {
  readonly #what: string;
  readonly #tell: (line: string) => void;
  #failure: StorageError | undefined;
  #told: { readonly reason: string; readonly at: number } | undefined;

  /**
   * @param what is written, such as `the database`.
   * @param tell receives a line for the operator.
   */
  constructor(what: string, tell: (line: string) => void) {
    this.#what = what;
    this.#tell = tell;
  }

  /** The latest failure, until a write succeeds. */
  get failure(): StorageError | undefined {
    return this.#failure;
  }

  /** Records that a write failed. @returns the error for the writer. */
  failed(cause: unknown): StorageError {
    if (cause instanceof StorageError) return cause;
    const reason = reasonOf(cause);
    this.#failure = new StorageError(
      'NOT_WRITTEN',
      `${this.#what} could not be written: ${reason}`,
      {
        cause,
      },
    );
    const now = performance.now();
    if (this.#told?.reason !== reason || now - this.#told.at > quiet) {
      this.#tell(
        `${this.#what} could not be written: ${reason}. Writes are refused until there is free space or the disk works again; what is stored can still be read.`,
      );
      this.#told = { reason, at: now };
    }
    return this.#failure;
  }

  /** Records that a write reached the disk. */
  worked(): void {
    if (this.#failure === undefined) return;
    this.#failure = undefined;
    this.#tell(`${this.#what} can be written again`);
  }
}

/** The message of SQLite or the system, such as `ENOSPC: no space left on device`, without the name of the file. */
function reasonOf(cause: unknown): string {
  const { errstr, syscall, message } = cause as Readonly<Record<string, unknown>>;
  const text = String(errstr ?? message ?? cause);
  return syscall === undefined ? text : (text.split(',')[0] ?? text);
}
