import { setTimeout as sleep } from 'node:timers/promises';
import { CallError } from './errors.ts';

/** Number of attempts, including the first (AWS SDKs: standard retry mode). */
const maxAttempts = 3;

export interface Waits {
  /** Milliseconds before the second attempt, at most; four times as long before each further one. */
  readonly first: number;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Retries of many throttled nodes must be spread over seconds. */
const remote: Waits = { first: 1_000, random: Math.random };
/** A service on the machine itself recovers at once or not at all. */
export const nearby: Waits = { first: 50, random: Math.random };

const throttled =
  /^(Throttl\w*|RequestLimitExceeded|TooManyRequests\w*|RequestThrottled\w*|SlowDown|BandwidthLimitExceeded|PriorRequestNotComplete|EC2ThrottledException|TransactionInProgressException)$/;
const passing =
  /^(InternalFailure|InternalError|ServerException|ServiceUnavailable\w*|HTTP 5\d\d|IDPCommunicationError|RequestTimeout\w*)$/;

/** @returns whether AWS refused because there were too many requests. */
export function isThrottling(error: unknown): boolean {
  return error instanceof CallError && throttled.test(error.awsCode ?? '');
}

/**
 * Retries errors that may be transient: throttling, server errors of AWS, lost connections. Waits with full
 * jitter ("Exponential Backoff And Jitter", AWS Architecture Blog).
 * @param signal once it has fired, there are no more retries.
 * @throws the error of the last attempt.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  { first, random }: Waits = remote,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await attempt();
    } catch (error) {
      if (failures === maxAttempts || signal.aborted || !mayPass(error)) throw error;
      const ceiling = first * 4 ** (failures - 1);
      await pause(first / 10 + random() * ceiling, signal, error);
    }
  }
}

/** @returns whether the request may succeed a moment later. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof CallError)) return false;
  if (error.code === 'UNREACHABLE') return !isFinal(error.cause);
  return isThrottling(error) || passing.test(error.awsCode ?? '');
}

/** Unknown host names and untrusted certificates are not transient. */
function isFinal(cause: unknown): boolean {
  const { code = '' } = (cause ?? {}) as NodeJS.ErrnoException;
  return /^(ENOTFOUND|CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|ERR_TLS)/.test(code);
}

async function pause(ms: number, signal: AbortSignal, error: unknown): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw error;
  }
}
