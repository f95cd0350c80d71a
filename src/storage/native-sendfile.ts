import { libcFunction } from './native-libc.ts';

/**
 * Sends up to `bytes` of a file, from `offset` on, to a socket, without waiting for it.
 * @returns bytes that the socket accepted; 0 or fewer when it accepted none, whatever the reason.
 */
export type SendFile = (socket: number, file: number, offset: number, bytes: number) => number;

type Native = (out: number, file: number, offset: [number], count: number) => number | bigint;

/** sendfile(2), which avoids the copies into and out of this process; undefined where it is not available. */
export async function nativeSendFile(): Promise<SendFile | undefined> {
  const sendFile = await libcFunction<Native>(
    'intptr_t sendfile(int out, int in, _Inout_ int64_t *offset, size_t count)',
  );
  if (sendFile === undefined) return undefined;
  return (socket, file, offset, bytes) => Number(sendFile(socket, file, [offset], bytes));
}
