import type { ContextValues } from '../condition/context.ts';
import type { Decision, PolicyType } from '../evaluate/types.ts';

/** Someone pulls an image from a repository. */
export interface PullRequest {
  readonly principal: string;
  readonly registryId: string;
  readonly region: string;
  readonly repository: string;
  readonly context: ContextValues;
}

export const pullActions = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchGetImage',
  'ecr:GetDownloadUrlForLayer',
] as const;

export type PullAction = (typeof pullActions)[number];

export interface PullStep {
  readonly action: PullAction;
  readonly resource: string;
  readonly decision: Decision;
}

export interface PullProof {
  readonly pull: 'works' | 'fails';
  /** In the order of a pull, up to and with the first that fails. */
  readonly steps: readonly PullStep[];
  readonly firstFailingAction: PullAction | null;
  /** Of the first failing step; `allowed` when there is none. */
  readonly decision: Decision['decision'];
  /** The layer to look into and the Sid of the Deny; null for an Allow that is lacking. */
  readonly blame: { readonly policyType: PolicyType; readonly sid: string | null } | null;
}
