import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Creates a folder and its missing parents. (Node's recursive mkdir never returns for a path below a folder
 * that refuses new entries with ENOENT, such as /proc.)
 * @param mode of the created folders.
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

/** Another process may create the same folder at the same time. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
