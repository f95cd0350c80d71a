import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from './errors.ts';
import { requireKnownLayout } from './layout.ts';
import { rowSum } from './row-sum.ts';
import { isInaccessible, sqliteCodes } from './sqlite-codes.ts';
import { isMarkedInUse } from './use-mark.ts';
import { type Milestone, readWitness } from './witness.ts';

/**
 * Checks a database before it is opened for writing: its structure, the checksum of every document, and that it
 * holds all commits that its witness records. The check only reads, so that damaged files stay unchanged.
 * @throws StorageError `DAMAGED`, `NEWER_DATA`, `IN_USE`, or `UNUSABLE` when it cannot be read for lack of
 * space or permission.
 */
export function inspectDatabase(file: string, witnessFile: string): void {
  const witness = readWitness(witnessFile);
  const expected = typeof witness === 'object' ? witness : undefined;
  if (sizeOf(file) === 0) {
    if ((expected?.commits ?? 0) > 0 || sizeOf(`${file}-wal`) > 0) {
      throw damaged(file, 'it is missing or empty, and there was one before');
    }
    return;
  }
  if (expected === undefined && isMarkedInUse(file)) {
    const which = witness === undefined ? 'gone' : 'damaged';
    throw damaged(
      file,
      `it was in use, and ${basename(witnessFile)} with the number of its commits is ${which}, so that nothing shows whether its write-ahead log is whole`,
    );
  }
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      check(database, file, expected);
    } finally {
      database.close();
    }
  } catch (cause) {
    if (cause instanceof StorageError) throw cause;
    const { errcode = 0, errstr, message } = cause as Record<string, number | string | undefined>;
    if ((Number(errcode) & 0xff) === sqliteCodes.busy) {
      throw new StorageError('IN_USE', `another process uses the database ${file}`, { cause });
    }
    if (isInaccessible(cause)) throw inaccessible(file, String(errstr ?? message), cause);
    throw damaged(file, String(errstr ?? message), cause);
  }
}

function check(database: DatabaseSync, file: string, expected: Milestone | undefined): void {
  const layout = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  requireKnownLayout(layout);
  const verdict = String(database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check);
  if (verdict !== 'ok') throw damaged(file, verdict.split('\n').at(-1) ?? '');
  const row = hasProgress(database)
    ? database.prepare('SELECT identity, commits FROM progress').get()
    : undefined;
  if (row !== undefined) checkRows(database, file);
  if (expected === undefined) return;
  const commits = row?.identity === expected.identity ? Number(row.commits) : 0;
  if (commits < expected.commits) {
    throw damaged(
      file,
      `it holds ${commits} of ${expected.commits} commits: the write-ahead log was removed or damaged, or this is an older or another database`,
    );
  }
}

/**
 * Databases of the first layout have no such table, nor does one whose log was removed before the first
 * checkpoint.
 */
function hasProgress(database: DatabaseSync): boolean {
  const tables = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'progress'";
  return database.prepare(tables).get() !== undefined;
}

function checkRows(database: DatabaseSync, file: string): void {
  for (const { collection, key, body, sum } of database
    .prepare('SELECT collection, key, body, sum FROM document')
    .iterate()) {
    // Rows of the first layout have no checksum until they are written again.
    if (sum === null || sum === rowSum(String(collection), String(key), String(body))) continue;
    throw damaged(file, `the document ${collection} ${key} does not match its checksum`);
  }
}

export function damaged(file: string, what: string, cause?: unknown): StorageError {
  const folder = dirname(file);
  return new StorageError('DAMAGED', `the database ${file} is damaged: ${what}`, {
    cause,
    hint: `Nothing was changed. Restore a backup of the whole folder, or save what can still be read with: hawser local recover --data ${folder}`,
  });
}

function inaccessible(file: string, what: string, cause: unknown): StorageError {
  return new StorageError('UNUSABLE', `the database ${file} cannot be opened: ${what}`, {
    cause,
    hint: 'Nothing was changed. The disk is full, read-only or failing: free space or make the folder writable, then start again.',
  });
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
