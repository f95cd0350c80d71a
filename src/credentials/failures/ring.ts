import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../files/folders.ts';
import { readTail } from '../../files/read.ts';
import { replaceFile } from '../../files/replace.ts';
import { hostWanted, isFailure, parseRing, type RingRecord, sameCase } from './record.ts';

export const ringFile = 'credential-failures.jsonl';
/** Most records: failures, and that they are over. */
const kept = 50;
/** Bytes above which the file is cut down to the most recent records. */
const trimFrom = 64 * 1024;
/** Bytes that are read from its end: more than the most recent records ever have. */
const readAtMost = 512 * 1024;

/**
 * Stores a record for the doctor, because the kubelet drops failures.
 * @returns false where it cannot be written: a read-only or full disk must not hide the failure itself.
 */
export async function keepRecord(folder: string, record: RingRecord): Promise<boolean> {
  const path = join(folder, ringFile);
  try {
    await makeFolder(folder, 0o700);
    const size = await append(path, `${JSON.stringify(record)}\n`);
    if (size > trimFrom) await trim(path);
    return true;
  } catch {
    return false;
  }
}

/** @returns the records, the latest last; none where there is no file. */
export async function readRing(folder: string): Promise<RingRecord[]> {
  const text = await tailOf(join(folder, ringFile)).catch(() => '');
  return parseRing(text).slice(-kept);
}

/** Records that a registry works for an asker, if the last record about them is a failure. */
export async function keepRecovery(
  folder: string,
  about: Pick<RingRecord, 'program' | 'wanted' | 'serviceAccount'>,
): Promise<void> {
  const last = (await readRing(folder)).findLast((record) => sameCase(record, about));
  if (last === undefined || !isFailure(last)) return;
  const wanted = hostWanted(about);
  await keepRecord(folder, { at: new Date().toISOString(), ...about, wanted, works: true });
}

/** @returns bytes that the file has then. Follows no link, and writes only to a regular file. */
async function append(path: string, text: string): Promise<number> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o600);
  try {
    if (!(await file.stat()).isFile()) throw new Error(`${path} is not a regular file`);
    await file.appendFile(text);
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

async function trim(path: string): Promise<void> {
  const lines = (await tailOf(path)).trimEnd().split('\n').slice(-kept);
  await replaceFile(path, `${lines.join('\n')}\n`, 0o600);
}

async function tailOf(path: string): Promise<string> {
  return (await readTail(path, readAtMost)).toString();
}
