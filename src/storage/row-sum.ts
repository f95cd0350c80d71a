import { crc32 } from 'node:zlib';

/** Checksum of a stored document, which detects damage. */
export function rowSum(collection: string, key: string, body: string): number {
  return crc32(body, crc32(`${collection}\n${key}\n`));
}
