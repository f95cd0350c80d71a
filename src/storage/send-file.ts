import { type FileHandle, open, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { nativeSendFile, type SendFile } from './native-sendfile.ts';
import { readAhead } from './read-ahead.ts';

/** Bytes that are written the ordinary way whenever the socket has no room: their leaving tells that it has again. */
const nudge = 64 << 10;

/** Bytes of one call: a quarter of a millisecond for what is in memory. */
const mostAtOnce = 1 << 20;

/** Calls before others have their turn: what is not in memory is read from disk while they wait. */
const callsPerTurn = 2;

let native: Promise<SendFile | undefined> | undefined;
let underWay = 0;

/**
 * Sends a file, or a part of it, as the body of an HTTP response. One that has this process to itself is sent by the
 * kernel: its two copies less are a quarter to a half more speed. When there are several, other threads' help with the
 * copying is worth more (`npm run bench:registry`).
 * @param response its head is written and names the length of the body.
 * @param range first and last byte to send, both inclusive; the whole file without it.
 * @throws when the file can't be read, ends early, or the reader goes away.
 */
export async function sendBody(
  path: string,
  response: ServerResponse,
  range?: { readonly start: number; readonly end: number },
): Promise<void> {
  native ??= nativeSendFile();
  underWay++;
  try {
    const { start, end } = range ?? { start: 0, end: (await stat(path)).size - 1 };
    const sendFile = await native;
    const sent =
      sendFile === undefined ? 0 : await sendWhileAlone(sendFile, path, response, start, end + 1);
    if (start + sent <= end) await readAhead(path, response, { start: start + sent, end });
  } finally {
    underWay--;
  }
}

/** @returns bytes sent: all, or those before another body came. */
async function sendWhileAlone(
  sendFile: SendFile,
  path: string,
  response: ServerResponse,
  start: number,
  end: number,
): Promise<number> {
  if (underWay > 1) return 0;
  const file = await open(path, 'r');
  try {
    let at = start;
    for (let calls = 0; at < end && underWay === 1; ) {
      // What is written first takes the head along, so that the kernel's bytes come after it.
      at += await writePiece(file, response, at, Math.min(nudge, end - at));
      while (at < end && underWay === 1) {
        // Asked for each time: the number of a closed socket may be another reader's a moment later.
        const socket = descriptorOf(response.socket);
        if (socket === undefined) break;
        const sent = sendFile(socket, file.fd, at, Math.min(mostAtOnce, end - at));
        // No room, or something is wrong: the ordinary way waits for the one and tells the other.
        if (sent <= 0) break;
        at += sent;
        if (++calls % callsPerTurn === 0) await turn();
      }
    }
    return at - start;
  } finally {
    await file.close();
  }
}

/** The number of an open socket that is not encrypted. */
function descriptorOf(
  socket: (Socket & { _handle?: { fd?: number } | null }) | null,
): number | undefined {
  if (socket === null || 'encrypted' in socket) return undefined;
  const descriptor = socket._handle?.fd ?? -1;
  return descriptor >= 0 ? descriptor : undefined;
}

async function writePiece(
  file: FileHandle,
  response: ServerResponse,
  at: number,
  bytes: number,
): Promise<number> {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafeSlow(bytes), 0, bytes, at);
  if (bytesRead === 0) throw new Error('the file ended early');
  await new Promise<void>((resolve, reject) => {
    // Writes to a reader that went away might never be answered.
    const onClose = (): void => reject(new Error('the reader went away'));
    response.once('close', onClose);
    response.write(buffer.subarray(0, bytesRead), (error) => {
      response.removeListener('close', onClose);
      if (error) reject(error);
      else resolve();
    });
  });
  return bytesRead;
}
