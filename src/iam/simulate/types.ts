import type { PolicyLevel } from '../evaluate/types.ts';

export type SourcePolicyType =
  | 'user'
  | 'group'
  | 'role'
  | 'aws-managed'
  | 'user-managed'
  | 'resource'
  | 'none';

/** A policy under simulation: its text, and how the result shall name it. */
export interface SimulatedPolicy {
  /** Such as a policy's name, or `PolicyInputList.1` for those given in the call. */
  readonly id: string;
  readonly type: SourcePolicyType;
  readonly document: string;
}

export interface ContextEntry {
  readonly ContextKeyName: string;
  readonly ContextKeyValues: readonly string[];
  /** `stringList`, `ipList` and so on make a key multivalued. */
  readonly ContextKeyType?: string | undefined;
}

/** SimulatePrincipalPolicy and SimulateCustomPolicy, once policies are looked up. */
export interface SimulationInput {
  /** Identity policies: those of the principal and those given in the call. */
  readonly policies: readonly SimulatedPolicy[];
  readonly actionNames: readonly string[];
  /** `*` when left out or empty. */
  readonly resourceArns?: readonly string[] | undefined;
  readonly boundary?: SimulatedPolicy | undefined;
  readonly resourcePolicy?: string | undefined;
  /** Account id or ARN of the owner of resources whose ARN has no account. */
  readonly resourceOwner?: string | undefined;
  /** CallerArn, or else PolicySourceArn when it is a user or role. */
  readonly callerArn?: string | undefined;
  readonly contextEntries?: readonly ContextEntry[] | undefined;
  readonly scps?: readonly PolicyLevel[] | undefined;
}

export interface LineAndColumn {
  readonly Line: number;
  readonly Column: number;
}

export interface MatchedStatement {
  readonly SourcePolicyId: string;
  readonly SourcePolicyType: SourcePolicyType;
  readonly StartPosition?: LineAndColumn;
  readonly EndPosition?: LineAndColumn;
}

export type SimulatedDecision = 'allowed' | 'explicitDeny' | 'implicitDeny';

interface Details {
  readonly MatchedStatements: readonly MatchedStatement[];
  readonly MissingContextValues: readonly string[];
  readonly EvalDecisionDetails?: Readonly<Record<string, SimulatedDecision>>;
  readonly PermissionsBoundaryDecisionDetail?: { readonly AllowedByPermissionsBoundary: boolean };
}

export interface ResourceSpecificResult extends Details {
  readonly EvalResourceName: string;
  readonly EvalResourceDecision: SimulatedDecision;
}

export interface EvaluationResult extends Details {
  readonly EvalActionName: string;
  readonly EvalResourceName: string;
  readonly EvalDecision: SimulatedDecision;
  readonly OrganizationsDecisionDetail?: { readonly AllowedByOrganizations: boolean };
  readonly ResourceSpecificResults?: readonly ResourceSpecificResult[];
}
