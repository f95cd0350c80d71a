import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseOf } from './data-folder.ts';
import { witnessOf } from './database.ts';
import { inspectDatabase } from './database-check.ts';
import { StorageError } from './errors.ts';
import { lockFolder } from './folder-lock.ts';
import { rowSum } from './row-sum.ts';
import { openSqlite } from './sqlite.ts';

/** The result of recovering a damaged database. */
export interface Recovery {
  /** Documents that could be read. */
  readonly kept: number;
  /** Documents that exist and do not match their checksum, by collection and key. */
  readonly dropped: readonly string[];
  /** Folder that the damaged files were moved to. */
  readonly setAside: string;
}

interface Row {
  readonly collection: string;
  readonly key: string;
  readonly body: string;
  readonly sum: number | null;
}

/**
 * Creates a new database from what can be read of a damaged one, whose files are moved to a folder.
 * @returns undefined when the database is intact: then nothing is done.
 * @throws StorageError `IN_USE`, `UNUSABLE`, `NEWER_DATA`.
 */
export async function recoverDatabase(folder: string): Promise<Recovery | undefined> {
  const release = lockFolder(folder);
  if (release === undefined) {
    throw new StorageError('IN_USE', `another process keeps its data in ${folder}`);
  }
  try {
    const file = databaseOf(folder);
    if (isWhole(file)) return undefined;
    return await rebuild(file, setAsideIn(folder));
  } finally {
    release();
  }
}

function isWhole(file: string): boolean {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0) return false;
  try {
    inspectDatabase(file, witnessOf(file));
    return true;
  } catch (error) {
    if (error instanceof StorageError && error.code === 'DAMAGED') return false;
    throw error;
  }
}

function setAsideIn(folder: string): string {
  for (let number = 1; ; number++) {
    const path = join(folder, `set-aside-${number}`);
    if (existsSync(path)) continue;
    mkdirSync(path, { mode: 0o700 });
    return path;
  }
}

async function rebuild(file: string, setAside: string): Promise<Recovery> {
  const names = [file, `${file}-wal`, `${file}-shm`, witnessOf(file)].filter(existsSync);
  for (const path of names) renameSync(path, join(setAside, basename(path)));
  try {
    const { rows, dropped } = readable(join(setAside, basename(file)));
    const metadata = openSqlite(file);
    try {
      for (const { collection, key, body } of rows) {
        metadata.collection(collection).put(key, JSON.parse(body));
      }
      await metadata.durable();
    } finally {
      await metadata.close();
    }
    return { kept: rows.length, dropped, setAside };
  } catch (error) {
    for (const path of [file, `${file}-wal`, witnessOf(file)]) rmSync(path, { force: true });
    for (const path of names) renameSync(join(setAside, basename(path)), path);
    throw error;
  }
}

/** Reads a copy, because SQLite changes the files when it recovers a damaged log. */
function readable(file: string): { readonly rows: readonly Row[]; readonly dropped: string[] } {
  const copy = `${file}-copy`;
  const parts = ['', '-wal'].filter((part) => existsSync(file + part));
  for (const part of parts) copyFileSync(file + part, copy + part);
  try {
    const found = new Map<string, Row>();
    // From both ends: a damaged page in the middle stops either direction.
    for (const order of ['ASC', 'DESC']) {
      for (const row of rowsOf(copy, order)) found.set(`${row.collection}\n${row.key}`, row);
    }
    const rows = [...found.values()];
    return {
      rows: rows.filter(isAsWritten),
      dropped: rows
        .filter((row) => !isAsWritten(row))
        .map(({ collection, key }) => `${collection} ${key}`),
    };
  } finally {
    for (const part of ['', '-wal', '-shm']) rmSync(copy + part, { force: true });
  }
}

function* rowsOf(file: string, order: string): Generator<Row> {
  if (!existsSync(file)) return;
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file);
    const { user_version: layout } = database.prepare('PRAGMA user_version').get() ?? {};
    // The index of keys may be the damaged part.
    const statement =
      Number(layout) >= 2
        ? `SELECT collection, key, body, sum FROM document NOT INDEXED ORDER BY id ${order}`
        : `SELECT collection, key, body, NULL AS sum FROM document ORDER BY collection ${order}, key ${order}`;
    for (const row of database.prepare(statement).iterate()) {
      yield {
        collection: String(row.collection),
        key: String(row.key),
        body: String(row.body),
        sum: row.sum === null ? null : Number(row.sum),
      };
    }
  } catch {
    // What follows the damage cannot be read in this direction.
  } finally {
    if (database?.isOpen) database.close();
  }
}

function isAsWritten({ collection, key, body, sum }: Row): boolean {
  if (sum !== null) return sum === rowSum(collection, key, body);
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}
