import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Bytes that a file is read by to be hashed. */
const pieceSize = 1 << 20;

/** @returns the file's hash in hex. @throws what the system says when it can't be read. */
export async function hashFile(path: string, algorithm: string): Promise<string> {
  const hash = createHash(algorithm);
  for await (const piece of createReadStream(path, { highWaterMark: pieceSize })) {
    hash.update(piece as Buffer);
  }
  return hash.digest('hex');
}
