import { platform } from 'node:process';

/**
 * Sends up to `bytes` of a file, from `offset` on, into a socket, without waiting for it.
 * @returns bytes that the socket took; 0 or fewer when it took none, whatever the reason.
 */
export type SendFile = (socket: number, file: number, offset: number, bytes: number) => number;

/**
 * Linux's sendfile(2), which spares the copies into and out of this process and for which Node has no call of its own.
 * @returns undefined where there is none to be had: other systems, and processors that koffi has no library for.
 */
export async function nativeSendFile(): Promise<SendFile | undefined> {
  if (platform !== 'linux') return undefined;
  try {
    const { default: koffi } = await import('koffi');
    const sendFile = koffi
      .load(null)
      .func('intptr_t sendfile(int out, int in, _Inout_ int64_t *offset, size_t count)');
    return (socket, file, offset, bytes) => Number(sendFile(socket, file, [offset], bytes));
  } catch {
    return undefined;
  }
}
