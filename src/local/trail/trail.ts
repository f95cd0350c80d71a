import { randomUUID } from 'node:crypto';
import type { Caller } from '../identity/caller.ts';

/** A call as the trail keeps it: who did what to what, and what came of it. No secret is in it. */
export interface TrailRecord {
  /** Counts up: later calls have higher numbers. */
  readonly sequence: number;
  readonly eventId: string;
  readonly at: number;
  readonly region: string;
  /** Such as `ecr.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  /** Undefined for operations that need no signature. */
  readonly caller: Caller | undefined;
  /** The accounts that see it: the caller's, and those that own what it is about. */
  readonly accounts: readonly string[];
  /** ARNs. */
  readonly resources: readonly string[];
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly requestId: string;
  readonly parameters: unknown;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Present where the service itself did something; then nobody called. */
  readonly serviceEventDetails?: object;
}

/** Enough for an afternoon's work; the trail is kept in memory only. */
const capacity = 10_000;

/** The latest calls, of all accounts and Regions. */
export class Trail {
  readonly #records: TrailRecord[] = [];
  #next = 0;

  record(call: Omit<TrailRecord, 'sequence' | 'eventId'>): void {
    const sequence = this.#next++;
    this.#records[sequence % capacity] = { ...call, sequence, eventId: randomUUID() };
  }

  /** The calls that an account sees in a Region, newest first, from before a sequence number. */
  *newestFirst(account: string, region: string, before = this.#next): Generator<TrailRecord> {
    const oldest = Math.max(0, this.#next - capacity);
    for (let sequence = Math.min(before, this.#next) - 1; sequence >= oldest; sequence--) {
      const record = this.#records[sequence % capacity];
      if (record?.region === region && record.accounts.includes(account)) yield record;
    }
  }

  clear(): void {
    this.#records.length = 0;
    this.#next = 0;
  }
}
