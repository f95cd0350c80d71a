import { actionFacts } from '../actions/lookup.ts';
import type { RequestState } from '../compile-statement.ts';
import { RequestContext } from '../condition/context.ts';
import { RequestedResource } from '../match/resource.ts';
import { type Caller, callerOf } from '../principal/caller.ts';
import { derivedKey } from '../principal/derived.ts';
import type { AccessRequest } from './types.ts';

/** A request prepared for the layers. */
export interface OpenRequest extends RequestState {
  /** Whether the resource is in the caller's account; an action without a resource is. */
  readonly sameAccount: boolean;
  /**
   * RCPs apply to certain services, and not to service-linked roles. They are those of the resource's account;
   * an action without a resource is under those of the caller.
   */
  readonly rcpsApply: boolean;
}

export function openRequest(request: AccessRequest, hasBoundary: boolean): OpenRequest {
  const caller = callerOf(request.principal);
  return openRequestOf(caller, request, hasBoundary);
}

/** The same for a caller that is already parsed, such as an identity provider. */
export function openRequestOf(
  caller: Caller,
  request: AccessRequest,
  hasBoundary: boolean,
): OpenRequest {
  const { resource, accountId } = request.resource;
  const { lower: lowerAction, noResource, underRcp } = actionFacts(request.action);
  const context = new RequestContext(request.context, (key) => derivedKey(key, caller, accountId));
  return {
    lowerAction,
    noResource,
    resource: new RequestedResource(resource),
    caller,
    hasBoundary,
    context,
    resolve: (key) => context.single(key),
    rcpsApply: underRcp && !caller.serviceLinked && (!noResource || caller.account === accountId),
    sameAccount: caller.account !== undefined && (noResource || caller.account === accountId),
  };
}
