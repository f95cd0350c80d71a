import { closeSync, openSync, readSync } from 'node:fs';
import { FileError } from './errors.ts';

/** Largest document named on the command line, in bytes. */
export const documentLimit = 16 * 1024 * 1024;

/**
 * Reads a document that the user names: a file, or a pipe as the shell makes one of `<(command)`. Reading
 * ends at the limit, so that a device or an endless pipe does not use up the memory.
 * @throws FileError `TOO_LARGE`; what Node throws, such as ENOENT
 */
export function readDocument(path: string, limit = documentLimit): string {
  const file = openSync(path, 'r');
  try {
    const pieces: Buffer[] = [];
    for (let total = 0; ; ) {
      const piece = Buffer.allocUnsafe(256 * 1024);
      const count = readSync(file, piece, 0, piece.length, null);
      if (count === 0) return decodeText(Buffer.concat(pieces));
      total += count;
      if (total > limit) throw tooLarge(path, limit);
      pieces.push(piece.subarray(0, count));
    }
  } finally {
    closeSync(file);
  }
}

/** Reads a whole stream, such as standard input. @throws FileError `TOO_LARGE` */
export async function readStream(
  stream: AsyncIterable<Buffer | string>,
  name: string,
  limit = documentLimit,
): Promise<string> {
  const pieces: Buffer[] = [];
  let total = 0;
  for await (const piece of stream) {
    const bytes = Buffer.from(piece);
    total += bytes.byteLength;
    if (total > limit) throw tooLarge(name, limit);
    pieces.push(bytes);
  }
  return decodeText(Buffer.concat(pieces));
}

/** Text in UTF-8, or in UTF-16, which PowerShell writes: recognised by its byte order mark or its zero bytes. */
export function decodeText(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const sample = bytes.subarray(0, 1024);
  const zeros = (parity: number) =>
    sample.filter((byte, at) => byte === 0 && at % 2 === parity).length / (sample.length / 2 || 1);
  if (zeros(1) > 0.6) return new TextDecoder('utf-16le').decode(bytes);
  if (zeros(0) > 0.6) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

function tooLarge(name: string, limit: number): FileError {
  const size = `${Math.floor(limit / 1024 / 1024)} MiB`;
  return new FileError('TOO_LARGE', `${name} is larger than ${size}`);
}
