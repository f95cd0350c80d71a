// Tar archives (POSIX ustar) whose bytes depend on their content only.

export interface TarEntry {
  /** Without a slash in front. */
  readonly path: string;
  readonly mode: number;
  /** Left out for a folder. */
  readonly body?: Buffer;
}

const blockSize = 512;

/** An archive of files and folders, owned by root, as of 1970. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, mode, body }) => {
    const size = body?.length ?? 0;
    const padding = Buffer.alloc((blockSize - (size % blockSize)) % blockSize);
    return [headerOf(path, mode, body), ...(body === undefined ? [] : [body, padding])];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]);
}

function headerOf(path: string, mode: number, body: Buffer | undefined): Buffer {
  const name = body === undefined ? `${path}/` : path;
  if (name.length > 100) throw new Error(`${name} is too long for a tar archive`);
  const header = Buffer.alloc(blockSize);
  const octal = (value: number, width: number): string =>
    `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(mode, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(body?.length ?? 0, 12), 124);
  header.write(octal(0, 12), 136);
  header.write(' '.repeat(8), 148);
  header.write(body === undefined ? '5' : '0', 156);
  header.write('ustar\u000000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
