// Files in a data folder, damaged.
import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '../../../src/oci/digest.ts';
import { Refused } from './machine.ts';

async function flip(file: string, at: number): Promise<void> {
  const bytes = await readFile(file);
  if (bytes.length === 0) return;
  const place = at % bytes.length;
  bytes[place] = (bytes[place] ?? 0) ^ 0x10;
  await writeFile(file, bytes);
}

/** Flips a bit of content, cuts it off, or removes it. @returns whether that made a difference. */
export async function damageContent(data: string, blob: Buffer, how: number): Promise<boolean> {
  if (blob.length === 0 && how !== 2) return false;
  const hex = digestOf(blob).slice('sha256:'.length);
  const file = join(data, 'blobs', 'sha256', hex.slice(0, 2), hex);
  if (how === 0) await flip(file, blob.length >> 1);
  else if (how === 1) await truncate(file, blob.length >> 1);
  else await rm(file);
  return true;
}

/**
 * Damages the database of a folder that nobody uses: its log or itself, by a flipped bit, a cut, or by removing it.
 * @returns what puts it back as it was.
 */
export async function damageDatabase(
  data: string,
  at: number,
  how: number,
): Promise<() => Promise<void>> {
  const copy = await mkdtemp(join(tmpdir(), 'hawser-chaos-copy-'));
  await cp(data, copy, { recursive: true, preserveTimestamps: true });
  const database = join(data, 'hawser.db');
  const log = `${database}-wal`;
  if (how === 0) await flip(database, at);
  else if (how === 1) await flip(log, at);
  else if (how === 2) await truncate(log, at % (await readFile(log)).length);
  else await rm(at % 2 === 0 ? database : log);
  return async () => {
    await rm(data, { recursive: true });
    await cp(copy, data, { recursive: true, preserveTimestamps: true });
    await rm(copy, { recursive: true });
  };
}

export function isRefusedThen(error: unknown): boolean {
  return error instanceof Refused && error.code === 'DAMAGED';
}
