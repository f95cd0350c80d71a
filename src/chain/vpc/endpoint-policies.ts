import {
  assuming,
  type CompiledPolicy,
  compilePolicy,
  type Decision,
  evaluate,
  type UnseenCondition,
  unseenConditions,
} from '../../iam/index.ts';
import { compiledDocument } from '../compiled-document.ts';
import type { EndpointRequest } from './endpoint-requests.ts';

const Version = '2012-10-17';
const allowed = { Effect: 'Allow', Action: '*', Resource: '*' };
const allowAll = compilePolicy({ Version, Statement: allowed }, 'identity');
const grantToAll = compilePolicy(
  { Version, Statement: { Effect: 'Allow', Principal: '*', Action: '*' } },
  'resource',
);
/** What an endpoint has that was made without a policy (AWS PrivateLink guide, "Default endpoint policy"). */
const everything = JSON.stringify({ Version, Statement: { ...allowed, Principal: '*' } });

/** @throws PolicyError */
export function compileEndpointPolicy(document: string): CompiledPolicy {
  return compiledDocument(document === '' ? everything : document, 'vpce');
}

/** Whether an endpoint policy lets a request through, as if all other policies did; or what decides and was not seen. */
export type EndpointDecision =
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'unseen'; readonly conditions: readonly UnseenCondition[] };

export function decideAtEndpoint(
  policy: CompiledPolicy,
  { request, isUnseen }: EndpointRequest,
): EndpointDecision {
  const decide = (side: 'favour' | 'against') =>
    evaluate(request, {
      identity: [allowAll],
      resource: grantToAll,
      vpce: [assuming(policy, isUnseen, side)],
    });
  const decision = decide('favour');
  if (decision.decision !== 'allowed' || decide('against').decision === 'allowed') {
    return { kind: 'decided', decision };
  }
  return { kind: 'unseen', conditions: unseenConditions(policy, request.action, isUnseen) };
}

/** Whether it allows everybody everything, so that nothing has to be known of who asks. */
export function isOpenToAll({ statements }: CompiledPolicy): boolean {
  return (
    statements.every(({ allows }) => allows) &&
    statements.some(
      ({ source }) =>
        source.resources?.includes('*') === true &&
        source.actions?.includes('*') === true &&
        source.conditions.length === 0 &&
        source.principals?.some(({ value }) => value === '*') === true,
    )
  );
}
