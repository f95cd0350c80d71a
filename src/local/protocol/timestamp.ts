const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** @returns the time, or undefined for one that ISO 8601 has no four-digit year for. */
export function dateOf(milliseconds: number): Date | undefined {
  return milliseconds >= earliest && milliseconds <= latest ? new Date(milliseconds) : undefined;
}
