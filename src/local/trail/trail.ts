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
  readonly serviceEventDetails?: object | undefined;
  /** Characters that `about` keeps in memory, as far as they can be many. */
  readonly size?: number | undefined;
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
/** Characters that all records of a kind may have together. */
const budget = 32 << 20;
/** What a record takes besides its texts, in characters. */
const overhead = 512;
/** Longest user agent and error message, in characters (CloudTrail User Guide, "CloudTrail record contents"). */
const longestText = 1_024;

/** A record with every member, so that a later one overwrites all of it. */
type Kept = { [Member in keyof Required<TrailRecord>]: TrailRecord[Member] };

/**
 * The latest calls, of all accounts and Regions, and beside them the latest of what services did by themselves: a
 * lifecycle policy that takes 90,000 images tells of it in 10,000 events, which must not push the calls out.
 */
export class Trail {
  readonly #seed = randomUUID();
  readonly #calls = new Latest<Kept>(capacity, budget, weightOf);
  readonly #ownDoings = new Latest<Kept>(capacity, budget, weightOf);
  #next = 0;
  #onCall: (call: TrailCall) => void = () => undefined;
  #lastUserAgent = '';

  /** Has somebody told of every call from now on, beside the trail. */
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

  /** Requests that follow each other often have the same: then all records share one text. */
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

/** The beginning of a text, as a copy: a part of a text keeps all of it in memory. */
function cut(text: string): string {
  return text.length <= longestText ? text : Buffer.from(text.slice(0, longestText)).toString();
}

function weightOf({ userAgent, error, size = 0 }: Kept): number {
  return overhead + userAgent.length + (error?.message.length ?? 0) + size;
}
