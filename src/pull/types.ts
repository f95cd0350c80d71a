import type {
  AppliedPolicies,
  ContextValues,
  Decision,
  PolicyType,
  UnseenCondition,
} from '../iam/index.ts';

/** A principal that pulls an image from a repository. */
export interface PullRequest {
  readonly principal: string;
  readonly registryId: string;
  readonly region: string;
  readonly repository: string;
  readonly context: ContextValues;
}

/** The policies that apply to a pull. */
export interface PullPolicies extends AppliedPolicies {
  /** Resource control policies over the caller's account, if it is not the registry's. */
  readonly callerRcps?: AppliedPolicies['rcps'];
}

export const pullActions = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
] as const;

/** The additional actions of a pull where a pull through cache rule has to import the image first. */
export const importAction = 'ecr:BatchImportUpstreamImage';

/** The additional actions of an import where the repository does not exist yet. */
export const createAction = 'ecr:CreateRepository';

/** What a client needs that pushes (Amazon ECR User Guide, "Pushing an image": required IAM permissions), in its order. */
export const pushActions = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:InitiateLayerUpload',
  'ecr:UploadLayerPart',
  'ecr:CompleteLayerUpload',
  'ecr:PutImage',
] as const;

export type PullAction =
  | (typeof pullActions)[number]
  | (typeof pushActions)[number]
  | typeof importAction
  | typeof createAction;

export interface PullStep {
  readonly action: PullAction;
  readonly resource: string;
  /** The decision; with unseen facts, the most likely one. */
  readonly decision: Decision;
  /** The unseen facts that the decision depends on; empty when it is certain. */
  readonly undecided: readonly Undecided[];
}

/** An unseen fact that a decision depends on: a condition of a policy, or the policies of a layer. */
export type Undecided =
  | ({
      readonly kind: 'condition';
      readonly policyType: PolicyType;
      /** Which policy of its layer, from 0; those of all SCP or RCP levels are numbered consecutively. */
      readonly index: number;
    } & UnseenCondition)
  | { readonly kind: 'policies'; readonly policyType: PolicyType };

export interface PullProof {
  /** `unseen`: it works with some values of the unseen facts, and fails with others. */
  readonly pull: 'works' | 'fails' | 'unseen';
  /** In the order of a pull, up to and including the first that fails. */
  readonly steps: readonly PullStep[];
  /** The first action that fails, or that may fail. */
  readonly firstFailingAction: PullAction | null;
  /** The decision on that action, at worst; `allowed` when there is none. */
  readonly decision: Decision['decision'];
  /** The layer that causes it and the Sid of the Deny; null for a missing Allow. */
  readonly blame: { readonly policyType: PolicyType; readonly sid: string | null } | null;
}
