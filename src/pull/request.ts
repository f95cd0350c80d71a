import {
  type AccessRequest,
  type AppliedPolicies,
  type ContextValues,
  callerOf,
} from '../iam/index.ts';
import { repositoryArn as arnOfRepository } from '../names/repository.ts';
import type { PullAction, PullPolicies, PullRequest } from './types.ts';

const resourceKey = /^(aws|ecr):resource(tag\/|account$|org)/i;

/** The request that the node sends to AWS at one step of the pull. */
export function stepRequest(request: PullRequest, action: PullAction): AccessRequest {
  const { principal, registryId, context } = request;
  if (action === 'ecr:GetAuthorizationToken') {
    const accountId = callerOf(principal).account ?? registryId;
    const own = withoutResourceKeys(context);
    return { principal, action, resource: { resource: '*', accountId }, context: own };
  }
  return {
    principal,
    action,
    resource: { resource: repositoryArn(request), accountId: registryId },
    context,
  };
}

/** Whether a step has a resource: the token has none. */
export function isOnResource(action: PullAction): boolean {
  return action !== 'ecr:GetAuthorizationToken';
}

/** Whether the request of a step can have a key at all. */
export function mayHave(action: PullAction, key: string): boolean {
  return isOnResource(action) || !resourceKey.test(key);
}

/**
 * The policies that apply to one step. RCPs are those of the organization that owns the repository: they apply
 * to its resources, so not to the token, which a caller of another account gets from its own account, under the
 * RCPs there (Organizations User Guide, "Resource control policies").
 */
export function applicable(
  request: PullRequest,
  action: PullAction,
  { callerRcps, ...policies }: PullPolicies,
): AppliedPolicies {
  return isUnderRcps(request, action) ? policies : { ...policies, rcps: callerRcps };
}

/** Whether resource control policies over the registry's account apply to a step. */
export function isUnderRcps(request: PullRequest, action: PullAction): boolean {
  return isOnResource(action) || !isAcrossAccounts(request);
}

/** Whether the caller is in another account than the repository; a principal without an account is in none. */
export function isAcrossAccounts({ principal, registryId }: PullRequest): boolean {
  return (callerOf(principal).account ?? registryId) !== registryId;
}

/** The ARN of a private repository, in the partition of its Region. */
export function repositoryArn(request: Omit<PullRequest, 'principal' | 'context'>): string {
  const { region, registryId, repository: name } = request;
  return arnOfRepository({ registryId, region, name });
}

/** Tags of a repository are not part of a request without that resource. */
function withoutResourceKeys(context: ContextValues): ContextValues {
  return Object.fromEntries(Object.entries(context).filter(([key]) => !resourceKey.test(key)));
}
