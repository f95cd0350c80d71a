import type { Need } from '../../causes/need.ts';
import type { Fix, Proof } from '../proof.ts';
import type { Expiry } from './expiry.ts';
import type { FailsWhen } from './fails-when.ts';

/** One pull in an answer about many. */
export interface PullAnswer {
  readonly namespace: string;
  /** Such as `deployment/web`. */
  readonly workload: string;
  readonly pod: string;
  readonly container: string;
  readonly image: string;
  readonly verdict: Proof['verdict'];
  /** Codes: those that were proven, or the likeliest where none was. */
  readonly causes: readonly string[];
  /** When it fails, where it is broken. */
  readonly fails?: FailsWhen;
  /** A lifecycle rule that will take its image. */
  readonly expires?: Expiry;
}

/** How many a cause concerns. */
export interface Radius {
  readonly pulls: number;
  readonly workloads: number;
  /** Of the pulls, those that fail now, at the next start of a container, and where the pod is started on another node. */
  readonly now: number;
  readonly restart: number;
  readonly reschedule: number;
}

/** One thing to mend within a group: what decided, and the fix. */
export interface Repair extends Radius {
  readonly deciding: string;
  readonly fix: Fix;
  /** The commands for all workloads, where each needs its own. */
  readonly patches: readonly string[];
  /** Some of the workloads: `namespace/deployment/web`. */
  readonly examples: readonly string[];
}

/** The pulls that have a cause in common. */
export interface Group extends Radius {
  readonly code: string;
  readonly catalogue: string;
  readonly title: string;
  /** 1 where it was proven. */
  readonly confidence: number;
  readonly docs: string;
  /** That of the repair that mends most pulls. */
  readonly fix: Fix;
  readonly repairs: readonly Repair[];
}

/** What is said of all pulls of a cluster, or of a part of it. */
export interface FleetAnswer {
  readonly verdict: Proof['verdict'];
  readonly pulls: readonly PullAnswer[];
  /** Those that concern most pulls first. */
  readonly groups: readonly Group[];
  /** Those that would show something of most pulls first. */
  readonly needs: readonly (Need & { readonly pulls: number })[];
}
