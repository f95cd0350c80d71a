import type { Place } from './place.ts';

/** A role: everything that decides what it may do. By ARN. */
export interface RoleFacts {
  readonly arn: string;
  readonly trust: string;
  readonly policies: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly tags: Readonly<Record<string, string>>;
}

export interface NamedPolicy {
  /** Name of an inline policy, ARN of a managed one. */
  readonly name: string;
  readonly document: string;
}

export function roleAt(arn: string): Place<'roles'> {
  const permission = `iam:GetRole, iam:ListRolePolicies, iam:GetRolePolicy, iam:ListAttachedRolePolicies, iam:GetPolicy and iam:GetPolicyVersion on ${arn}`;
  return { kind: 'roles', key: arn, fact: `policies of role ${arn}`, permission };
}
