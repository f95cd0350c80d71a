import { compactTime } from './identity/signed-request.ts';

/** How far a signature's time may differ from the server's, in milliseconds. Source: SigV4 reference. */
const window = 15 * 60_000;

/**
 * @param time of a signature, in milliseconds since the epoch.
 * @param now time of AWS, in milliseconds since the epoch.
 * @param expiresIn seconds for which a presigned request holds.
 * @returns AWS's own words for a signature of another time; undefined for one of this.
 */
export function clockRefusal(time: number, now: number, expiresIn?: number): string | undefined {
  const timestamp = compactTime(time);
  const validFor = expiresIn === undefined ? window : expiresIn * 1000;
  const why = expiresIn === undefined ? '15 min.' : `${expiresIn} s.`;
  if (time < now - validFor) {
    return `Signature expired: ${timestamp} is now earlier than ${compactTime(now - validFor)} (${compactTime(now)} - ${why})`;
  }
  return time > now + window
    ? `Signature not yet current: ${timestamp} is still later than ${compactTime(now + window)} (${compactTime(now)} + 15 min.)`
    : undefined;
}
