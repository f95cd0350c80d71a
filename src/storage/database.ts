import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { inspectDatabase } from './database-check.ts';
import { StorageError } from './errors.ts';
import { layout, requireKnownLayout } from './layout.ts';
import { sqliteCodes } from './sqlite-codes.ts';
import { isMarkedInUse, markClosed, markInUse } from './use-mark.ts';
import { type Milestone, Witness } from './witness.ts';

/** A database that this process has opened exclusively, and the witness that stores the number of its commits. */
export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly milestone: Milestone;
  readonly witness: Witness | undefined;
  /** Closes it, once everything in it is committed. */
  close(): void;
  /** Whether the open files are still the ones in the folder: writes to removed files are lost. */
  isInPlace(): boolean;
}

/**
 * SQLite's page cache, in KiB. With its default of 2,000, a transaction of some thousand records wrote and read
 * the same pages repeatedly.
 */
const cacheKibibytes = 65_536;

/** Path of the witness of a database. */
export function witnessOf(file: string): string {
  return `${file}-commits`;
}

/**
 * Opens the database in a file, after a check of everything in it, or in memory. SQLite's exclusive lock on the
 * file itself is held until it is closed, so no other process can open it, even if other files in the folder
 * are removed.
 * @throws StorageError `IN_USE`, `NEWER_DATA`, `DAMAGED` (nothing was changed) or `UNUSABLE`.
 */
export function openDatabase(file: string): OpenDatabase {
  if (file === ':memory:') return prepare(new DatabaseSync(file), undefined);
  inspectDatabase(file, witnessOf(file));
  let database: DatabaseSync | undefined;
  try {
    makePrivate(file);
    const isMarked = isMarkedInUse(file);
    database = new DatabaseSync(file);
    return prepare(database, file, isMarked);
  } catch (cause) {
    if (database?.isOpen) database.close();
    throw asOpenError(file, cause);
  }
}

/** Only the owner may read what is stored; the log gets the permissions of the database. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function prepare(database: DatabaseSync, file: string | undefined, isMarked = false): OpenDatabase {
  database.exec(
    'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;',
  );
  database.exec(`PRAGMA cache_size = -${cacheKibibytes}; PRAGMA cache_spill = OFF;`);
  database.exec('BEGIN IMMEDIATE');
  const found = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  requireKnownLayout(found);
  if (found < layout) makeTables(database);
  database.exec('COMMIT');
  const row = database.prepare('SELECT identity, commits FROM progress').get();
  const milestone = { identity: String(row?.identity), commits: Number(row?.commits) };
  if (file === undefined) {
    return {
      database,
      milestone,
      witness: undefined,
      close: () => database.close(),
      isInPlace: () => true,
    };
  }
  // A database that is marked as in use is not opened without its witness.
  const witness = new Witness(witnessOf(file), milestone);
  if (!isMarked) markInUse(database);
  const files = [file, `${file}-wal`];
  const before = files.map(inodeOf);
  const isInPlace = () => files.every((path, index) => inodeOf(path) === before[index]);
  const close = () => {
    const isOurs = isInPlace();
    database.close();
    witness.close();
    // SQLite keeps a log that it could not merge: the file is not usable without it.
    if (isOurs && inodeOf(`${file}-wal`) === undefined) markClosed(file);
  };
  return { database, milestone, witness, close, isInPlace };
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

/**
 * Documents are in a table by number, with a separate index of their keys. The first layout had one tree of
 * keys with the documents in them: a search near a large document read all of it to compare its key.
 */
function makeTables(database: DatabaseSync): void {
  const tables = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'document'";
  const isOld = database.prepare(tables).get() !== undefined;
  if (isOld) database.exec('ALTER TABLE document RENAME TO document_1');
  database.exec(`
    CREATE TABLE document (
      id INTEGER PRIMARY KEY, collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, sum INTEGER
    );
    CREATE TABLE progress (
      one INTEGER PRIMARY KEY CHECK (one = 1), identity TEXT NOT NULL, commits INTEGER NOT NULL
    );
    INSERT INTO progress VALUES (1, '${randomBytes(16).toString('hex')}', 0);
  `);
  if (isOld) {
    database.exec(`
      INSERT INTO document (collection, key, body) SELECT collection, key, body FROM document_1;
      DROP TABLE document_1;
    `);
  }
  database.exec(`
    CREATE UNIQUE INDEX document_key ON document (collection, key);
    PRAGMA user_version = ${layout};
  `);
}

function asOpenError(file: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const { errcode = 0, message } = cause as { errcode?: number; message?: string };
  if ((errcode & 0xff) === sqliteCodes.busy) {
    return new StorageError('IN_USE', `another process uses the database ${file}`, { cause });
  }
  return new StorageError('UNUSABLE', `cannot open the database ${file}: ${message}`, {
    cause,
    hint: 'Free space on the disk and check that the folder is writable, or choose another folder with --data.',
  });
}
