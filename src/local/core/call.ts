import type { JSONWebKeySet } from 'jose';
import type { MovableClock } from '../../clock/clock.ts';
import type { Blobs } from '../../storage/blobs.ts';
import type { ContentCollector } from '../ecr/content-collector.ts';
import type { EventBus } from '../events/bus.ts';
import type { BodyBudget } from '../front-door/body-budget.ts';
import type { ServedNames } from '../front-door/served-names.ts';
import type { Authorizer } from '../identity/authorize.ts';
import type { Caller } from '../identity/caller.ts';
import type { ImageUse } from '../image-use/image-use.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { State } from '../state.ts';
import type { Trail } from '../trail/trail.ts';
import type { KeyUse } from '../usage/key-use.ts';
import type { Metrics } from '../usage/metrics.ts';
import type { RequestCounts } from '../usage/request-counts.ts';

/** What is kept: records in the database, content in files, and the clock by which both age. */
export interface Store {
  readonly state: State;
  readonly blobs: Blobs;
  readonly content: ContentCollector;
  readonly clock: MovableClock;
}

/** Where it is told what happens: to subscribers, to whoever audits, and in numbers. */
export interface Signals {
  readonly events: EventBus;
  readonly trail: Trail;
  readonly metrics: Metrics;
  readonly requests: RequestCounts;
  readonly keyUse: KeyUse;
  readonly imageUse: ImageUse;
}

/** What a request has to pass. */
export interface Gate {
  readonly authorizer: Authorizer;
  readonly issuers: Issuers;
  readonly limits: RateLimits;
  /** Host names under which every door may be asked. */
  readonly names: ServedNames;
  /** Memory for bodies of requests whose sender is not known yet. */
  readonly bodies: BodyBudget;
}

export interface Settings {
  readonly settings: CoreSettings;
}

/** The parts of one local AWS. A function takes those of the four that it works with. */
export interface Core extends Store, Signals, Gate, Settings {}

/** Where the keys of identity providers come from. */
export interface Issuers {
  /**
   * Public keys of that issuer, its own clusters', of one that it stands in for, or fetched from where it publishes them.
   * @param anew whether keys that were fetched a while ago won't do.
   * @throws Error when the issuer does not answer with keys, in time and in reasonable size.
   */
  keysOf(issuer: string, anew: boolean): Promise<JSONWebKeySet>;
  /** Whether it is the issuer of an emulated cluster. */
  isOwn(issuer: string): boolean;
}

export interface CoreSettings {
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  readonly iam: 'enforce' | 'off';
  /** Whether the registry behaves as ECR does, oddities included, or as the OCI specification says. */
  readonly fidelity: 'ecr' | 'spec';
  /** Key with which the emulator seals what it hands out: registry tokens, layer URLs. */
  readonly sealingKey: Buffer;
  /** Where pull through cache rules look instead of a registry host: origins by host name. */
  readonly upstreams: Readonly<Record<string, string>>;
  /** Where clients reach the local AWS, such as `http://127.0.0.1:4566`. */
  endpoint(): string;
}

/** One request, from its verified caller. */
export interface Call {
  readonly core: Core;
  readonly caller: Caller;
  readonly region: string;
  readonly requestId: string;
  /** Condition keys of the request itself: source address, time, transport. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
  /** The movable clock's time when the request came in. */
  readonly now: number;
}
