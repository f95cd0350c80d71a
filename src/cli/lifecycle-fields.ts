import { UsageError } from './usage-error.ts';

export type Fields = Readonly<Record<string, unknown>>;

const hint =
  'Each image is {"digest","tags":[],"pushedAt"} and may have lastPulledAt, lastActivatedAt, lastArchivedAt, storageClass, children and subject; or give what aws ecr describe-images prints.';

/**
 * Reads an ISO 8601 time; one without a zone is UTC.
 * @returns milliseconds since the epoch, or undefined when it is none.
 */
export function readMoment(text: string): number | undefined {
  const zoned = /T[\d:.]+$/.test(text) ? `${text}Z` : text;
  const moment = isDay(text) ? Date.parse(zoned) : Number.NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

/** Whether a text begins with a day that there is: Date.parse takes 30 February, for 2 March. */
function isDay(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
  const daysOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return day !== undefined && Number(day) <= daysOfMonth;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

export function textsOf(fields: Fields, name: string, at: string): readonly string[] {
  const value = fields[name] ?? [];
  const isList = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  if (!isList) throw bad(`${at}.${name}`, 'must be a list of strings');
  return value;
}

export function momentOf(fields: Fields, name: string, at: string): number {
  const value = fields[name];
  const moment = typeof value === 'string' ? readMoment(value) : undefined;
  if (moment === undefined)
    throw bad(`${at}.${name}`, 'must be a time such as 2026-01-01T00:00:00Z');
  return moment;
}

export function bad(where: string, what: string): UsageError {
  return new UsageError(`${where} ${what}`, hint);
}
