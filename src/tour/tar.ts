const blockSize = 512;

/**
 * A tar archive (POSIX ustar) of one file; the same content gives the same bytes.
 * @param mode permissions of the file.
 */
export function tarOf(name: string, body: Buffer, mode = 0o644): Buffer {
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, width: number): string =>
    `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(body.length, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((blockSize - (body.length % blockSize)) % blockSize);
  return Buffer.concat([header, body, padding, Buffer.alloc(2 * blockSize)]);
}
