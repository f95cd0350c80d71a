import { repositoryArn as arnOfRepository } from '../../names/repository.ts';
import type { ContextValues } from '../condition/context.ts';
import { evaluate } from '../evaluate/evaluate.ts';
import type { AccessRequest, AppliedPolicies, Decision } from '../evaluate/types.ts';
import { callerOf } from '../principal/caller.ts';
import {
  type PullAction,
  type PullProof,
  type PullRequest,
  type PullStep,
  pullActions,
} from './types.ts';

/**
 * Proves a whole pull: the token, then the manifest, then the layers (Amazon ECR User Guide, managed
 * policy AmazonEC2ContainerRegistryPullOnly; BatchCheckLayerAvailability belongs to pushes). It stops
 * at the first step that fails and says which layer, and which Deny, is to blame.
 */
export function provePull(request: PullRequest, policies: AppliedPolicies): PullProof {
  const steps: PullStep[] = [];
  for (const action of pullActions) {
    const asked = stepRequest(request, action);
    const decision = evaluate(asked, applicable(request, action, policies));
    steps.push({ action, resource: asked.resource.resource, decision });
    if (decision.decision !== 'allowed') return failure(steps, action, decision);
  }
  return { pull: 'works', steps, firstFailingAction: null, decision: 'allowed', blame: null };
}

function failure(steps: readonly PullStep[], action: PullAction, decision: Decision): PullProof {
  const [deciding] = decision.deciding;
  const policyType = decision.deniedBy ?? 'identity';
  return {
    pull: 'fails',
    steps,
    firstFailingAction: action,
    decision: decision.decision,
    blame: { policyType, sid: deciding?.sid ?? null },
  };
}

/**
 * The policies that bear on one step. RCPs are those of the organization that owns the repository: they are about its
 * resources, so not about the token, which a caller of another account gets from its own account (Organizations User
 * Guide, "Resource control policies").
 */
function applicable(
  { principal, registryId }: PullRequest,
  action: PullAction,
  policies: AppliedPolicies,
): AppliedPolicies {
  const isOwn = (callerOf(principal).account ?? registryId) === registryId;
  if (action !== 'ecr:GetAuthorizationToken' || isOwn) return policies;
  return { ...policies, rcps: undefined };
}

/** What the node asks of AWS at one step of the pull. */
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

/** The ARN of a private repository, in the partition of its region. */
export function repositoryArn(request: Omit<PullRequest, 'principal' | 'context'>): string {
  const { region, registryId, repository: name } = request;
  return arnOfRepository({ registryId, region, name });
}

/** Tags of a repository are no part of a request that is not about one. */
function withoutResourceKeys(context: ContextValues): ContextValues {
  const kept = Object.entries(context).filter(
    ([key]) => !/^(aws|ecr):resource(tag\/|account$|org)/i.test(key),
  );
  return Object.fromEntries(kept);
}
