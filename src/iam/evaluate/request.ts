import { worksOnNoResource } from '../actions/lookup.ts';
import type { RequestState } from '../compile-statement.ts';
import { RequestContext } from '../condition/context.ts';
import { splitArn } from '../match/arn.ts';
import { type Caller, callerOf } from '../principal/caller.ts';
import { derivedKey } from '../principal/derived.ts';
import type { AccessRequest } from './types.ts';

/** A request made ready for the layers. */
export interface OpenRequest extends RequestState {
  /** Whether the caller's account is also the resource's; an action on no resource is the caller's own. */
  readonly sameAccount: boolean;
  /** RCPs are those of the resource's account; an action on no resource is under the caller's own. */
  readonly rcpsApply: boolean;
}

export function openRequest(request: AccessRequest, hasBoundary: boolean): OpenRequest {
  const caller = callerOf(request.principal);
  return openRequestOf(caller, request, hasBoundary);
}

/** The same for a caller that is known already, such as an identity provider. */
export function openRequestOf(
  caller: Caller,
  request: AccessRequest,
  hasBoundary: boolean,
): OpenRequest {
  const { resource, accountId } = request.resource;
  const lowerAction = request.action.toLowerCase();
  const noResource = worksOnNoResource(lowerAction);
  const context = new RequestContext(request.context, (key) => derivedKey(key, caller, accountId));
  return {
    lowerAction,
    noResource,
    resource: { arn: resource, parts: splitArn(resource) },
    caller,
    hasBoundary,
    context,
    resolve: (key) => context.single(key),
    rcpsApply: !noResource || caller.account === accountId,
    sameAccount: caller.account !== undefined && (noResource || caller.account === accountId),
  };
}
