import {
  type EventsTold,
  type FailureRecord,
  isFailure,
  type RingRecord,
  sameCase,
} from '../failures/record.ts';

/** Milliseconds in which an event is not written again: kubelets retry pulls without end. */
const quietFor = 5 * 60_000;
/** Most events in that time, of all kinds: pods of many registries may fail at once. */
const most = 10;
/** Milliseconds after which an API server deletes an event (kube-apiserver: --event-ttl). */
const eventLife = 3_600_000;

/** The content of an event. */
export interface Telling {
  /** Failures of its kind since the first, including this one. */
  readonly count: number;
  /** Milliseconds since the epoch of the first. */
  readonly since: number;
  /** Whether the API server still has the previous event. */
  readonly again: boolean;
}

export interface Pace {
  /** Undefined when enough events were written. */
  readonly telling: Telling | undefined;
  /** To be stored with the failure. */
  readonly events: EventsTold;
}

/**
 * Whether a failure is reported as an event, by the failures before it.
 * @param records the ring, the latest last, without the failure itself.
 */
export function paceOf(failure: FailureRecord, records: readonly RingRecord[]): Pace {
  const now = Date.parse(failure.at);
  const before = records.filter(isFailure);
  const { from, written } = windowOf(before, now);
  const like = before.findLast((one) => one.code === failure.code && sameCase(one, failure))?.events
    ?.like;
  const known = like !== undefined && now - like.at < eventLife ? like : undefined;
  const quiet = known !== undefined && now - known.at < quietFor;
  if (quiet || written >= most) {
    const more = known && { like: { ...known, untold: known.untold + 1 } };
    return { telling: undefined, events: { ...more, from, written } };
  }
  const since = known?.since ?? now;
  const count = (known?.count ?? 0) + (known?.untold ?? 0) + 1;
  return {
    telling: { count, since, again: known !== undefined },
    events: { like: { since, at: now, count, untold: 0 }, from, written: written + 1 },
  };
}

/** The events of the last minutes, of all kinds. */
function windowOf(
  before: readonly FailureRecord[],
  now: number,
): Pick<EventsTold, 'from' | 'written'> {
  const last = before.findLast(({ events }) => events !== undefined)?.events;
  return last !== undefined && now - last.from < quietFor ? last : { from: now, written: 0 };
}
