import type { Readable } from 'node:stream';
import { CredentialError } from './errors.ts';

/** The result of a program: nothing on stdout when it failed, unless its protocol requires the error there. */
export interface ProgramResult {
  readonly exitCode: 0 | 1;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Time limit of a run, in milliseconds: the kubelet kills a plugin after 60 seconds, and the reason must be
 * printed before.
 */
export const wholeTimeLimit = 50_000;
const maxInput = 1024 * 1024;
/** Milliseconds for storing the result: a disk that does not respond must not block it. */
const keepingTimeLimit = 2_000;

/**
 * Runs work within a time limit, even if a step of it ignores the signal.
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

/** Waits for a limited time until the result is stored, and ignores failures. */
export async function keptInTime(keeping: Promise<unknown>): Promise<void> {
  await within(keepingTimeLimit, async () => keeping).catch(() => undefined);
}

/** @throws CredentialError `request` when there is more than any caller sends. */
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

/** Converts any error to one of this room's; one without a kind of its own is a defect, and keeps its text. */
export function asFailure(error: unknown): CredentialError {
  if (error instanceof CredentialError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CredentialError('api', message, { cause: error });
}
