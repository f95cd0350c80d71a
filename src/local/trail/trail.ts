import { createHash, randomUUID } from 'node:crypto';
import type { Caller } from '../identity/caller.ts';
import { Latest } from './latest.ts';

/** A call as it is put on the trail: who did what to what, and what came of it. No secret is in it. */
export interface TrailCall {
  readonly at: number;
  readonly region: string;
  /** Such as `ecr.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  /** Undefined for operations that need no signature. */
  readonly caller: Caller | undefined;
  /** The accounts that see it: the caller's, and those that own what it is about. */
  readonly accounts: readonly string[];
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Undefined where the client is not told one. */
  readonly requestId: string | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Present where the service itself did something; then nobody called. */
  readonly serviceEventDetails?: object;
  /** What the call was about, worked out when somebody looks: most calls are never looked at. */
  about(): TrailSubject;
}

export interface TrailSubject {
  /** ARNs. */
  readonly resources: readonly string[];
  readonly parameters: unknown;
}

export interface TrailRecord extends TrailCall {
  /** Counts up: later calls have higher numbers. */
  readonly sequence: number;
}

/** Enough for an afternoon's work; the trail is kept in memory only. */
const capacity = 10_000;

interface Kept {
  readonly sequence: number;
  readonly call: TrailCall;
}

/**
 * The latest calls, of all accounts and Regions, and beside them the latest of what services did by themselves: a
 * lifecycle policy that takes 90,000 images tells of it in 10,000 events, which must not push the calls out.
 */
export class Trail {
  readonly #seed = randomUUID();
  readonly #calls = new Latest<Kept>(capacity);
  readonly #ownDoings = new Latest<Kept>(capacity);
  #next = 0;

  record(call: TrailCall): void {
    const kept = call.serviceEventDetails === undefined ? this.#calls : this.#ownDoings;
    kept.add({ sequence: this.#next++, call });
  }

  /** The calls that an account sees in a Region, newest first, from before a sequence number. */
  *newestFirst(account: string, region: string, before = this.#next): Generator<TrailRecord> {
    for (const { sequence, call } of this.#allNewestFirst()) {
      if (sequence >= before) continue;
      if (call.region !== region || !call.accounts.includes(account)) continue;
      yield { ...call, sequence };
    }
  }

  *#allNewestFirst(): Generator<Kept> {
    const calls = this.#calls.newestFirst();
    const doings = this.#ownDoings.newestFirst();
    let call = calls.next().value;
    let doing = doings.next().value;
    for (;;) {
      if (call !== undefined && (doing === undefined || call.sequence > doing.sequence)) {
        yield call;
        call = calls.next().value;
      } else if (doing !== undefined) {
        yield doing;
        doing = doings.next().value;
      } else {
        return;
      }
    }
  }

  /** The id of a record, always the same: a UUID made of its number when it is asked for. */
  eventId({ sequence }: TrailRecord): string {
    return this.#uuid(`event ${sequence}`);
  }

  /** The id of the request behind a record. */
  requestId({ sequence, requestId }: TrailRecord): string {
    return requestId ?? this.#uuid(`request ${sequence}`);
  }

  clear(): void {
    this.#calls.clear();
    this.#ownDoings.clear();
    this.#next = 0;
  }

  #uuid(of: string): string {
    const hex = createHash('sha256').update(`${this.#seed} ${of}`).digest('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}
