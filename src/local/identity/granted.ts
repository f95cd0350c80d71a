import type { Permission } from '../core/service.ts';

/** Policies that stand for a grant in a decision, as texts. */
export interface GrantPolicies {
  readonly identity: readonly string[];
  readonly resource: readonly string[];
}

const none: GrantPolicies = { identity: [], resource: [] };

/**
 * What grants of a resource add to a decision: an Allow of the resource, and, where a grant names the caller and not only
 * its account, an Allow of the caller too, for such a principal needs no policy of its own, in another account neither.
 * Every Deny and every limit of the other layers still counts (KMS Developer Guide, "Grants in AWS KMS"; EC2 Auto Scaling
 * User Guide, "Required key policy", example 2).
 */
export function grantPolicies({ action, grantedTo = [] }: Permission): GrantPolicies {
  if (grantedTo.length === 0) return none;
  const allow = { Effect: 'Allow', Action: action, Resource: '*' };
  const isNamed = grantedTo.some((arn) => !arn.endsWith(':root'));
  return {
    identity: isNamed ? [policyOf(allow)] : [],
    resource: [policyOf({ ...allow, Principal: { AWS: grantedTo } })],
  };
}

function policyOf(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
