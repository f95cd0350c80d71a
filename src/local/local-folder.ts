import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '../files/folders.ts';
import { type DataFolder, openDataFolder } from '../storage/data-folder.ts';
import { StorageError } from '../storage/errors.ts';
import { LocalError } from './errors.ts';

/** The folder of everything that is kept, or a temporary one. @throws StorageError `UNUSABLE` */
export async function dataFolder(data: string | undefined): Promise<string> {
  if (data === undefined) return mkdtemp(join(tmpdir(), 'hawser-'));
  try {
    await makeFolder(data, 0o700);
    return data;
  } catch (cause) {
    throw new StorageError('UNUSABLE', `cannot write to the data folder ${data}`, { cause });
  }
}

/** Takes hold of a folder, for this process alone. @throws LocalError `DATA_IN_USE`, StorageError. */
export async function hold(folder: string, kept: boolean): Promise<DataFolder> {
  try {
    return await openDataFolder(folder, kept);
  } catch (cause) {
    if (!(cause instanceof StorageError && cause.code === 'IN_USE')) throw cause;
    throw new LocalError(
      'DATA_IN_USE',
      `another local AWS keeps its data in ${folder}: stop it, or choose another folder with --data`,
      { cause },
    );
  }
}
