import type { LifecycleImage } from '../ecr/lifecycle/image.ts';
import { UsageError } from './usage-error.ts';

type Fields = Readonly<Record<string, unknown>>;

const hint =
  'Each image is {"digest","tags":[],"pushedAt"} and may have lastPulledAt, lastActivatedAt, lastArchivedAt, storageClass, children and subject.';

const times = ['lastPulledAt', 'lastActivatedAt', 'lastArchivedAt'] as const;

/**
 * Reads the images that `hawser lifecycle preview` is given; times are ISO 8601.
 * @throws UsageError naming the first field that is wrong, such as `images[3].pushedAt`.
 */
export function readLifecycleImages(text: string): LifecycleImage[] {
  const list = parse(text);
  const seen = new Set<string>();
  return list.map((value, index) => {
    const at = `images[${index}]`;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw bad(at, 'must be an object');
    }
    const image = readImage(value as Fields, at);
    if (seen.has(image.digest)) throw bad(`${at}.digest`, 'is the digest of an earlier image, too');
    seen.add(image.digest);
    return image;
  });
}

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

function parse(text: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw bad('images', `is not JSON: ${cause instanceof Error ? cause.message : cause}`);
  }
  if (!Array.isArray(value)) throw bad('images', 'must be a list');
  return value;
}

function readImage(fields: Fields, at: string): LifecycleImage {
  const { digest, storageClass = 'STANDARD', subject } = fields;
  if (typeof digest !== 'string' || digest === '') throw bad(`${at}.digest`, 'must be a text');
  if (storageClass !== 'STANDARD' && storageClass !== 'ARCHIVE') {
    throw bad(`${at}.storageClass`, 'must be STANDARD or ARCHIVE');
  }
  if (isGiven(subject) && typeof subject !== 'string') {
    throw bad(`${at}.subject`, 'must be a digest');
  }
  const given = times.filter((name) => isGiven(fields[name]));
  return {
    digest,
    tags: textsOf(fields, 'tags', at),
    pushedAt: momentOf(fields, 'pushedAt', at),
    storageClass,
    children: textsOf(fields, 'children', at),
    ...(typeof subject === 'string' ? { subject } : {}),
    ...Object.fromEntries(given.map((name) => [name, momentOf(fields, name, at)])),
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function textsOf(fields: Fields, name: string, at: string): readonly string[] {
  const value = fields[name] ?? [];
  const isList = Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  if (!isList) throw bad(`${at}.${name}`, 'must be a list of texts');
  return value;
}

function momentOf(fields: Fields, name: string, at: string): number {
  const value = fields[name];
  const moment = typeof value === 'string' ? readMoment(value) : undefined;
  if (moment === undefined)
    throw bad(`${at}.${name}`, 'must be a time such as 2026-01-01T00:00:00Z');
  return moment;
}

function bad(where: string, what: string): UsageError {
  return new UsageError(`${where} ${what}`, hint);
}
