import type { EcrPolicyKind } from '../document/check-ecr.ts';
import type { PolicyDocument, PolicyKind, Statement } from '../document/model.ts';

export type LintKind = PolicyKind | EcrPolicyKind;

/** The use of the policy, for checks that depend on it. */
export interface LintUse {
  /** The identity policy of an EKS node role. */
  readonly nodeRole?: boolean | undefined;
  /** Repositories that it pulls from are filled by a pull through cache. */
  readonly pullThroughCache?: boolean | undefined;
}

/** Codes are stable for scripts: new ones may be added, but none changes its meaning. */
export type LintCode =
  | 'REFUSED_ON_WRITING'
  | 'UNKNOWN_OPERATOR'
  | 'UNKNOWN_ELEMENT'
  | 'TOKEN_IN_RESOURCE_POLICY'
  | 'NO_RESOURCE_ACTION_ON_ARN'
  | 'UNKNOWN_ECR_ACTION'
  | 'RESOURCE_IN_REPOSITORY_POLICY'
  | 'RESOURCE_IS_HOST'
  | 'RESOURCE_MATCHES_NOTHING'
  | 'RESOURCE_NAMES_NO_REPOSITORY'
  | 'ACTION_WITHOUT_RESOURCE'
  | 'WILDCARD_IN_PRINCIPAL'
  | 'NOT_PRINCIPAL_ALLOW'
  | 'OPEN_TO_EVERY_ACCOUNT'
  | 'WILDCARD_IN_EQUALS'
  | 'VARIABLE_IN_OLD_VERSION'
  | 'FOR_ALL_VALUES_ALLOW'
  | 'TRUST_WITHOUT_AUDIENCE'
  | 'TRUST_WITHOUT_SUBJECT'
  | 'TRUST_SUBJECT_TOO_WIDE'
  | 'TRUST_SHARED_ISSUER'
  | 'TRUST_EKS_ISSUER_FORM'
  | 'TRUST_KEY_OF_OTHER_ISSUER'
  | 'TRUST_CLAIM_NOT_MAPPED'
  | 'GITHUB_SUBJECT_BY_NAME'
  | 'PULL_THROUGH_NEEDS_MORE'
  | 'EKS_REGISTRIES_LOCKED_OUT';

export interface LintFinding {
  readonly code: LintCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Zero-based; absent for findings about the whole document. */
  readonly statement?: number;
  readonly sid?: string;
  readonly line?: number;
  readonly column?: number;
}

export interface Finding {
  readonly code: LintCode;
  readonly severity: LintFinding['severity'];
  readonly message: string;
}

/** A check of one statement. */
export type StatementRule = (
  statement: Statement,
  kind: LintKind,
  document: PolicyDocument,
) => readonly Finding[];

/** A check of a whole document, depending on its use. */
export type DocumentRule = (
  document: PolicyDocument,
  kind: LintKind,
  use: LintUse,
) => readonly Finding[];
