import { type AppliedPolicies, type CompiledPolicy, withoutDenies } from '../iam/index.ts';
import { isAcrossAccounts } from './request.ts';
import type { PullRequest } from './types.ts';
import { allowAll, grantToAll, type Unseen } from './unseen.ts';

/** Whose policies are looked at: those on the puller, or those on the repository. */
export type Side = 'puller' | 'repository';

/**
 * The policies of one side, as if the other allowed everything: so each side's own fault shows, also where both are at
 * fault. A pull works when it works on both sides.
 *
 * Within one account what the repository's side grants counts for the puller as well: it may do without policies of
 * its own then.
 */
export function sideOf(
  request: PullRequest,
  policies: AppliedPolicies,
  side: Side,
): AppliedPolicies {
  const { resource, rcps, boundary, session } = policies;
  if (side === 'repository') {
    // A Deny with NotPrincipal hits whoever has a boundary, and a federated user can do nothing without a session policy.
    return {
      identity: [allowAll],
      resource,
      rcps,
      boundary: boundary && [allowAll],
      session: session && [allowAll],
    };
  }
  const grants: CompiledPolicy[] | undefined = isAcrossAccounts(request)
    ? [grantToAll]
    : resource && [resource].flat().map(withoutDenies);
  return { ...policies, resource: grants, rcps: undefined };
}

/** What is unseen of one side. */
export function unseenOf(request: PullRequest, unseen: Unseen, side: Side): Unseen {
  const { isKey, resourcePolicies } = unseen;
  if (side === 'repository' || resourcePolicies === undefined) return unseen;
  return isAcrossAccounts(request) ? { isKey } : { isKey, resourcePolicies: 'may grant' };
}
