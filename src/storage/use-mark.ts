import { closeSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { isInaccessible } from './sqlite-codes.ts';

/**
 * Offset of the application id in a database file: four bytes, big-endian (SQLite, "Database File Format",
 * 1.3).
 */
const offset = 68;

/** Application ids: of a database in use, which needs its log, and of one that was closed and needs none. */
const marks = { inUse: 0x48575255, closed: 0x48575243 };

/**
 * Marks the database file itself as in use: until it is closed, it is not usable without its log. So a missing
 * log is detected, even if the witness is missing too. On a full disk the file stays unmarked.
 * @param database in WAL mode, and not within a transaction.
 */
export function markInUse(database: DatabaseSync): void {
  try {
    // The checkpoint writes the mark to the file, and leaves a log that is not empty.
    database.exec(`PRAGMA application_id = ${marks.inUse}; PRAGMA wal_checkpoint(PASSIVE);`);
  } catch (error) {
    if (!isInaccessible(error)) throw error;
  }
}

/**
 * Whether the file was left by a process that did not close it. Only for a database that this process has not opened: the
 * system ends all locks of a process on a file when the process closes any descriptor of it (POSIX, fcntl).
 */
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

/** Marks a database that SQLite has closed, and whose log it has merged. This needs no disk space. */
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
