import { writeFile } from 'node:fs/promises';
import { emptyWorld, type World } from '../chain/world.ts';
import { readDocument } from '../files/input.ts';
import { type Case, type Diagnosis, judge, type Question } from './diagnose.ts';
import { EvidenceError } from './errors.ts';

const format = 'hawser-bundle';
const version = 1;
/** Bytes that a bundle may have: a large cluster's has some hundred MiB. */
const bundleLimit = 512 * 1024 * 1024;

/** What was seen of some pulls, to be examined elsewhere: plain JSON, without secrets. */
export interface Bundle {
  readonly format: typeof format;
  readonly version: typeof version;
  readonly entries: readonly Entry[];
}

/** A question, and everything that its answer depends on. */
export interface Entry {
  readonly question: Question;
  readonly cases: readonly Case[];
}

/** @throws EvidenceError `UNWRITABLE`. */
export async function writeBundle(path: string, entries: readonly Entry[]): Promise<void> {
  const bundle: Bundle = { format, version, entries };
  try {
    // Policies and names of a company's accounts are not everybody's.
    await writeFile(path, `${JSON.stringify(bundle, undefined, 1)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new EvidenceError(
      'UNWRITABLE',
      `cannot write ${path}: ${cause instanceof Error ? cause.message : cause}`,
      'Name a file that can be written with -o.',
    );
  }
}

/**
 * Proves a pull from a bundle, as it would have been proven where the bundle was made.
 * @param question without it, of all pulls in the bundle the one that fares worst is reported.
 * @throws EvidenceError when it is no bundle, or does not know what was asked.
 */
export async function diagnoseBundle(
  path: string,
  question: Question | undefined,
): Promise<Diagnosis> {
  const { entries } = await readBundle(path);
  const asked = entries.filter(
    (entry) => question === undefined || nameOf(entry.question) === nameOf(question),
  );
  if (asked.length === 0) {
    const names = entries.map((entry) => nameOf(entry.question)).join(', ');
    throw new EvidenceError(
      'NOT_IN_BUNDLE',
      question === undefined
        ? `${path} has nothing in it`
        : `${path} says nothing about ${nameOf(question)}`,
      names === '' ? 'Make one with hawser collect.' : `It knows of ${names}.`,
    );
  }
  return judge(asked.flatMap(({ cases }) => cases));
}

async function readBundle(path: string): Promise<Bundle> {
  const bundle = parse(contentOf(path));
  if (!isBundle(bundle)) {
    throw new EvidenceError(
      'NOT_A_BUNDLE',
      `${path} is not a bundle of version ${version}`,
      'Make one with hawser collect, of the same version as this.',
    );
  }
  return bundle;
}

function contentOf(path: string): string {
  try {
    return readDocument(path, bundleLimit);
  } catch (cause) {
    throw new EvidenceError(
      'UNREADABLE',
      `cannot read ${path}: ${cause instanceof Error ? cause.message : cause}`,
      'Name a file that hawser collect wrote.',
    );
  }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

function isBundle(value: unknown): value is Bundle {
  return (
    isObject(value) &&
    value.format === format &&
    value.version === version &&
    Array.isArray(value.entries) &&
    value.entries.every(isEntry)
  );
}

function isEntry(value: unknown): value is Entry {
  return (
    isObject(value) &&
    isObject(value.question) &&
    Array.isArray(value.cases) &&
    value.cases.every((each) => isObject(each) && isObject(each.pull) && isWorld(each.world))
  );
}

function isWorld(value: unknown): value is World {
  const { seenAt, complete, ...kinds } = emptyWorld;
  return isObject(value) && Object.keys(kinds).every((kind) => isObject(value[kind]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(question: Question): string {
  return 'pod' in question
    ? `pod ${question.namespace}/${question.pod}`
    : `${question.image} pulled as ${question.role}`;
}
