import { randomBytes } from 'node:crypto';
import { open, realpath, rename, rm } from 'node:fs/promises';

/**
 * Replaces a file's content atomically: readers see the old content or the new. The temporary file beside it
 * has an unpredictable name and must not exist before, so that nobody can redirect the write with a link. If
 * the path is a symbolic link, its target is replaced and the link stays.
 * @param mode of the new file.
 * @throws what Node throws, such as EACCES or ENOSPC; the file is then unchanged.
 */
export async function replaceFile(path: string, content: string, mode: number): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const temporary = `${target}.${randomBytes(8).toString('hex')}.new`;
  try {
    const file = await open(temporary, 'wx', mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}
