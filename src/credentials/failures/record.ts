/** A record in the ring: a failure, with its line on stderr, or that the registry works again. Never a token. */
export type RingRecord = FailureRecord | RecoveryRecord;

interface About {
  /** ISO 8601. */
  readonly at: string;
  readonly program: 'credential-provider' | 'docker-helper';
  /** Image or registry that credentials were requested for; empty when that is unknown. */
  readonly wanted: string;
  /** `namespace/name` of the service account that asked; absent for the node or the user. */
  readonly serviceAccount?: string;
}

export interface FailureRecord extends About {
  readonly code: string;
  readonly link: string;
  readonly message: string;
  readonly fix: string;
  /** With Kubernetes events: what was reported so far. */
  readonly events?: EventsTold;
}

/** Copied from record to record, so that it outlives records that the ring drops. */
export interface EventsTold {
  /** Of this cause, registry and asker; absent as long as nothing was reported. */
  readonly like?: {
    /** When the first of them failed, and when an event last reported them; milliseconds since the epoch. */
    readonly since: number;
    readonly at: number;
    /** How many that event reported, and how many failed after it. */
    readonly count: number;
    readonly untold: number;
  };
  /** Of all together: since when events are counted, and how many there were. */
  readonly from: number;
  readonly written: number;
}

/** The first success after a failure for the same registry and asker. */
export interface RecoveryRecord extends About {
  readonly works: true;
}

export function isFailure(record: RingRecord): record is FailureRecord {
  return !('works' in record);
}

/** The host of the image or registry. */
export function hostWanted({ wanted }: Pick<RingRecord, 'wanted'>): string {
  return wanted.split('/')[0] ?? '';
}

/** Whether two records are about the same registry and asker. */
export function sameCase(
  one: Pick<RingRecord, 'wanted' | 'serviceAccount'>,
  other: Pick<RingRecord, 'wanted' | 'serviceAccount'>,
): boolean {
  return hostWanted(one) === hostWanted(other) && one.serviceAccount === other.serviceAccount;
}

/** Parses a ring's text. Malformed records are skipped: a run may have been killed while it wrote one. */
export function parseRing(text: string): RingRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      const record: unknown = JSON.parse(line);
      return isRecord(record) ? [record] : [];
    } catch {
      return [];
    }
  });
}

function isRecord(value: unknown): value is RingRecord {
  const fields = Object(value) as Record<string, unknown>;
  const wanted = fields.works === true ? about : [...about, 'code', 'link', 'message', 'fix'];
  return (
    wanted.every((name) => typeof fields[name] === 'string') &&
    Number.isFinite(Date.parse(String(fields.at))) &&
    ['string', 'undefined'].includes(typeof fields.serviceAccount) &&
    (fields.events === undefined || isEventsTold(fields.events))
  );
}

function isEventsTold(value: unknown): value is EventsTold {
  const { from, written, like } = Object(value) as Record<string, unknown>;
  const counted = like === undefined ? [] : ['since', 'at', 'count', 'untold'];
  const fields = Object(like) as Record<string, unknown>;
  return [from, written, ...counted.map((name) => fields[name])].every(Number.isFinite);
}

const about = ['at', 'program', 'wanted'];
