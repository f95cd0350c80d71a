import { StorageError } from './errors.ts';

/** How long the same trouble is not told again, in milliseconds. */
const quiet = 60_000;

/**
 * Whether the disk takes what is written. Trouble is told once, not for every request that meets it, and its end too.
 */
export class DiskHealth {
  readonly #what: string;
  readonly #tell: (line: string) => void;
  #failure: StorageError | undefined;
  #told: { readonly reason: string; readonly at: number } | undefined;

  /**
   * @param what is written, such as `the database`.
   * @param tell takes a line for the operator.
   */
  constructor(what: string, tell: (line: string) => void) {
    this.#what = what;
    this.#tell = tell;
  }

  /** The latest refusal, until something was written again. */
  get failure(): StorageError | undefined {
    return this.#failure;
  }

  /** Notes that a write failed. @returns the error for whoever wanted it. */
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
        `${this.#what} could not be written: ${reason}. Writes are refused until there is room or the disk works again; what is stored can still be read.`,
      );
      this.#told = { reason, at: now };
    }
    return this.#failure;
  }

  /** Notes that a write reached the disk. */
  worked(): void {
    if (this.#failure === undefined) return;
    this.#failure = undefined;
    this.#tell(`${this.#what} can be written again`);
  }
}

/** SQLite's words, or the system's, such as `ENOSPC: no space left on device`, without the file of the moment. */
function reasonOf(cause: unknown): string {
  const { errstr, syscall, message } = cause as Readonly<Record<string, unknown>>;
  const text = String(errstr ?? message ?? cause);
  return syscall === undefined ? text : (text.split(',')[0] ?? text);
}
