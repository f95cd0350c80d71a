import { writeFile } from 'node:fs/promises';
import { type Fleet, type FleetPod, podsOf, worldOf } from '../chain/fleet/fleet.ts';
import { fleetComplaint } from '../chain/fleet/fleet-shape.ts';
import { emptyWorld, type NodeReport, type World } from '../chain/world.ts';
import { pullComplaint, worldComplaint } from '../chain/world-shape.ts';
import { readDocument } from '../files/input.ts';
import { EvidenceError } from './errors.ts';
import { type Case, type Diagnosis, judge, type Question, withNodes } from './judge.ts';

const format = 'hawser-bundle';
const version = 3;
/** Pods that are named of a bundle in which another was looked for. */
const mostNames = 20;
/** Bytes that a bundle may have: a large cluster's has some hundred MiB. */
const bundleLimit = 512 * 1024 * 1024;

/** What was seen of some pulls, to be examined elsewhere: plain JSON, without secrets. */
export interface Bundle {
  readonly format: typeof format;
  readonly version: typeof version;
  readonly entries: readonly Entry[];
  /** All pods of a cluster, or of a part of it, which share a world. */
  readonly fleet?: Fleet;
}

/** A question, and everything that its answer depends on. */
export interface Entry {
  readonly question: Question;
  readonly cases: readonly Case[];
}

/** @throws EvidenceError `UNWRITABLE`. */
export function writeBundle(path: string, entries: readonly Entry[]): Promise<void> {
  return write(path, { format, version, entries });
}

/** @throws EvidenceError `UNWRITABLE`. */
export function writeFleetBundle(path: string, fleet: Fleet): Promise<void> {
  return write(path, { format, version, entries: [], fleet });
}

async function write(path: string, bundle: Bundle): Promise<void> {
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
 * @param reports what nodes found themselves.
 * @throws EvidenceError when it is no bundle, or does not know what was asked.
 */
export async function diagnoseBundle(
  path: string,
  question: Question | undefined,
  reports: readonly NodeReport[] = [],
): Promise<Diagnosis> {
  const { entries: single, fleet } = await readBundle(path);
  const entries = [...single, ...entriesOf(fleet)];
  const asked = entries.filter(
    (entry) => question === undefined || nameOf(entry.question) === nameOf(question),
  );
  if (asked.length === 0) {
    const names = namesOf(entries);
    throw new EvidenceError(
      'NOT_IN_BUNDLE',
      question === undefined
        ? `${path} has nothing in it`
        : `${path} says nothing about ${nameOf(question)}`,
      names === '' ? 'Make one with hawser collect.' : `It knows of ${names}.`,
    );
  }
  return judge(
    withNodes(
      asked.flatMap(({ cases }) => cases),
      reports,
    ),
  );
}

/**
 * The pods of a bundle: those of its fleet, or all that single questions were asked about.
 * @throws EvidenceError when it is no bundle.
 */
export async function readFleet(path: string): Promise<Fleet> {
  const { entries, fleet } = await readBundle(path);
  return fleet ?? fleetOf(entries);
}

/** As entries about single pods. */
function entriesOf(fleet: Fleet | undefined): Entry[] {
  if (fleet === undefined) return [];
  return podsOf(fleet).map((pod) => {
    const { namespace, name } = pod.facts;
    return {
      question: { pod: name, namespace },
      get cases() {
        return pod.facts.containers.map(({ name: container }) => ({
          pull: { kind: 'pod' as const, namespace, pod: name, container },
          world: worldOf(fleet, pod, container),
        }));
      },
    };
  });
}

/** Entries that were asked one by one, as a fleet: the world of each is its own. */
function fleetOf(entries: readonly Entry[]): Fleet {
  const pods: Record<string, FleetPod> = {};
  const known: Record<string, World['pods'][string]> = {};
  let seenAt = emptyWorld.seenAt;
  for (const { pull, world } of entries.flatMap(({ cases }) => cases)) {
    if (pull.kind !== 'pod') continue;
    const key = `${pull.namespace}/${pull.pod}`;
    const { seenAt: at, complete: _complete, pods: seen, ...facts } = world;
    seenAt = at;
    const fact = Object.hasOwn(seen, key) ? seen[key] : undefined;
    if (fact !== undefined) known[key] = fact;
    pods[key] = { labels: {}, own: { ...pods[key]?.own, [pull.container]: facts } };
  }
  return { world: { ...emptyWorld, seenAt, pods: known }, pods, expiries: {}, needs: [] };
}

/** Names of what a bundle knows of, the first of many. */
function namesOf(entries: readonly Entry[]): string {
  const shown = entries.slice(0, mostNames).map((entry) => nameOf(entry.question));
  const more = entries.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

async function readBundle(path: string): Promise<Bundle> {
  const bundle = parse(contentOf(path));
  const complaint = complaintAbout(bundle);
  if (complaint === undefined) return bundle as Bundle;
  throw new EvidenceError(
    'NOT_A_BUNDLE',
    `${path} is not a bundle of version ${version}: ${complaint}`,
    'Make one with hawser collect, of the same version as this.',
  );
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

/** @returns what keeps it from being a bundle, naming the field. */
function complaintAbout(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is not a JSON object';
  if (value.format !== format) return `its format is not ${format}`;
  if (value.version !== version) return `its version is ${JSON.stringify(value.version)}`;
  if (!Array.isArray(value.entries)) return 'entries is not a list';
  for (const [at, entry] of value.entries.entries()) {
    const complaint = entryComplaint(entry);
    if (complaint !== undefined) return `entries[${at}].${complaint}`;
  }
  return value.fleet === undefined ? undefined : fleetComplaint(value.fleet);
}

function entryComplaint(entry: unknown): string | undefined {
  if (!isObject(entry) || !isQuestion(entry.question)) return 'question is none';
  if (!Array.isArray(entry.cases)) return 'cases is not a list';
  for (const [at, one] of entry.cases.entries()) {
    const { pull, world } = isObject(one) ? one : {};
    const complaint = pullComplaint(pull) ?? worldComplaint(world);
    if (complaint !== undefined) return `cases[${at}].${complaint}`;
  }
  return undefined;
}

function isQuestion(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { pod, namespace, image, role, serviceAccount } = value;
  const asked = serviceAccount === undefined ? [image, role] : [image, namespace, serviceAccount];
  const fields = pod === undefined ? asked : [pod, namespace];
  return fields.every((field) => typeof field === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function nameOf(question: Question): string {
  if ('pod' in question) return `pod ${question.namespace}/${question.pod}`;
  if ('push' in question) {
    const { token } = question.push;
    const by = token === undefined ? '' : ` by ${token.subject} of ${token.issuer}`;
    return `${question.image} pushed as ${question.role}${by}`;
  }
  return 'role' in question
    ? `${question.image} pulled as ${question.role}`
    : `${question.image} pulled as service account ${question.namespace}/${question.serviceAccount}`;
}
