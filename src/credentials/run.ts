import type { Readable } from 'node:stream';
import { CredentialError } from './errors.ts';

/** How a program ends: nothing on stdout when it failed, unless its protocol wants the error there. */
export interface ProgramResult {
  readonly exitCode: 0 | 1;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds for the whole: the kubelet kills a plugin after 60 seconds, and the reason must get out. */
export const wholeTimeLimit = 50_000;
const maxInput = 1024 * 1024;
/** Milliseconds for keeping what happened: a disk that does not answer must not hide it. */
const keepingTimeLimit = 2_000;

/**
 * Does work within a time limit, also where some step of it heeds no signal.
 * @throws CredentialError `tooSlow`, or what the work throws.
 */
export async function within<T>(
  milliseconds: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      over.abort();
      reject(new CredentialError('tooSlow', 'no answer from AWS in time'));
    }, milliseconds);
  });
  try {
    return await Promise.race([work(over.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for something to be kept, but not for long, and whatever becomes of it. */
export async function keptInTime(keeping: Promise<unknown>): Promise<void> {
  await within(keepingTimeLimit, async () => keeping).catch(() => undefined);
}

/** @throws CredentialError `request` when there is more than anybody sends. */
export async function readAll(stdin: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stdin as AsyncIterable<Buffer | string>) {
    const bytes = Buffer.from(piece);
    size += bytes.byteLength;
    if (size > maxInput) throw new CredentialError('request', 'stdin is larger than 1 MiB');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString();
}

/** Any error as one of this room's; one without a kind of its own is a defect, and keeps its text. */
export function asFailure(error: unknown): CredentialError {
  if (error instanceof CredentialError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CredentialError('api', message, { cause: error });
}
