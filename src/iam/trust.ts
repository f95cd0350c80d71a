import { accountOf } from '../names/arn.ts';
import type { CompiledPolicy } from './compile.ts';
import type { ContextValues } from './condition/context.ts';
import { decide, judge } from './evaluate/evaluate.ts';
import { openRequestOf } from './evaluate/request.ts';
import type { AppliedPolicies, DecidingStatement, Decision } from './evaluate/types.ts';
import { type Caller, callerOf } from './principal/caller.ts';

/** Someone who wants to assume a role. */
export interface TrustRequest {
  readonly principal: {
    /**
     * AWS: the caller's ARN. Federated: the ARN of the OIDC provider, or a built-in one such as
     * `cognito-identity.amazonaws.com`. Service: the host name, such as `pods.eks.amazonaws.com`.
     */
    readonly type: 'AWS' | 'Federated' | 'Service';
    readonly value: string;
  };
  /** `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession`, ... SAML is not modelled. */
  readonly action: string;
  readonly roleArn: string;
  readonly context: ContextValues;
}

const noPolicies: AppliedPolicies = { identity: [] };

/**
 * Decides whether a role may be assumed (IAM User Guide, "Granting a user permissions to switch
 * roles" and "Policy evaluation logic"):
 *
 * - the trust policy must allow, in the same account too;
 * - a trust policy that names the account hands over to the caller's identity policies;
 * - one that names the caller itself is enough within the account;
 * - across accounts the caller's own policies must allow as well;
 * - identity providers and services have no policies, the trust policy alone decides.
 *
 * `caller` holds the policies on the caller's side; its `resource` is ignored.
 */
export function evaluateTrust(
  request: TrustRequest,
  trust: CompiledPolicy,
  caller: AppliedPolicies = noPolicies,
): Decision {
  const { principal, action, roleArn, context } = request;
  const access = {
    principal: principal.value,
    action,
    resource: { resource: roleArn, accountId: accountOf(roleArn) ?? '' },
    context,
  };
  const open = openRequestOf(trustCaller(request), access, caller.boundary !== undefined);
  const found = judge(open, { ...caller, resource: trust });
  const decision = decide(access, open, found, true);
  return asTrust(decision, request);
}

function trustCaller({ principal: { type, value } }: TrustRequest): Caller {
  const caller = callerOf(value);
  if (type === 'AWS') return caller;
  const kind = type === 'Service' ? 'service' : 'federated';
  return { ...caller, type: kind, id: value, account: undefined, principalArn: undefined };
}

/** The resource layer of a role is its trust policy; it is called so in the answer. */
function asTrust(decision: Decision, request: TrustRequest): Decision {
  const deciding = decision.deciding.map(
    (one): DecidingStatement =>
      one.policyType === 'resource' ? { ...one, policyType: 'trust' } : one,
  );
  if (decision.decision === 'allowed') return { ...decision, deciding };
  const deniedBy = decision.deniedBy === 'resource' ? 'trust' : decision.deniedBy;
  return {
    ...decision,
    deciding,
    ...(deniedBy && { deniedBy }),
    message: message(decision, request),
  };
}

/** STS tells identity providers no more than this; to AWS callers it gives the usual text. */
function message(decision: Decision, { principal, action }: TrustRequest): string {
  if (principal.type !== 'AWS') return `Not authorized to perform ${action}`;
  return (decision.message ?? '')
    .replace('resource-based policy', 'role trust policy')
    .replace('in a role trust policy', 'in the role trust policy');
}
