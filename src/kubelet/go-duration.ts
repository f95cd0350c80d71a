/** Milliseconds in each unit of Go's time.ParseDuration. */
const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Parses a duration as Go does: `12h`, `1h30m`, `-1.5s`, `0`.
 * @returns milliseconds, or undefined if the text is not a duration.
 */
export function parseGoDuration(text: string): number | undefined {
  const match = /^([+-]?)((?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.exec(text);
  if (match === null) return /^[+-]?0$/.test(text) ? 0 : undefined;
  const parts = text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g);
  const total = [...parts].reduce(
    (sum, [, number = '', unit = '']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
  return match[1] === '-' ? -total : total;
}

/** @returns milliseconds as Go prints a duration truncated to them: `393ms`, `1.5s`, `1m1s`, `12h0m0s`. */
export function formatGoDuration(ms: number): string {
  const whole = Math.trunc(Math.abs(ms));
  const sign = ms < 0 ? '-' : '';
  if (whole === 0) return '0s';
  if (whole < 1000) return `${sign}${whole}ms`;
  const hours = Math.trunc(whole / 3_600_000);
  const minutes = Math.trunc((whole % 3_600_000) / 60_000);
  const seconds = `${(whole % 60_000) / 1000}s`;
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : sign + seconds;
}
