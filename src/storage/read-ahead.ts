import { type FileHandle, open } from 'node:fs/promises';

const bufferSize = 1 << 20;
const buffers = 3;

/**
 * Sends a file to a sink with a few recycled buffers: the next read is under way while the last one
 * is being written, which is several times faster than a stream of 64 KiB chunks.
 * @param range first and last byte to send, both inclusive; the whole file without it.
 */
export async function readAhead(
  path: string,
  sink: NodeJS.WritableStream,
  range?: { readonly start: number; readonly end: number },
): Promise<void> {
  const file = await open(path, 'r');
  const { left, ignore } = departure(sink);
  try {
    const end = range === undefined ? (await file.stat()).size : range.end + 1;
    await Promise.race([send(file, sink, range?.start ?? 0, end), left]);
  } finally {
    ignore();
    await file.close();
  }
}

/** Rejects when the reader goes away, whose pending writes might otherwise never be answered. */
function departure(sink: NodeJS.WritableStream): { left: Promise<never>; ignore(): void } {
  let onClose = (): void => undefined;
  const left = new Promise<never>((_resolve, reject) => {
    onClose = () => reject(new Error('the reader went away'));
    sink.once('close', onClose);
  });
  left.catch(() => undefined);
  return { left, ignore: () => void sink.removeListener('close', onClose) };
}

async function send(
  file: FileHandle,
  sink: NodeJS.WritableStream,
  start: number,
  end: number,
): Promise<void> {
  const size = Math.min(bufferSize, Math.max(end - start, 1));
  const free = Array.from({ length: buffers }, () => Buffer.allocUnsafe(size));
  const writing: { readonly buffer: Buffer; readonly done: Promise<void> }[] = [];
  for (let position = start; position < end; ) {
    const buffer = free.pop() ?? (await recycled(writing));
    const wanted = Math.min(size, end - position);
    const { bytesRead } = await file.read(buffer, 0, wanted, position);
    if (bytesRead === 0) throw new Error('the file ended early');
    position += bytesRead;
    writing.push({ buffer, done: write(sink, buffer.subarray(0, bytesRead)) });
  }
  await Promise.all(writing.map(({ done }) => done));
}

/** Waits for the oldest write, whose buffer is then free again. */
async function recycled(writing: { buffer: Buffer; done: Promise<void> }[]): Promise<Buffer> {
  const oldest = writing.shift();
  if (oldest === undefined) return Buffer.allocUnsafe(bufferSize);
  await oldest.done;
  return oldest.buffer;
}

function write(sink: NodeJS.WritableStream, data: Buffer): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    sink.write(data, (error) => (error ? reject(error) : resolve()));
  });
  // The write is awaited later; until then a reader that went away must not count as unhandled.
  done.catch(() => undefined);
  return done;
}
