import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that are missing. (Node's own recursive mkdir never returns for a path
 * below a folder in which nothing can be made and that says ENOENT, as /proc does.)
 * @param mode of the folders that are made.
 * @throws what Node throws, such as EACCES or ENOTDIR.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    const made = await make(at, mode);
    if (made === 'there') break;
    missing.unshift(at);
    if (dirname(at) === at) break;
  }
  for (const at of missing) await mkdir(at, { mode }).catch(ignoreExisting);
}

async function make(path: string, mode: number): Promise<'there' | 'no parent'> {
  try {
    await mkdir(path, { mode });
    return 'there';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'no parent';
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return 'there';
    throw error;
  }
}

/** Another process may make the same folder at the same time. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
