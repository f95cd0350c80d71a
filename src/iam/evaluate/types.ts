import type { CompiledPolicy } from '../compile.ts';
import type { ContextValues } from '../condition/context.ts';
import type { PolicyKind } from '../document/model.ts';

/** One request for a decision. */
export interface AccessRequest {
  /** An ARN, `anonymous`, or the host name of a service such as `ec2.amazonaws.com`. */
  readonly principal: string;
  readonly action: string;
  /** The ARN of what is acted upon (`*` for actions without a resource) and whose account it is in. */
  readonly resource: { readonly resource: string; readonly accountId: string };
  readonly context: ContextValues;
}

/** The policies attached to one level of an organization: its root, a unit, or the account. */
export interface PolicyLevel {
  readonly target: string;
  readonly policies: readonly CompiledPolicy[];
}

type OneOrMore = CompiledPolicy | readonly CompiledPolicy[];

/** All policies that bear on a request. A layer that is left out does not exist. */
export interface AppliedPolicies {
  readonly identity: readonly CompiledPolicy[];
  readonly resource?: OneOrMore | undefined;
  readonly boundary?: readonly CompiledPolicy[] | undefined;
  /** Several session policies together allow what any of them allows. */
  readonly session?: OneOrMore | undefined;
  /** From the root down; each level has to allow. */
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
  /** Which policy of its layer; policies of SCP and RCP levels are counted through, root first. */
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
   * Allowed: the Allow statements of each layer that had a say, the granting ones first. Explicitly
   * denied: every Deny that matched, in the order in which AWS looks at the layers. Implicitly
   * denied: none, for it is the lack of a statement that decided.
   */
  readonly deciding: readonly DecidingStatement[];
  /** For denials, the layer that AWS names: where the Deny is, or where an Allow is lacking. */
  readonly deniedBy?: PolicyType;
  /** Condition keys that statements in question asked for and the request does not have. */
  readonly missingContext: readonly string[];
  /** For denials, AWS's own text. */
  readonly message?: string;
}
