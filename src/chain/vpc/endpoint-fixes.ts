import type { PlannedChange } from '../../actions/index.ts';
import type { CompiledPolicy, DecidingStatement } from '../../iam/index.ts';
import type { VpcEndpoint } from '../../network/index.ts';
import { type EditableDocument, extended, readDocument, withoutPull } from '../../pull/index.ts';
import { inAccount, type VpcContext } from './context.ts';
import { compileEndpointPolicy, decideAtEndpoint } from './endpoint-policies.ts';
import type { EndpointRequest } from './endpoint-requests.ts';

/** Who is let through where an endpoint policy has to allow more: a role, or everybody where AWS itself asks. */
type Principal = '*' | { readonly AWS: string };

/** For whom a policy is opened, and for the pull of what. */
export interface Puller {
  readonly roleArn: string;
  readonly repositoryArn: string;
}

/** A policy that lets through what is asked, and what its Denies do no longer. */
export interface OpenedPolicy {
  readonly document: EditableDocument;
  readonly lost: string | undefined;
}

/**
 * The policy of an endpoint with what is asked let through: Denies narrowed, then what is not allowed added.
 * @param puller undefined where AWS itself asks.
 */
export function openedPolicy(
  endpoint: VpcEndpoint,
  asked: readonly EndpointRequest[],
  puller: Puller | undefined,
): OpenedPolicy | undefined {
  let document = readDocument(endpoint.policyDocument);
  let lost: string | undefined;
  for (let step = document.Statement.length; step >= 0; step--) {
    const policy = compileEndpointPolicy(JSON.stringify(document));
    const refused = refusedBy(policy, asked);
    const [first] = refused;
    if (first === undefined) return { document, lost };
    const denied = refused.find(({ deny: one }) => one !== undefined);
    if (denied?.deny === undefined) {
      const Principal: Principal = puller === undefined ? '*' : { AWS: puller.roleArn };
      return { document: extended(document, ...statementsFor(refused, Principal)), lost };
    }
    const narrowed = narrowedFor(puller, document, denied.deny.statement, denied.asked, asked);
    if (narrowed === undefined) return undefined;
    document = narrowed.document;
    lost = [lost, narrowed.lost].filter((one) => one !== undefined).join(' ') || undefined;
  }
  return undefined;
}

function narrowedFor(
  puller: Puller | undefined,
  document: EditableDocument,
  statement: number,
  { request: { action } }: EndpointRequest,
  asked: readonly EndpointRequest[],
): OpenedPolicy | undefined {
  if (puller !== undefined) {
    const whom = { ...puller, action, ofRoleAlone: false, mayHaveNotAction: true };
    return withoutPull(document, statement, whom);
  }
  const narrowed = withoutResource(document, statement, asked);
  return narrowed && { document: narrowed, lost: undefined };
}

interface Refused {
  readonly asked: EndpointRequest;
  readonly deny: DecidingStatement | undefined;
}

function refusedBy(policy: CompiledPolicy, asked: readonly EndpointRequest[]): Refused[] {
  return asked.flatMap((one): Refused[] => {
    const found = decideAtEndpoint(policy, one);
    if (found.kind === 'unseen' || found.decision.decision === 'allowed') return [];
    return [{ asked: one, deny: found.decision.deciding[0] }];
  });
}

/** One statement for each resource. */
function statementsFor(refused: readonly Refused[], Principal: Principal): object[] {
  const actions = new Map<string, string[]>();
  for (const { asked } of refused) {
    const { action, resource } = asked.request;
    actions.set(resource.resource, [...(actions.get(resource.resource) ?? []), action]);
  }
  return [...actions].map(([Resource, all]) => ({
    Effect: 'Allow',
    Principal,
    Action: all.length === 1 ? all[0] : all,
    Resource,
  }));
}

/** Takes the layers out of a Deny that is about everything; undefined for one that names its resources. */
function withoutResource(
  document: EditableDocument,
  statement: number,
  asked: readonly EndpointRequest[],
): EditableDocument | undefined {
  const found = document.Statement[statement] as { readonly Resource?: unknown } | undefined;
  const [resource] = asked.map(({ request }) => request.resource.resource);
  if (found === undefined || resource === undefined) return undefined;
  if ([found.Resource].flat().join() !== '*') return undefined;
  const { Resource: _everything, ...rest } = found;
  const narrowed = { ...rest, NotResource: resource };
  return {
    ...document,
    Statement: document.Statement.map((one, at) => (at === statement ? narrowed : one)),
  };
}

export function setEndpointPolicy(
  context: VpcContext,
  { vpcEndpointId, policyDocument }: VpcEndpoint,
  document: EditableDocument,
): PlannedChange {
  return {
    ...inAccount(context),
    kind: 'set-vpc-endpoint-policy',
    vpcEndpointId,
    document,
    before: readDocument(policyDocument),
  };
}
