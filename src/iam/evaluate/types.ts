import type { CompiledPolicy } from '../compile.ts';
import type { ContextValues } from '../condition/context.ts';
import type { PolicyKind } from '../document/model.ts';

/** One request for a decision. */
export interface AccessRequest {
  /** An ARN, `anonymous`, or the host name of a service such as `ec2.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  /** The ARN of the resource (`*` for actions without one) and the account that it is in. */
  readonly resource: { readonly resource: string; readonly accountId: string };
  readonly context: ContextValues;
}

/** The policies attached to one level of an organization: its root, a unit, or the account. */
export interface PolicyLevel {
  readonly target: string;
  readonly policies: readonly CompiledPolicy[];
}

type OneOrMore = CompiledPolicy | readonly CompiledPolicy[];

/** All policies that apply to a request. An absent layer does not exist. */
export interface AppliedPolicies {
  readonly identity: readonly CompiledPolicy[];
  readonly resource?: OneOrMore | undefined;
  readonly boundary?: readonly CompiledPolicy[] | undefined;
  /** Several session policies together allow what any of them allows. */
  readonly session?: OneOrMore | undefined;
  /** From the root down; each level must allow. */
  readonly scps?: readonly PolicyLevel[] | undefined;
  /** From the root down; AWS's allow-all policy is implied at each level. */
  readonly rcps?: readonly PolicyLevel[] | undefined;
  readonly vpce?: readonly CompiledPolicy[] | undefined;
}

/** The layer of a decision that a statement belongs to: each kind of policy is one. */
export type PolicyType = PolicyKind;

/** A statement that made the decision. `index` and `statement` count from 0. */
export interface DecidingStatement {
  readonly policyType: PolicyType;
  /** Which policy of its layer; policies of SCP and RCP levels are numbered consecutively, root first. */
  readonly index: number;
  readonly statement: number;
  readonly sid?: string;
  /** For SCPs and RCPs, the level. */
  readonly target?: string;
  /** Where the statement begins, for policies given as text; both count from 1. */
  readonly line?: number;
  readonly column?: number;
}

export interface Decision {
  readonly decision: 'allowed' | 'implicitDeny' | 'explicitDeny';
  /**
   * Allowed: the Allow statements of each layer that applied, the granting ones first. Explicitly denied: every
   * matching Deny, in the order in which AWS evaluates the layers. Implicitly denied: none, because a missing
   * statement decided.
   */
  readonly deciding: readonly DecidingStatement[];
  /** For denials, the layer that AWS names: where the Deny is, or where an Allow is missing. */
  readonly deniedBy?: PolicyType;
  /** Condition keys that the statements needed and the request does not have. */
  readonly missingContext: readonly string[];
  /** For denials, AWS's own text. */
  readonly message?: string;
}
