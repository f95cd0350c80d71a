import { statSync } from 'node:fs';
import { join } from 'node:path';
import { log } from '../log/log.ts';
import type { Blobs } from './blobs.ts';
import { damaged } from './database-check.ts';
import { StorageError } from './errors.ts';
import { openFiles } from './files.ts';
import { lockFolder } from './folder-lock.ts';
import type { Metadata } from './metadata.ts';
import { openSqlite } from './sqlite.ts';

/** A data folder that this process has locked. */
export interface DataFolder {
  readonly metadata: Metadata;
  readonly blobs: Blobs;
  /** Makes everything written durable and unlocks the folder. */
  close(): Promise<void>;
}

/** Path of the database in a data folder. */
export function databaseOf(folder: string): string {
  return join(folder, 'hawser.db');
}

/**
 * Opens a data folder, after a check of its database.
 * @param kept false for a folder whose facts are to be kept in memory only.
 * @param tell receives a line for the operator about trouble with the disk or with content.
 * @throws StorageError `IN_USE` when another process has locked it, `DAMAGED` when the database was changed, or
 * is
 *   missing while content exists (nothing was changed), `NEWER_DATA`, `UNUSABLE`.
 */
export async function openDataFolder(
  folder: string,
  kept: boolean,
  tell: (text: string) => void = log,
): Promise<DataFolder> {
  const release = lock(folder);
  try {
    const blobs = await openFiles(folder, tell);
    const file = kept ? databaseOf(folder) : ':memory:';
    if (kept) await requireDatabaseOf(blobs, file);
    const metadata = openSqlite(file, tell);
    let closed: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await metadata.close();
      release();
    };
    return {
      metadata,
      blobs,
      close() {
        closed ??= close();
        return closed;
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Two processes on one folder would each overwrite what the other acknowledged. */
function lock(folder: string): () => void {
  const release = lockFolder(folder);
  if (release !== undefined) return release;
  throw new StorageError('IN_USE', `another process keeps its data in ${folder}`);
}

/** Content without a database is not a new folder: all metadata of it is lost. */
async function requireDatabaseOf(blobs: Blobs, file: string): Promise<void> {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0) return;
  for await (const _digest of blobs.list()) {
    throw damaged(file, 'it is missing or empty, but there is content that was pushed');
  }
}
