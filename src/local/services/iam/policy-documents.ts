import {
  checkPolicySize,
  PolicyError,
  type PolicyKind,
  type PolicyUse,
  validatePolicyText,
} from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import type { State } from '../../state.ts';
import { limitExceeded, malformedPolicy, noSuchEntity } from './errors.ts';
import { type ManagedPolicy, managedPolicies } from './managed-policies.ts';
import { requirePolicyArn } from './policy-arns.ts';
import { servicePolicies } from './service-linked-roles.ts';

/** Checks a policy document as IAM does when it is stored. @throws AwsError `MalformedPolicyDocument`. */
export function checkDocument(document: string, kind: PolicyKind): void {
  try {
    validatePolicyText(document, kind);
  } catch (error) {
    if (error instanceof PolicyError) throw malformedPolicy(error.message);
    throw error;
  }
}

/** Checks the quota of policy texts as IAM counts them. @throws AwsError `LimitExceeded`. */
export function checkQuota(texts: readonly string[], use: PolicyUse): void {
  try {
    checkPolicySize(texts, use);
  } catch (error) {
    if (error instanceof PolicyError) throw limitExceeded(error.message);
    throw error;
  }
}

/** A policy that AWS manages, those of service-linked roles included. */
export function policyOfAws(arn: string): ManagedPolicy | undefined {
  return managedPolicies.get(arn) ?? servicePolicies.get(arn);
}

/** The text of a managed policy's default version, AWS managed or customer managed. */
export function managedDocument(state: State, arn: string): string | undefined {
  const byAws = policyOfAws(arn);
  if (byAws !== undefined) return byAws.document;
  const policy = state.policies.get(arn);
  return policy?.versions.find(({ id }) => id === policy.defaultVersion)?.document;
}

/** Whether a principal of the caller's account may have that managed policy attached. */
export function isAttachable({ core, caller }: Call, arn: string): boolean {
  return managedPolicies.has(arn) || core.state.policies.get(arn)?.accountId === caller.accountId;
}

/**
 * @returns what a user or role stores of its permissions boundary; nothing if none is given.
 * @throws AwsError `NoSuchEntity` for a policy that does not exist, and the errors for its ARN.
 */
export function boundaryIn(call: Call, arn: string | undefined): { readonly boundary?: string } {
  if (arn === undefined) return {};
  requirePolicyArn(arn);
  if (!isAttachable(call, arn)) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  }
  return { boundary: arn };
}

export function managedPolicyName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
