import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from './errors.ts';

/** SQLite's code for a file that somebody else holds. */
const busy = 5;

/**
 * Takes a data folder for this process alone. What is held is a lock of the operating system on a file in the
 * folder, so that it ends with the process, however that ends, and holds between containers too.
 * @returns what gives the folder back, or undefined when another process has it.
 * @throws StorageError `UNUSABLE`
 */
export function lockFolder(folder: string): (() => void) | undefined {
  const file = join(folder, 'lock');
  try {
    const database = new DatabaseSync(file);
    try {
      database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;');
    } catch (error) {
      database.close();
      throw error;
    }
    return () => {
      if (database.isOpen) database.close();
    };
  } catch (cause) {
    if ((cause as { errcode?: number }).errcode === busy) return undefined;
    throw new StorageError('UNUSABLE', `cannot lock the data folder with ${file}`, { cause });
  }
}
