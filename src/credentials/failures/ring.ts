import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hostWanted, isFailure, parseRing, type RingRecord, sameCase } from './record.ts';

export const ringFile = 'credential-failures.jsonl';
/** Records that are kept: failures, and that they are over. */
const kept = 50;
/** Bytes from which the file is cut down to the records that are kept. */
const trimFrom = 64 * 1024;

/**
 * Keeps a record for the doctor, because the kubelet throws failures away.
 * @returns false where it can't be written: a read-only or full disk must not hide the failure itself.
 */
export async function keepRecord(folder: string, record: RingRecord): Promise<boolean> {
  const path = join(folder, ringFile);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await appendFile(path, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    if ((await stat(path)).size > trimFrom) await trim(path);
    return true;
  } catch {
    return false;
  }
}

/** @returns the records that are kept, the latest last; none where there is no file. */
export async function readRing(folder: string): Promise<RingRecord[]> {
  const text = await readFile(join(folder, ringFile), 'utf8').catch(() => '');
  return parseRing(text).slice(-kept);
}

/** Keeps that a case works, where the last that was kept of it is a failure; else there is nothing to say. */
export async function keepRecovery(
  folder: string,
  about: Pick<RingRecord, 'program' | 'wanted' | 'serviceAccount'>,
): Promise<void> {
  const last = (await readRing(folder)).findLast((record) => sameCase(record, about));
  if (last === undefined || !isFailure(last)) return;
  const wanted = hostWanted(about);
  await keepRecord(folder, { at: new Date().toISOString(), ...about, wanted, works: true });
}

async function trim(path: string): Promise<void> {
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n').slice(-kept);
  const temporary = `${path}.${process.pid}.new`;
  await writeFile(temporary, `${lines.join('\n')}\n`, { mode: 0o600 });
  await rename(temporary, path);
}
