const w3c =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/i;

/**
 * A date in milliseconds since 1970. Policies and requests may write it as ISO 8601 in W3C's profile (from a
 * year to a fraction of a second; no zone means UTC) or as seconds since 1970, and may mix the two. Undefined
 * for anything else.
 */
export function instantOf(text: string): number | undefined {
  if (/^\d{5,}$/.test(text)) return Number(text) * 1000;
  const [whole, year, month, day, hour, minute, second, fraction, zone] = w3c.exec(text) ?? [];
  if (whole === undefined) return /^\d+$/.test(text) ? Number(text) * 1000 : undefined;
  const numbers = [year, month ?? '1', day ?? '1', hour ?? '0', minute ?? '0', second ?? '0'];
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = numbers.map(Number);
  if (mo < 1 || mo > 12 || d < 1 || d > daysIn(y, mo) || h > 23 || mi > 59 || s > 59) {
    return undefined;
  }
  const utc = Date.UTC(y, mo - 1, d, h, mi, s) + Number(fraction ?? 0) * 1000;
  return utc - zoneOffset(zone);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function zoneOffset(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
