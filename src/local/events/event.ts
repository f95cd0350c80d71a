import { randomUUID } from 'node:crypto';
import type { Value } from '../protocol/model.ts';

/** An event as EventBridge delivers it (EventBridge User Guide, "Event structure"). */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, Value>>;
}

/** An event before the bus has given it an id. */
export interface Happening {
  readonly source: string;
  readonly detailType: string;
  readonly account: string;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly resources: readonly string[];
  readonly detail: BusEvent['detail'];
}

export function eventOf(happening: Happening): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': happening.detailType,
    source: happening.source,
    account: happening.account,
    time: new Date(happening.at).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    region: happening.region,
    resources: happening.resources,
    detail: happening.detail,
  };
}
