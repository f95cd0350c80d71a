import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readRegularText } from '../../files/read.ts';

/** Milliseconds after which a lock is stale: no run of this program takes as long. */
const staleAfter = 60_000;
/** Milliseconds to wait for another process before continuing without the lock. */
const patience = 25_000;

/**
 * Locks between processes: a file that only one can create. A process that waits too long, or cannot create the
 * file for another reason, continues without it; the worst result is one additional call.
 * @param done called while waiting; when it returns true, the wait ends and no lock is held.
 * @returns the function that releases the lock.
 */
export async function holdLock(
  path: string,
  signal: AbortSignal,
  done: () => Promise<boolean>,
): Promise<() => Promise<void>> {
  const until = Date.now() + patience;
  for (;;) {
    const taken = await take(path);
    if (taken !== 'busy') {
      return async () => {
        if (taken === 'held') await rm(path, { force: true });
      };
    }
    if (Date.now() > until || signal.aborted || (await done())) return async () => undefined;
    if (await isStale(path)) await rm(path, { force: true });
    else await sleep(15 + Math.random() * 25);
  }
}

async function take(path: string): Promise<'held' | 'busy' | 'impossible'> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(String(process.pid));
    await file.close();
    return 'held';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? 'busy' : 'impossible';
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const holder = Number(await readRegularText(path));
    return Date.now() - mtimeMs > staleAfter || (holder > 0 && !isRunning(holder));
  } catch {
    return false;
  }
}

/** Whether a process of this machine is running, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
