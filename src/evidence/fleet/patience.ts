/** Codes of failures on the way (Node: system errors). */
const onTheWay = new Set(['ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ECONNABORTED']);
/** Tries of a request, and milliseconds before the second; each further wait is twice as long. */
const tries = 6;
const firstWait = 500;
/** Longest wait in milliseconds, whatever the server asks for. */
const longestWait = 30_000;

/**
 * Tries again what was throttled, or was cut off on the way, after waits that double; a server's Retry-After counts
 * where it is longer.
 * @param wait milliseconds to wait.
 * @throws the last failure.
 */
export async function patiently<Value>(
  attempt: () => Promise<Value>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<Value> {
  for (let tried = 1; ; tried++) {
    try {
      return await attempt();
    } catch (error) {
      if (tried === tries || !mayPass(error)) throw error;
      const own = firstWait * 2 ** (tried - 1);
      await wait(Math.min(longestWait, Math.max(own, askedFor(error))));
    }
  }
}

interface Failure {
  readonly code?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

function mayPass(error: unknown): boolean {
  const { code, headers } = error as Failure;
  if (typeof code !== 'number') return onTheWay.has(String(code));
  // Without Retry-After a server is unavailable, as a node behind the API server's proxy may be for long.
  return code === 429 || (code === 503 && headers?.['retry-after'] !== undefined);
}

/** Milliseconds that the server asks to wait for. */
function askedFor(error: unknown): number {
  const seconds = Number((error as Failure).headers?.['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}
