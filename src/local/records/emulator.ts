// What the emulator itself remembers. Times are milliseconds since the epoch.

import type { NodeSetup } from './node-setup.ts';

/** A single value of the emulator itself, such as the clock's offset or the key of its tokens. */
export interface Setting {
  readonly value: string;
}

/** An emulated machine. Keyed by instance id. */
export interface InstanceRecord {
  readonly instanceId: string;
  readonly accountId: string;
  readonly region: string;
  readonly nodeName: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly privateIp: string;
  /** ARN of the instance profile; absent when the machine has none. */
  readonly instanceProfile?: string;
  /** Whether the kubelet runs a credential provider. */
  readonly credentialProvider: boolean;
  /** True when its kubelet runs elsewhere: here there is only the machine and its metadata. */
  readonly external: boolean;
  readonly launchedAt: number;
  /** ARN of the role that it has otherwise than by a profile: on Fargate, and outside AWS. */
  readonly ownRole?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Absent where they are as at launch. */
  readonly metadataOptions?: MetadataOptions;
  /** Versions that its kubelet and its runtime speak as, where they are not the cluster's. */
  readonly kubeletVersion?: string;
  readonly containerdVersion?: string;
  /** Absent where it is as its image makes it. */
  readonly setup?: NodeSetup;
}

/** How a machine's metadata service may be asked. */
export interface MetadataOptions {
  readonly httpTokens: 'optional' | 'required';
  /** How many network hops the answer with a token survives. */
  readonly hopLimit: number;
  readonly httpEndpoint: 'enabled' | 'disabled';
}

const metadataOptionsAtLaunch: MetadataOptions = {
  httpTokens: 'required',
  hopLimit: 1,
  httpEndpoint: 'enabled',
};

export function metadataOptionsOf({
  metadataOptions,
}: Pick<InstanceRecord, 'metadataOptions'>): MetadataOptions {
  return metadataOptions ?? metadataOptionsAtLaunch;
}

/**
 * What other callers ask of an operation of ECR, in the quota of one account in one Region: they are not emulated one by
 * one, and take their part of the quota all the same. Keyed by `account/region operation`.
 */
export interface DemandRecord {
  readonly account: string;
  readonly region: string;
  readonly operation: string;
  /** Requests in one second. */
  readonly perSecond: number;
  /** Whether they come all the time, or within the one second of a minute in which everybody tries again. */
  readonly manner: 'steady' | 'together';
  /** Milliseconds since the epoch, of the movable clock. */
  readonly since: number;
}

/** A quota that was raised. Keyed by `account/region code`. */
export interface QuotaRecord {
  readonly value: number;
}

/** A fault that is in force: what it changed, as it was before. Keyed by cause. */
export interface FaultRecord {
  readonly cause: string;
  readonly target: Readonly<Record<string, string>>;
  readonly injectedAt: number;
  /** Later faults have higher numbers; times are no order, for the clock can be moved. */
  readonly order: number;
  readonly before: readonly Before[];
}

/** One document as it was; without a document there was none. */
export interface Before {
  readonly collection: string;
  readonly key: string;
  readonly document?: unknown;
}
