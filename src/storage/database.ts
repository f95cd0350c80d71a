import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { inspectDatabase } from './database-check.ts';
import { StorageError } from './errors.ts';
import { layout, requireKnownLayout } from './layout.ts';
import { sqliteCodes } from './sqlite-codes.ts';
import { type Milestone, Witness } from './witness.ts';

/** A database that is open for this process alone, and what keeps the number of its commits. */
export interface OpenDatabase {
  readonly database: DatabaseSync;
  readonly milestone: Milestone;
  readonly witness: Witness | undefined;
  /** Whether the files that are written to are still the ones in the folder: what goes into removed ones is lost. */
  isInPlace(): boolean;
}

/** Path of the witness of a database. */
export function witnessOf(file: string): string {
  return `${file}-commits`;
}

/**
 * Opens the database in a file, after a check of everything in it, or in memory. SQLite's exclusive lock on the file
 * itself is held until it is closed: no other process gets in, whatever becomes of other files in the folder.
 * @throws StorageError `IN_USE`, `NEWER_DATA`, `DAMAGED` (nothing was changed) or `UNUSABLE`.
 */
export function openDatabase(file: string): OpenDatabase {
  if (file === ':memory:') return prepare(new DatabaseSync(file), undefined);
  inspectDatabase(file, witnessOf(file));
  let database: DatabaseSync | undefined;
  try {
    makePrivate(file);
    database = new DatabaseSync(file);
    return prepare(database, file);
  } catch (cause) {
    if (database?.isOpen) database.close();
    throw asOpenError(file, cause);
  }
}

/** What is stored is for its owner's eyes; the log gets the permissions of the database. */
function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
}

function prepare(database: DatabaseSync, file: string | undefined): OpenDatabase {
  database.exec(
    'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;',
  );
  database.exec('BEGIN IMMEDIATE');
  const found = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  requireKnownLayout(found);
  if (found === 1) database.exec('ALTER TABLE document ADD COLUMN sum INTEGER');
  database.exec(`
    CREATE TABLE IF NOT EXISTS document (
      collection TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, sum INTEGER,
      PRIMARY KEY (collection, key)
    ) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS progress (
      one INTEGER PRIMARY KEY CHECK (one = 1), identity TEXT NOT NULL, commits INTEGER NOT NULL
    );
    INSERT INTO progress VALUES (1, '${randomBytes(16).toString('hex')}', 0) ON CONFLICT DO NOTHING;
    PRAGMA user_version = ${layout};
    COMMIT;
  `);
  const row = database.prepare('SELECT identity, commits FROM progress').get();
  const milestone = { identity: String(row?.identity), commits: Number(row?.commits) };
  const files = file === undefined ? [] : [file, `${file}-wal`];
  const before = files.map(inodeOf);
  return {
    database,
    milestone,
    witness: file === undefined ? undefined : new Witness(witnessOf(file), milestone),
    isInPlace: () => files.every((path, index) => inodeOf(path) === before[index]),
  };
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function asOpenError(file: string, cause: unknown): StorageError {
  if (cause instanceof StorageError) return cause;
  const { errcode = 0, message } = cause as { errcode?: number; message?: string };
  if ((errcode & 0xff) === sqliteCodes.busy) {
    return new StorageError('IN_USE', `another process uses the database ${file}`, { cause });
  }
  return new StorageError('UNUSABLE', `cannot open the database ${file}: ${message}`, {
    cause,
    hint: 'Make room on the disk and see that the folder can be written to, or choose another folder with --data.',
  });
}
