import type { CompiledPolicy } from '../compile.ts';
import { type Findings, lackingLayer } from './implicit.ts';
import { describe, judgeLayer, judgeLevels, type LayerFinding } from './layer.ts';
import { denialMessage } from './message.ts';
import { type OpenRequest, openRequest } from './request.ts';
import type {
  AccessRequest,
  AppliedPolicies,
  DecidingStatement,
  Decision,
  PolicyType,
} from './types.ts';

/**
 * Calls that no policy controls: AWS requires no permission for them and ignores a Deny (STS API reference,
 * GetCallerIdentity; IAM User Guide, "Permissions for GetSessionToken").
 */
const uncontrolled = new Set(['sts:getcalleridentity', 'sts:getsessiontoken']);

/** The order in which layers are searched for a Deny, and in which an Allow is reported. */
const denyOrder = ['scp', 'rcp', 'resource', 'identity', 'boundary', 'session', 'vpce'] as const;
const allowOrder = ['resource', 'identity', 'boundary', 'session', 'scp', 'rcp', 'vpce'] as const;

/**
 * Decides one request by all policies that apply to it (IAM User Guide, "Policy evaluation logic", same-account
 * and cross-account): an explicit Deny in any layer ends it; otherwise each layer that applies must allow.
 *
 * Never throws: policies were checked when they were compiled.
 */
export function evaluate(request: AccessRequest, policies: AppliedPolicies): Decision {
  const open = openRequest(request, policies.boundary !== undefined);
  if (uncontrolled.has(open.lowerAction) && open.caller.account !== undefined) {
    return { decision: 'allowed', deciding: [], missingContext: [] };
  }
  const found = judge(open, policies);
  return decide(request, open, found, resourceMustAllow(open));
}

/** Evaluates the request in every layer that applies to it. */
export function judge(open: OpenRequest, policies: AppliedPolicies): Findings {
  const { identity, resource, boundary, session, scps, rcps, vpce } = policies;
  const { caller, noResource } = open;
  const ofIdentity = caller.type === 'root' || caller.account === undefined ? [] : identity;
  const underScp = caller.account !== undefined && !caller.serviceLinked;
  return {
    identity: judgeLayer('identity', ofIdentity, open),
    resource: noResource ? undefined : layer('resource', resource, open),
    boundary: layer('boundary', boundary, open),
    session: layer('session', session, open),
    scp: scps && underScp ? judgeLevels('scp', scps, open) : undefined,
    rcp: rcps && open.rcpsApply ? judgeLevels('rcp', rcps, open) : undefined,
    vpce: layer('vpce', vpce, open),
  };
}

function layer(
  type: PolicyType,
  policies: CompiledPolicy | readonly CompiledPolicy[] | undefined,
  open: OpenRequest,
): LayerFinding | undefined {
  if (policies === undefined) return undefined;
  return judgeLayer(type, 'statements' in policies ? [policies] : policies, open);
}

/** Makes the decision from the results of the layers. */
export function decide(
  request: AccessRequest,
  open: OpenRequest,
  found: Findings,
  mustAllow: boolean,
): Decision {
  const missingContext = open.context.missing;
  const deniedBy = denyingLayer(found);
  if (deniedBy !== undefined) {
    const message = denialMessage(request, deniedBy, true);
    const deciding = statements(found, denyOrder, 'denies');
    return { decision: 'explicitDeny', deciding, deniedBy, missingContext, message };
  }
  const lacking = lackingLayer(open, found, mustAllow);
  if (lacking !== undefined) {
    const message = denialMessage(request, lacking, false);
    return { decision: 'implicitDeny', deciding: [], deniedBy: lacking, missingContext, message };
  }
  return { decision: 'allowed', deciding: statements(found, allowOrder, 'allows'), missingContext };
}

function denyingLayer(found: Findings): PolicyType | undefined {
  for (const type of denyOrder) {
    const layer = found[type];
    if (layer !== undefined && layer.denies.length > 0) return type;
  }
  return undefined;
}

function statements(
  found: Findings,
  order: readonly (keyof Findings)[],
  effect: 'allows' | 'denies',
): DecidingStatement[] {
  const deciding: DecidingStatement[] = [];
  for (const type of order) {
    const matches = found[type]?.[effect];
    if (matches === undefined) continue;
    for (const match of matches) deciding.push(describe(type, match));
  }
  return deciding;
}

const assuming = new Set([
  'sts:assumerole',
  'sts:assumerolewithwebidentity',
  'sts:assumerolewithsaml',
  'sts:tagsession',
  'sts:setsourceidentity',
]);

/**
 * Role trust policies and KMS key policies must allow by themselves: identity policies of the same
 * account are not enough (IAM User Guide, "Policy evaluation logic").
 */
function resourceMustAllow(open: OpenRequest): boolean {
  if (assuming.has(open.lowerAction)) return true;
  return open.lowerAction.startsWith('kms:') && open.resource.parts[5]?.startsWith('key/') === true;
}
