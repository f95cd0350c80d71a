import { close, fstat, open, read } from 'node:fs';
import { promisify } from 'node:util';

/**
 * Size and number of the buffers of one reader. Large enough that calls cost little compared with copying, and
 * small enough that what was read is still in the processor's cache when it is written: half the size and twice
 * the size are both slower (`npm run bench:registry`).
 */
const bufferSize = 768 << 10;
const buffersPerReader = 3;

/** Unused buffers. The most recently used one is reused first, while it is in the processor's cache. */
const free: Buffer[] = [];
const mostFree = 32;

/**
 * Sends a file to a sink with a few recycled buffers: the next read runs while the last one is written, which
 * is several times faster than a stream of 64 KiB chunks.
 * @param range first and last byte to send, both inclusive; by default the whole file.
 * @throws when the file cannot be read, ends early, or the client disconnects.
 */
export async function readAhead(
  path: string,
  sink: NodeJS.WritableStream,
  range?: { readonly start: number; readonly end: number },
): Promise<void> {
  const file = await promisify(open)(path, 'r');
  try {
    const start = range?.start ?? 0;
    const end = range === undefined ? (await promisify(fstat)(file)).size : range.end + 1;
    await new Promise<void>((resolve, reject) => {
      const transfer = new Transfer(file, sink, start, end, (error) => {
        sink.removeListener('close', onClose);
        if (error === undefined) resolve();
        else reject(error);
      });
      // Writes to a client that disconnected may never complete.
      const onClose = (): void => transfer.fail(new Error('the client disconnected'));
      sink.once('close', onClose);
      transfer.start();
    });
  } finally {
    await promisify(close)(file);
  }
}

/** The transfer of one file to one sink. Its end is reported once, and never during a read. */
class Transfer {
  readonly #file: number;
  readonly #sink: NodeJS.WritableStream;
  readonly #end: number;
  readonly #tell: (error?: Error) => void;
  #position: number;
  #reading = false;
  #writing = 0;
  #failure: Error | undefined;
  #told = false;

  constructor(
    file: number,
    sink: NodeJS.WritableStream,
    start: number,
    end: number,
    tell: (error?: Error) => void,
  ) {
    this.#file = file;
    this.#sink = sink;
    this.#position = start;
    this.#end = end;
    this.#tell = tell;
  }

  start(): void {
    this.#goOn();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#goOn();
  }

  #goOn(): void {
    if (this.#reading || this.#told) return;
    const isRead = this.#position >= this.#end;
    if (this.#failure !== undefined || (isRead && this.#writing === 0)) {
      this.#told = true;
      this.#tell(this.#failure);
      return;
    }
    if (!isRead && this.#writing < buffersPerReader) this.#read();
  }

  #read(): void {
    const buffer = free.pop() ?? Buffer.allocUnsafeSlow(bufferSize);
    const wanted = Math.min(bufferSize, this.#end - this.#position);
    this.#reading = true;
    read(this.#file, buffer, 0, wanted, this.#position, (error, bytesRead) => {
      this.#reading = false;
      if (error !== null) this.fail(error);
      else if (bytesRead === 0) this.fail(new Error('the file ended early'));
      else if (this.#failure === undefined) this.#write(buffer, bytesRead);
      else this.#goOn();
    });
  }

  #write(buffer: Buffer, bytes: number): void {
    this.#position += bytes;
    this.#writing++;
    // Writing occupies this thread, while another thread can read.
    this.#goOn();
    this.#sink.write(bytes === bufferSize ? buffer : buffer.subarray(0, bytes), (error) => {
      this.#writing--;
      if (error) this.fail(error);
      else if (free.length < mostFree) free.push(buffer);
      this.#goOn();
    });
  }
}
