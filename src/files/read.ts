import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { FileError } from './errors.ts';

/** Largest file of settings, credentials or tokens, in bytes. */
export const settingsLimit = 1024 * 1024;

/**
 * Reads a regular file without ever waiting for another process: opening a named pipe or a device would block
 * a thread until something writes to it, and the process could not exit.
 * @param limit largest size in bytes.
 * @throws FileError `NOT_A_FILE`, `TOO_LARGE`; what Node throws, such as ENOENT
 */
export async function readRegular(path: string, limit = settingsLimit): Promise<Buffer> {
  return withRegular(path, 0, async (file, { size }) => {
    if (size > limit) throw new FileError('TOO_LARGE', `${path} has more than ${limit} bytes`);
    return readUpTo(file, limit, 0, path);
  });
}

/** The same as text in UTF-8. */
export async function readRegularText(path: string, limit = settingsLimit): Promise<string> {
  return (await readRegular(path, limit)).toString();
}

/** The synchronous form, for startup code that cannot await. */
export function readRegularTextSync(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw notAFile(path);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Reads the last bytes of a regular file, and follows no symbolic link to it. @throws as readRegular */
export async function readTail(path: string, bytes: number): Promise<Buffer> {
  return withRegular(path, constants.O_NOFOLLOW, (file, { size }) =>
    readUpTo(file, Number.POSITIVE_INFINITY, Math.max(0, size - bytes), path, bytes),
  );
}

async function withRegular<T>(
  path: string,
  flags: number,
  use: (file: FileHandle, stats: Stats) => Promise<T>,
): Promise<T> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | flags);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw notAFile(path);
    return await use(file, stats);
  } finally {
    await file.close();
  }
}

function notAFile(path: string): FileError {
  return new FileError('NOT_A_FILE', `${path} is not a regular file`);
}

/** A file may grow while it is read, and files in /proc report size 0. */
async function readUpTo(
  file: FileHandle,
  limit: number,
  from: number,
  path: string,
  atMost = Number.POSITIVE_INFINITY,
): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let total = 0;
  while (total < atMost) {
    const piece = Buffer.allocUnsafe(Math.min(64 * 1024, atMost - total));
    const { bytesRead } = await file.read(piece, 0, piece.length, from + total);
    if (bytesRead === 0) break;
    total += bytesRead;
    if (total > limit) throw new FileError('TOO_LARGE', `${path} has more than ${limit} bytes`);
    pieces.push(piece.subarray(0, bytesRead));
  }
  return Buffer.concat(pieces);
}
