import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { isInaccessible } from './sqlite-codes.ts';

/** Where a database file has its application id: four bytes, big-endian (SQLite, "Database File Format", 1.3). */
const offset = 68;

/** Application ids: of a database in use, whose log belongs to it, and of one that was closed and needs none. */
const marks = { inUse: 0x48575255, closed: 0x48575243 };

/**
 * Marks the database file itself as in use: from now on it is nothing without its log, until it is closed. So a log
 * that is gone is noticed, also where the witness went with it. On a full disk it stays unmarked.
 * @param file its path; the database must be in WAL mode, and not within a transaction.
 */
export function markInUse(database: DatabaseSync, file: string): void {
  if (isMarkedInUse(file)) return;
  try {
    // The checkpoint brings the mark into the file, and leaves a log that is not empty.
    database.exec(`PRAGMA application_id = ${marks.inUse}; PRAGMA wal_checkpoint(PASSIVE);`);
  } catch (error) {
    if (!isInaccessible(error)) throw error;
  }
}

/** Whether the file was left by a process that did not close it. */
export function isMarkedInUse(file: string): boolean {
  const mark = Buffer.alloc(4);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, mark, 0, mark.length, offset);
  } finally {
    closeSync(descriptor);
  }
  return mark.readInt32BE() === marks.inUse;
}

/** Marks a database that SQLite has closed, and whose log it has merged. It takes no room on the disk. */
export function markClosed(file: string): void {
  const mark = Buffer.alloc(4);
  mark.writeInt32BE(marks.closed);
  const descriptor = openSync(file, 'r+');
  try {
    writeSync(descriptor, mark, 0, mark.length, offset);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
