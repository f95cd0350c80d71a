import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { fullAccess, fullResourceAccess, policiesOf } from '../../organizations.ts';
import type {
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
} from '../../state.ts';
import { randomId } from './create-organization.ts';
import { organizationErrors } from './errors.ts';
import { arnIn, forManagement, type Paging, pageOf } from './organization.ts';
import type { Outputs, PolicyTargetSummary } from './outputs.generated.ts';
import { checked, find, managedByAws, rendered, summary } from './policies.ts';
import { quotas } from './quotas.ts';

function ownPolicies({ core }: Call, { id }: OrganizationRecord): OrganizationPolicyRecord[] {
  return core.state.organizationPolicies
    .list()
    .map(({ document }) => document)
    .filter(({ organization }) => organization === id);
}

interface CreatePolicy {
  readonly Content: string;
  readonly Description: string;
  readonly Name: string;
  readonly Type: OrganizationPolicyType;
}

const create = forManagement<CreatePolicy, Outputs['CreatePolicy']>(
  'CreatePolicy',
  ({ Content, Description, Name, Type }, organization, call) => {
    if (!managedByAws.some(({ type }) => type === Type)) {
      throw organizationErrors.invalid(`The local AWS has no policies of the type ${Type}.`);
    }
    const own = ownPolicies(call, organization);
    if ([...managedByAws, ...own].some(({ name }) => name === Name)) {
      throw organizationErrors.duplicatePolicy();
    }
    if (own.filter(({ type }) => type === Type).length >= quotas.policies[Type]) {
      throw organizationErrors.tooManyPolicies();
    }
    const policy: OrganizationPolicyRecord = {
      id: `p-${randomId(8)}`,
      organization: organization.id,
      type: Type,
      name: Name,
      description: Description,
      content: checked(Content, Type),
      targets: [],
    };
    call.core.state.organizationPolicies.put(policy.id, policy);
    return { Policy: rendered(organization, policy) };
  },
);

interface OnePolicy {
  readonly PolicyId: string;
}

const remove = forManagement<OnePolicy, Outputs['DeletePolicy']>(
  'DeletePolicy',
  ({ PolicyId }, organization, call) => {
    find(call, organization, PolicyId);
    const { organizationPolicies } = call.core.state;
    const own = organizationPolicies.get(PolicyId);
    if (own === undefined) throw organizationErrors.managedByAws();
    if (own.targets.length > 0) throw organizationErrors.policyInUse();
    organizationPolicies.delete(PolicyId);
    return {};
  },
);

interface Attachment extends OnePolicy {
  readonly TargetId: string;
}

/** The root, unit or account of an id. @throws AwsError `TargetNotFoundException`. */
function requireTarget(
  { core }: Call,
  organization: OrganizationRecord,
  id: string,
): PolicyTargetSummary {
  if (id === organization.rootId) {
    return { TargetId: id, Arn: arnIn(organization, 'root', id), Name: 'Root', Type: 'ROOT' };
  }
  const member = core.state.organizationMembers.get(id);
  if (member?.organization !== organization.id) throw organizationErrors.targetNotFound(id);
  const [type, Type] =
    member.kind === 'unit'
      ? (['ou', 'ORGANIZATIONAL_UNIT'] as const)
      : (['account', 'ACCOUNT'] as const);
  return { TargetId: id, Arn: arnIn(organization, type, id), Name: member.name, Type };
}

function isAttached(call: Call, policyId: string, type: OrganizationPolicyType, target: string) {
  return policiesOf(call.core.state, target, type).some(({ id }) => id === policyId);
}

const attach = forManagement<Attachment, Outputs['AttachPolicy']>(
  'AttachPolicy',
  ({ PolicyId, TargetId }, organization, call) => {
    const { type } = find(call, organization, PolicyId);
    requireTarget(call, organization, TargetId);
    if (!organization.policyTypes.includes(type)) throw organizationErrors.typeNotEnabled();
    if (isAttached(call, PolicyId, type, TargetId)) throw organizationErrors.duplicateAttachment();
    const attached = policiesOf(call.core.state, TargetId, type);
    if (attached.length >= quotas.attached) throw organizationErrors.tooManyAttached();
    const { organizationPolicies, withoutFullAccess } = call.core.state;
    const own = organizationPolicies.get(PolicyId);
    if (own === undefined) withoutFullAccess.delete(TargetId);
    else organizationPolicies.put(PolicyId, { ...own, targets: [...own.targets, TargetId] });
    return {};
  },
);

/** What has policies of a type keeps one of them; AWS's own RCP stays attached everywhere. */
const detach = forManagement<Attachment, Outputs['DetachPolicy']>(
  'DetachPolicy',
  ({ PolicyId, TargetId }, organization, call) => {
    const { type } = find(call, organization, PolicyId);
    requireTarget(call, organization, TargetId);
    const { state } = call.core;
    if (!isAttached(call, PolicyId, type, TargetId)) throw organizationErrors.notAttached();
    const isLast = policiesOf(state, TargetId, type).length === 1;
    if (isLast || PolicyId === fullResourceAccess.id) throw organizationErrors.lastPolicy();
    const own = state.organizationPolicies.get(PolicyId);
    if (own === undefined) {
      state.withoutFullAccess.put(TargetId, { target: TargetId });
    } else {
      const targets = own.targets.filter((id) => id !== TargetId);
      state.organizationPolicies.put(PolicyId, { ...own, targets });
    }
    return {};
  },
);

const list = forManagement<Paging & { readonly Filter: string }, Outputs['ListPolicies']>(
  'ListPolicies',
  (input, organization, call) => {
    const all = [...managedByAws, ...ownPolicies(call, organization)].filter(
      ({ type }) => type === input.Filter,
    );
    const { items, NextToken } = pageOf(all, input);
    return { Policies: items.map((policy) => summary(organization, policy)), NextToken };
  },
);

const listTargets = forManagement<OnePolicy & Paging, Outputs['ListTargetsForPolicy']>(
  'ListTargetsForPolicy',
  (input, organization, call) => {
    const { id, type } = find(call, organization, input.PolicyId);
    const { state } = call.core;
    const everything = [
      organization.rootId,
      ...state.organizationMembers
        .list()
        .flatMap(({ document }) =>
          document.organization === organization.id ? [document.id] : [],
        ),
    ];
    const isByAws = id === fullAccess.id || id === fullResourceAccess.id;
    const targets = isByAws
      ? everything.filter((target) => isAttached(call, id, type, target))
      : (state.organizationPolicies.get(id)?.targets ?? []);
    const { items, NextToken } = pageOf(targets, input);
    return { Targets: items.map((target) => requireTarget(call, organization, target)), NextToken };
  },
);

export const attachmentOperations: Readonly<Record<string, Operation>> = {
  CreatePolicy: create,
  DeletePolicy: remove,
  AttachPolicy: attach,
  DetachPolicy: detach,
  ListPolicies: list,
  ListTargetsForPolicy: listTargets,
};
