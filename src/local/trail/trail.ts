import { createHash, randomUUID } from 'node:crypto';
import type { Caller } from '../identity/caller.ts';
import { Latest } from './latest.ts';

/** A call as the trail records it: who did what to what, and the outcome. It contains no secret. */
export interface TrailCall {
  readonly at: number;
  readonly region: string;
  /** Such as `ecr.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  /** Undefined for operations that need no signature. */
  readonly caller: Caller | undefined;
  /** The accounts that see it: the caller's, and those that own its resources. */
  readonly accounts: readonly string[];
  readonly sourceIp: string;
  readonly userAgent: string;
  /** Undefined where the client is not given one. */
  readonly requestId: string | undefined;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  /** Present for what the service did by itself, without a caller. */
  readonly serviceEventDetails?: object | undefined;
  /** Characters that `about` keeps in memory, if they can be many. */
  readonly size?: number | undefined;
  /** What the call was about, computed when it is read: most calls are never read. */
  about(): TrailSubject;
}

export interface TrailSubject {
  /** ARNs. */
  readonly resources: readonly string[];
  readonly parameters: unknown;
}

export interface TrailRecord extends TrailCall {
  /** Increases: later calls have higher numbers. */
  readonly sequence: number;
}

/** Enough for an afternoon's work; the trail is kept in memory only. */
const capacity = 10_000;
/** Most characters of all records of a kind together. */
const budget = 32 << 20;
/** Size of a record without its texts, in characters. */
const overhead = 512;
/** Longest user agent and error message, in characters (CloudTrail User Guide, "CloudTrail record contents"). */
const longestText = 1_024;

/** A record with every member, so that a later one overwrites all of it. */
type Kept = { [Member in keyof Required<TrailRecord>]: TrailRecord[Member] };

/**
 * The latest calls, of all accounts and Regions, and separately the latest service events: a lifecycle policy
 * that deletes 90,000 images records 10,000 events, which must not displace the calls.
 */
export class Trail {
  readonly #seed = randomUUID();
  readonly #calls = new Latest<Kept>(capacity, budget, weightOf);
  readonly #ownDoings = new Latest<Kept>(capacity, budget, weightOf);
  #next = 0;
  #onCall: (call: TrailCall) => void = () => undefined;
  #lastUserAgent = '';

  /** Calls a listener for every later call, in addition to the trail. */
  watch(onCall: (call: TrailCall) => void): void {
    this.#onCall = onCall;
  }

  record(call: TrailCall): void {
    this.#onCall(call);
    const kept = call.serviceEventDetails === undefined ? this.#calls : this.#ownDoings;
    kept.add(this.#kept(call));
  }

  #kept(call: TrailCall): Kept {
    const { error } = call;
    return {
      sequence: this.#next++,
      at: call.at,
      region: call.region,
      eventSource: call.eventSource,
      eventName: call.eventName,
      caller: call.caller,
      accounts: call.accounts,
      sourceIp: call.sourceIp,
      userAgent: this.#userAgent(call.userAgent),
      requestId: call.requestId,
      error: error === undefined ? undefined : { ...error, message: cut(error.message) },
      serviceEventDetails: call.serviceEventDetails,
      size: call.size,
      about: call.about,
    };
  }

  /** Consecutive requests often have the same text: then all records share one string. */
  #userAgent(text: string): string {
    if (text !== this.#lastUserAgent) this.#lastUserAgent = cut(text);
    return this.#lastUserAgent;
  }

  /** The calls that an account sees in a Region, newest first, from before a sequence number. */
  *newestFirst(account: string, region: string, before = this.#next): Generator<TrailRecord> {
    for (const record of this.#allNewestFirst()) {
      if (record.sequence >= before) continue;
      if (record.region !== region || !record.accounts.includes(account)) continue;
      yield { ...record };
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

  /** The id of a record, always the same: a UUID computed from its number on demand. */
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

/** The beginning of a text, as a copy: a substring keeps the whole text in memory. */
function cut(text: string): string {
  return text.length <= longestText ? text : Buffer.from(text.slice(0, longestText)).toString();
}

function weightOf({ userAgent, error, size = 0 }: Kept): number {
  return overhead + userAgent.length + (error?.message.length ?? 0) + size;
}
