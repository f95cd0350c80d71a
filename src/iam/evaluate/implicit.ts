import { Naming } from '../principal/match.ts';
import type { LayerFinding } from './layer.ts';
import type { OpenRequest } from './request.ts';
import type { PolicyType } from './types.ts';

/** The results of all layers; those that do not apply to the request are undefined. */
export interface Findings {
  readonly identity: LayerFinding;
  readonly resource: LayerFinding | undefined;
  readonly boundary: LayerFinding | undefined;
  readonly session: LayerFinding | undefined;
  readonly scp: LayerFinding | undefined;
  readonly rcp: LayerFinding | undefined;
  readonly vpce: LayerFinding | undefined;
}

/**
 * The layer that lacks an Allow, or undefined when the request is allowed. This is the flow of the IAM User
 * Guide ("How AWS enforcement code logic evaluates requests") after no Deny was found.
 *
 * Within one account, an Allow in a resource policy counts by how it names the caller. Named itself (or as
 * everyone): nothing else needs to allow. Named by the role or user of the session: the boundary and the
 * session policy still limit it. Named by account: the identity's own policies must allow. Across accounts both
 * sides must allow, however the caller is named.
 */
export function lackingLayer(
  request: OpenRequest,
  found: Findings,
  resourceMustAllow: boolean,
): PolicyType | undefined {
  if (found.scp?.everyLevelAllows === false) return 'scp';
  if (found.vpce?.allows.length === 0) return 'vpce';
  const { caller, sameAccount } = request;
  const granted = found.resource?.naming ?? Naming.none;
  if (caller.account === undefined) {
    return granted === Naming.none ? (request.noResource ? 'identity' : 'resource') : undefined;
  }
  if (!sameAccount) {
    return lackingAtCaller(request, found) ?? (granted === Naming.none ? 'resource' : undefined);
  }
  if (resourceMustAllow && granted === Naming.none) return 'resource';
  if (caller.type === 'root' || granted === Naming.itself) return undefined;
  if (granted === Naming.behind) return lackingLimit(request, found);
  return lackingAtCaller(request, found);
}

/** The caller's own side: identity policies, within boundary and session policy. */
function lackingAtCaller(request: OpenRequest, found: Findings): PolicyType | undefined {
  if (request.caller.type === 'root') return undefined;
  if (found.identity.allows.length === 0) return 'identity';
  return lackingLimit(request, found);
}

/** A federated user has no permissions without a session policy; a role session needs none. */
function lackingLimit(request: OpenRequest, found: Findings): PolicyType | undefined {
  if (found.boundary?.allows.length === 0) return 'boundary';
  if (found.session === undefined) {
    return request.caller.type === 'federated-user' ? 'session' : undefined;
  }
  return found.session.allows.length === 0 ? 'session' : undefined;
}
