import type {
  AppliedPolicies,
  ContextValues,
  Decision,
  PolicyType,
  UnseenCondition,
} from '../iam/index.ts';

/** Someone pulls an image from a repository. */
export interface PullRequest {
  readonly principal: string;
  readonly registryId: string;
  readonly region: string;
  readonly repository: string;
  readonly context: ContextValues;
}

/** The policies that bear on a pull. */
export interface PullPolicies extends AppliedPolicies {
  /** Resource control policies over the caller's account, where that is another than the registry's. */
  readonly callerRcps?: AppliedPolicies['rcps'];
}

export const pullActions = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
] as const;

/** What a pull needs besides where a pull-through cache rule has to bring the image first. */
export const importAction = 'ecr:BatchImportUpstreamImage';

/** What an import needs besides where the repository is not there yet. */
export const createAction = 'ecr:CreateRepository';

export type PullAction = (typeof pullActions)[number] | typeof importAction | typeof createAction;

export interface PullStep {
  readonly action: PullAction;
  readonly resource: string;
  /** The decision; where something is unseen, the one that it favours most. */
  readonly decision: Decision;
  /** What has to be known to be sure of it; empty when it is certain. */
  readonly undecided: readonly Undecided[];
}

/** Something unseen that a decision hangs on: a condition of a policy, or the policies of a layer. */
export type Undecided =
  | ({
      readonly kind: 'condition';
      readonly policyType: PolicyType;
      /** Which policy of its layer, from 0; those of SCP and RCP levels are counted through. */
      readonly index: number;
    } & UnseenCondition)
  | { readonly kind: 'policies'; readonly policyType: PolicyType };

export interface PullProof {
  /** `unseen`: it works with some values of what was not seen, and fails with others. */
  readonly pull: 'works' | 'fails' | 'unseen';
  /** In the order of a pull, up to and with the first that fails. */
  readonly steps: readonly PullStep[];
  /** The first action that fails, or that may fail. */
  readonly firstFailingAction: PullAction | null;
  /** Of that action, at worst; `allowed` when there is none. */
  readonly decision: Decision['decision'];
  /** The layer to look into and the Sid of the Deny; null for an Allow that is lacking. */
  readonly blame: { readonly policyType: PolicyType; readonly sid: string | null } | null;
}
