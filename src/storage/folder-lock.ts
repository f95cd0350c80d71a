import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StorageError } from './errors.ts';

/** SQLite's code for a file that another process has locked. */
const busy = 5;

/**
 * Locks a data folder for this process. It is a lock of the operating system on a file in the folder, so it
 * ends with the process in any case, and also works between containers.
 * @returns the function that unlocks the folder, or undefined when another process has locked it.
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
