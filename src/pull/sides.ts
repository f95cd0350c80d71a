import { type CompiledPolicy, withoutDenies } from '../iam/index.ts';
import { isAcrossAccounts } from './request.ts';
import type { PullPolicies, PullRequest } from './types.ts';
import { allowAll, grantToAll, type Unseen } from './unseen.ts';

/**
 * Whose policies are evaluated: those of the puller, those of the repository, or the resource control policies
 * over the registry's account.
 */
export type Side = 'puller' | 'repository' | 'registry organization';

/** All of them: a pull works when it works on each. */
export const sides: readonly Side[] = ['puller', 'repository', 'registry organization'];

/**
 * The policies of one side, as if the others allowed everything: so each side's failure is found, also where
 * several fail. A pull works when it works on every side.
 *
 * Within one account, what the repository's side grants counts for the puller as well: it then needs no
 * policies of its own.
 */
export function sideOf(request: PullRequest, policies: PullPolicies, side: Side): PullPolicies {
  const { resource, rcps, callerRcps, boundary, session } = policies;
  if (side !== 'puller') {
    // A Deny with NotPrincipal applies to every principal with a boundary, and a federated user can do nothing
    // without a session policy.
    return {
      identity: [allowAll],
      ...(side === 'repository' ? { resource } : { resource: [grantToAll], rcps, callerRcps }),
      boundary: boundary && [allowAll],
      session: session && [allowAll],
    };
  }
  const grants: CompiledPolicy[] | undefined = isAcrossAccounts(request)
    ? [grantToAll]
    : resource && [resource].flat().map(withoutDenies);
  return { ...policies, resource: grants, rcps: undefined, callerRcps: undefined };
}

/** The unseen facts of one side. */
export function unseenOf(request: PullRequest, unseen: Unseen, side: Side): Unseen {
  const { isKey, resourcePolicies, scps, rcps, callerRcps } = unseen;
  if (side === 'registry organization') return { isKey, rcps, callerRcps };
  if (side === 'repository') return { isKey, resourcePolicies };
  if (resourcePolicies === undefined || isAcrossAccounts(request)) return { isKey, scps };
  return { isKey, scps, resourcePolicies: 'may grant' };
}
