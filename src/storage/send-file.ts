import { type FileHandle, open, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { nativeSendFile, type SendFile } from './native-sendfile.ts';
import { readAhead } from './read-ahead.ts';

/**
 * Bytes that are written in the ordinary way whenever the socket is full: when they have been sent, it has room
 * again.
 */
const nudge = 64 << 10;

/** Bytes of one call: a quarter of a millisecond for what is in memory. */
const mostAtOnce = 1 << 20;

/** Calls before yielding: what is not in memory is read from disk while others wait. */
const callsPerTurn = 2;

let native: Promise<SendFile | undefined> | undefined;
let underWay = 0;

/**
 * Sends a file, or a part of it, as the body of an HTTP response. A single transfer is sent by the kernel:
 * saving two copies makes it a quarter to a half faster. With several transfers, copying in other threads is
 * faster (`npm run bench:registry`).
 * @param response its head is written and states the length of the body.
 * @param range first and last byte to send, both inclusive; by default the whole file.
 * @throws when the file cannot be read, ends early, or the client disconnects.
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

/** @returns bytes sent: all, or those before another body was sent. */
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
      // The first write also sends the head, so that the kernel's bytes follow it.
      at += await writePiece(file, response, at, Math.min(nudge, end - at));
      while (at < end && underWay === 1) {
        // Read each time: the number of a closed socket may belong to another client a moment later.
        const socket = descriptorOf(response.socket);
        if (socket === undefined) break;
        const sent = sendFile(socket, file.fd, at, Math.min(mostAtOnce, end - at));
        // Either the socket is full, or something failed: the ordinary way waits in the first case and reports
        // the second.
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

/** The number of an open, unencrypted socket. */
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
    // Writes to a client that disconnected may never complete.
    const onClose = (): void => reject(new Error('the client disconnected'));
    response.once('close', onClose);
    response.write(buffer.subarray(0, bytesRead), (error) => {
      response.removeListener('close', onClose);
      if (error) reject(error);
      else resolve();
    });
  });
  return bytesRead;
}
