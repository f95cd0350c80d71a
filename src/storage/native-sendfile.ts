import { libcFunction } from './native-libc.ts';

/**
 * Sends up to `bytes` of a file, from `offset` on, into a socket, without waiting for it.
 * @returns bytes that the socket took; 0 or fewer when it took none, whatever the reason.
 */
export type SendFile = (socket: number, file: number, offset: number, bytes: number) => number;

type Native = (out: number, file: number, offset: [number], count: number) => number | bigint;

/** sendfile(2), which spares the copies into and out of this process; undefined where there is none to be had. */
export async function nativeSendFile(): Promise<SendFile | undefined> {
  const sendFile = await libcFunction<Native>(
    'intptr_t sendfile(int out, int in, _Inout_ int64_t *offset, size_t count)',
  );
  if (sendFile === undefined) return undefined;
  return (socket, file, offset, bytes) => Number(sendFile(socket, file, [offset], bytes));
}
