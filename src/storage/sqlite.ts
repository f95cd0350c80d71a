import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { log } from '../log/log.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { DiskHealth } from './disk-health.ts';
import { StorageError } from './errors.ts';
import type { Collection, Metadata } from './metadata.ts';
import { isCorruption } from './sqlite-codes.ts';
import { type RowAccess, SqliteCollection } from './sqlite-collection.ts';
import { currentRequest, Turn } from './turn.ts';

/**
 * Opens a metadata store in an SQLite file (write-ahead log, full synchronisation), or in memory.
 *
 * Writes of one turn of the event loop share one transaction, which is committed at the end of the turn: one
 * flush serves every request that is waiting for one (group commit).
 *
 * @param file path of the database, or `:memory:` for a store that is not on disk.
 * @param tell receives a line for the operator when writes fail, and when they succeed again.
 * @throws StorageError `NEWER_DATA`, `DAMAGED`, `IN_USE` or `UNUSABLE` when it cannot be opened.
 */
export function openSqlite(file: string, tell: (text: string) => void = log): Metadata {
  return new SqliteMetadata(openDatabase(file), new DiskHealth('the database', tell));
}

class SqliteMetadata implements Metadata {
  readonly #database: DatabaseSync;
  readonly #witness: OpenDatabase['witness'];
  readonly #isInPlace: OpenDatabase['isInPlace'];
  readonly #close: OpenDatabase['close'];
  readonly #count: StatementSync;
  readonly #health: DiskHealth;
  readonly #collections = new Map<string, SqliteCollection<unknown>>();
  readonly #access: RowAccess;
  #turn: Turn | undefined;
  #version = 0;
  #commits: number;
  #undone = 0;

  constructor(opened: OpenDatabase, health: DiskHealth) {
    const { database, milestone, witness, isInPlace } = opened;
    this.#database = database;
    this.#close = opened.close;
    this.#isInPlace = isInPlace;
    this.#witness = witness;
    this.#commits = milestone.commits;
    this.#health = health;
    this.#count = database.prepare('UPDATE progress SET commits = ?');
    this.#access = {
      read: (work) => this.#read(work),
      write: (work) => this.#write(work),
    };
  }

  get version(): number {
    return this.#version;
  }

  get failure(): Error | undefined {
    return this.#health.failure;
  }

  get undone(): number {
    return this.#undone;
  }

  collection<Document>(name: string): Collection<Document> {
    const known = this.#collections.get(name);
    if (known !== undefined) return known as SqliteCollection<Document>;
    const made = new SqliteCollection<Document>(this.#database, name, this.#access);
    this.#collections.set(name, made as SqliteCollection<unknown>);
    return made;
  }

  transaction<Result>(work: () => Result): Result {
    this.#write(() => this.#database.exec('SAVEPOINT work'));
    const turn = this.#turn;
    try {
      const result = work();
      this.#write(() => this.#database.exec('RELEASE work'));
      return result;
    } catch (error) {
      // The failed writes were rolled back as a whole, including these.
      if (turn?.failure === undefined) {
        this.#write(() => this.#database.exec('ROLLBACK TO work; RELEASE work'));
        this.#forget();
      }
      throw error;
    }
  }

  async durable(): Promise<void> {
    await this.#turn?.committed;
  }

  request<Result>(work: () => Promise<Result>): Promise<Result> {
    return currentRequest.run({ failure: undefined }, work);
  }

  async acknowledged(): Promise<void> {
    await this.#turn?.committed;
    const failure = currentRequest.getStore()?.failure;
    if (failure !== undefined) throw failure;
  }

  clear(): void {
    this.#write(() => this.#database.exec('DELETE FROM document'));
    this.#forget();
  }

  async close(): Promise<void> {
    // The writer has been told if it failed.
    await this.#turn?.committed.catch(() => undefined);
    this.#close();
  }

  #forget(): void {
    this.#version++;
    this.#undone++;
    for (const collection of this.#collections.values()) collection.forget();
  }

  #read<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      throw isCorruption(error) ? damagedWhileOpen(error) : error;
    }
  }

  /** Every write is part of this turn's transaction, and rolled back with it. */
  #write<Result>(work: () => Result): Result {
    this.#begin();
    try {
      return work();
    } catch (cause) {
      throw this.#undo(cause);
    }
  }

  /** Opens this turn's transaction and schedules its commit. */
  #begin(): void {
    this.#version++;
    if (this.#turn === undefined) {
      if (this.#health.failure !== undefined) this.#probe();
      try {
        this.#database.exec('BEGIN IMMEDIATE');
      } catch (cause) {
        throw this.#health.failed(cause);
      }
      this.#turn = new Turn((turn) => this.#commit(turn));
    }
    this.#turn.join();
    // Later writes of a turn may depend on what was rolled back in it.
    if (this.#turn.failure !== undefined) throw this.#turn.failure;
  }

  /**
   * After a failed write, one write is tested before others are accepted, so that no one reads what is then
   * rolled back.
   */
  #probe(): void {
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      this.#commitCounted();
    } catch (cause) {
      this.#rollBack();
      throw this.#health.failed(cause);
    }
  }

  #commit(turn: Turn): void {
    this.#turn = undefined;
    if (turn.failure !== undefined) throw turn.failure;
    try {
      this.#commitCounted();
    } catch (cause) {
      this.#turn = turn;
      const failure = this.#undo(cause);
      this.#turn = undefined;
      throw failure;
    }
  }

  #commitCounted(): void {
    if (!this.#isInPlace()) {
      throw new Error('its files were removed or replaced while it was in use');
    }
    this.#count.run(this.#commits + 1);
    this.#database.exec('COMMIT');
    this.#commits++;
    this.#witness?.note(this.#commits);
    this.#health.worked();
  }

  /** Rolls back everything that the turn wrote, on disk and in memory. @returns the error for the writers. */
  #undo(cause: unknown): StorageError {
    const failure = isCorruption(cause) ? damagedWhileOpen(cause) : this.#health.failed(cause);
    this.#rollBack();
    this.#forget();
    this.#turn?.fail(failure);
    return failure;
  }

  #rollBack(): void {
    // After some failures SQLite has already rolled back.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }
}

function damagedWhileOpen(cause: unknown): StorageError {
  return new StorageError('DAMAGED', 'the database is damaged', {
    cause,
    hint: 'Stop the local AWS and check the folder with: hawser local verify',
  });
}
