import type { TestLocal } from './local.ts';

/** A cause that is proven, as the end-to-end test tries it. */
export interface Case {
  readonly cause: string;
  /** What the kubelet says, in an event of the pod. */
  readonly says: RegExp;
  /** Events alone fit several causes: at which place of those this one is named; what a registry of others says hangs on the network. */
  readonly place: number | 'any';
  /** The kubelet keeps a registry token for six hours: only then does a lost one show. */
  readonly after?: string;
  /** The pod that fails is the one that the fault put there. */
  readonly podFromFault?: boolean;
  /** The pod that works is the one that the fix left there. */
  readonly podFromFix?: boolean;
  /**
   * The fix lets the node pull, and goes on keeping out whoever looks; or a cache rule has yet to bring the layers, which the
   * node has: `holds` is more than can be seen.
   */
  readonly afterwards?: 'unseen';
  /** What is there before, besides the pod: for faults that need more. */
  before?(local: TestLocal): Promise<void>;
  /** The repository of the image, as `account/region/name`; that of the other account when left out. */
  readonly repository?: string;
  /** The image must not be on the node beforehand. */
  readonly unpulled?: boolean;
  /** Account whose credentials look, where it is not the cluster's: who looks has to see both registries. */
  readonly lookedAtFrom?: string;
  /** What the fix says in words and no command can do. */
  mend?(local: TestLocal): Promise<void>;
}

export const denied = /403 Forbidden/;
export const nowhere = /dial tcp: lookup \S+(?: on \S+)?: no such host/;
export const anonymous = /no basic auth credentials/;
export const pushAgain = async (local: TestLocal): Promise<void> => void (await local.push('v1'));

/** What the fix asks of people who have the key's material, or all images. */
export const healed = (cause: string) => (local: TestLocal) =>
  local.admin('heal', { cause }).then(() => undefined);
