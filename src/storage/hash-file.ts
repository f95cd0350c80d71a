import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Bytes that are read at a time. */
const pieceSize = 1 << 20;

/** @returns the file's hash in hex. @throws the system's error when it cannot be read. */
export async function hashFile(path: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  for await (const piece of createReadStream(path, { highWaterMark: pieceSize })) {
    hash.update(piece as Buffer);
  }
  return hash.digest('hex');
}
