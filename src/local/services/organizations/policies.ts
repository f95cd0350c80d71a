import { PolicyError, validatePolicyText } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { policiesOf } from '../../organizations/membership.ts';
import { accountArn, newPolicyId, policyArn, rootArn, unitArn } from '../../organizations/names.ts';
import { policyKey } from '../../organizations/policy-types.ts';
import type {
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
} from '../../state.ts';
import { tagRecord } from './accounts.ts';
import { organizationErrors } from './errors.ts';
import { forManagement, type Paging, pageOf } from './operation.ts';
import type { Outputs, PolicySummary, PolicyTargetSummary } from './outputs.generated.ts';

function summary(
  organization: OrganizationRecord,
  policy: OrganizationPolicyRecord,
): PolicySummary {
  return {
    Id: policy.id,
    Arn: policyArn(organization, policy),
    Name: policy.name,
    Description: policy.description,
    Type: policy.type,
    AwsManaged: policy.isAwsManaged,
  };
}

function render(organization: OrganizationRecord, policy: OrganizationPolicyRecord) {
  return { Policy: { PolicySummary: summary(organization, policy), Content: policy.content } };
}

const kinds = { SERVICE_CONTROL_POLICY: 'scp', RESOURCE_CONTROL_POLICY: 'rcp' } as const;

function checkContent(text: string, type: OrganizationPolicyType): void {
  const kind = kinds[type];
  if (kind === undefined) {
    throw organizationErrors.invalid(`The local AWS has no policies of the type ${type}.`);
  }
  try {
    validatePolicyText(text, kind);
  } catch (error) {
    if (error instanceof PolicyError) throw organizationErrors.malformedPolicy(error.message);
    throw error;
  }
}

function save({ core }: Call, policy: OrganizationPolicyRecord): void {
  core.state.organizationPolicies.put(policyKey(policy.organizationId, policy.id), policy);
}

function requirePolicy(
  { core }: Call,
  { id: organizationId }: OrganizationRecord,
  id: string,
): OrganizationPolicyRecord {
  const found = core.state.organizationPolicies.get(policyKey(organizationId, id));
  if (found === undefined) throw organizationErrors.noPolicy();
  return found;
}

interface CreatePolicy {
  readonly Content: string;
  readonly Description: string;
  readonly Name: string;
  readonly Type: OrganizationPolicyType;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

const create = forManagement<CreatePolicy, Outputs['CreatePolicy']>(
  'CreatePolicy',
  (input, organization, call) => {
    checkContent(input.Content, input.Type);
    requireNameFree(call, organization, input.Name);
    const policy: OrganizationPolicyRecord = {
      organizationId: organization.id,
      id: newPolicyId(),
      name: input.Name,
      description: input.Description,
      type: input.Type,
      content: input.Content,
      isAwsManaged: false,
      targets: [],
      tags: tagRecord(input.Tags),
    };
    save(call, policy);
    return render(organization, policy);
  },
);

function requireNameFree({ core }: Call, { id }: OrganizationRecord, name: string): void {
  if (policiesOf(core.state, id).some((policy) => policy.name === name)) {
    throw organizationErrors.duplicatePolicy();
  }
}

interface OnePolicy {
  readonly PolicyId: string;
}

const describe = forManagement<OnePolicy, Outputs['DescribePolicy']>(
  'DescribePolicy',
  ({ PolicyId }, organization, call) =>
    render(organization, requirePolicy(call, organization, PolicyId)),
);

interface UpdatePolicy extends OnePolicy {
  readonly Name?: string;
  readonly Description?: string;
  readonly Content?: string;
}

const update = forManagement<UpdatePolicy, Outputs['UpdatePolicy']>(
  'UpdatePolicy',
  ({ PolicyId, Name, Description, Content }, organization, call) => {
    const policy = requirePolicy(call, organization, PolicyId);
    if (policy.isAwsManaged) throw organizationErrors.managedPolicy();
    if (Content !== undefined) checkContent(Content, policy.type);
    if (Name !== undefined && Name !== policy.name) requireNameFree(call, organization, Name);
    const changed: OrganizationPolicyRecord = {
      ...policy,
      name: Name ?? policy.name,
      description: Description ?? policy.description,
      content: Content ?? policy.content,
    };
    save(call, changed);
    return render(organization, changed);
  },
);

const remove = forManagement<OnePolicy, Outputs['DeletePolicy']>(
  'DeletePolicy',
  ({ PolicyId }, organization, call) => {
    const policy = requirePolicy(call, organization, PolicyId);
    if (policy.isAwsManaged) throw organizationErrors.managedPolicy();
    if (policy.targets.length > 0) throw organizationErrors.policyInUse();
    call.core.state.organizationPolicies.delete(policyKey(organization.id, PolicyId));
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
  const { organizationalUnits, memberAccounts } = core.state;
  if (id === organization.rootId) {
    return { TargetId: id, Arn: rootArn(organization), Name: 'Root', Type: 'ROOT' };
  }
  const unit = organizationalUnits.get(id);
  if (unit?.organizationId === organization.id) {
    const Arn = unitArn(organization, unit);
    return { TargetId: id, Arn, Name: unit.name, Type: 'ORGANIZATIONAL_UNIT' };
  }
  const member = memberAccounts.get(id);
  if (member?.organizationId === organization.id) {
    const Arn = accountArn(organization, member);
    return { TargetId: id, Arn, Name: member.name, Type: 'ACCOUNT' };
  }
  throw organizationErrors.noTarget();
}

const attach = forManagement<Attachment, Outputs['AttachPolicy']>(
  'AttachPolicy',
  ({ PolicyId, TargetId }, organization, call) => {
    const policy = requirePolicy(call, organization, PolicyId);
    requireTarget(call, organization, TargetId);
    if (!organization.enabledPolicyTypes.includes(policy.type)) {
      throw organizationErrors.typeNotEnabled();
    }
    if (policy.targets.includes(TargetId)) throw organizationErrors.duplicateAttachment();
    save(call, { ...policy, targets: [...policy.targets, TargetId] });
    return {};
  },
);

/** Something with SCPs keeps at least one; AWS's own RCP stays attached everywhere. */
const detach = forManagement<Attachment, Outputs['DetachPolicy']>(
  'DetachPolicy',
  ({ PolicyId, TargetId }, organization, call) => {
    const policy = requirePolicy(call, organization, PolicyId);
    requireTarget(call, organization, TargetId);
    if (!policy.targets.includes(TargetId)) throw organizationErrors.notAttached();
    const others = policiesOf(call.core.state, organization.id).filter(
      ({ id, type, targets }) =>
        id !== PolicyId && type === policy.type && targets.includes(TargetId),
    );
    const mustStay = policy.type === 'RESOURCE_CONTROL_POLICY' && policy.isAwsManaged;
    if (others.length === 0 || mustStay) throw organizationErrors.lastPolicy();
    save(call, { ...policy, targets: policy.targets.filter((id) => id !== TargetId) });
    return {};
  },
);

interface OfType extends Paging {
  readonly Filter: string;
}

const list = forManagement<OfType, Outputs['ListPolicies']>(
  'ListPolicies',
  (input, organization, { core }) => {
    const all = policiesOf(core.state, organization.id).filter(({ type }) => type === input.Filter);
    const { items, NextToken } = pageOf(all, input);
    return { Policies: items.map((policy) => summary(organization, policy)), NextToken };
  },
);

const listForTarget = forManagement<
  OfType & { readonly TargetId: string },
  Outputs['ListPoliciesForTarget']
>('ListPoliciesForTarget', (input, organization, call) => {
  requireTarget(call, organization, input.TargetId);
  const all = policiesOf(call.core.state, organization.id).filter(
    ({ type, targets }) => type === input.Filter && targets.includes(input.TargetId),
  );
  const { items, NextToken } = pageOf(all, input);
  return { Policies: items.map((policy) => summary(organization, policy)), NextToken };
});

const listTargets = forManagement<OnePolicy & Paging, Outputs['ListTargetsForPolicy']>(
  'ListTargetsForPolicy',
  (input, organization, call) => {
    const { targets } = requirePolicy(call, organization, input.PolicyId);
    const { items, NextToken } = pageOf(targets, input);
    return { Targets: items.map((id) => requireTarget(call, organization, id)), NextToken };
  },
);

const listTags = forManagement<{ readonly ResourceId: string }, Outputs['ListTagsForResource']>(
  'ListTagsForResource',
  ({ ResourceId }, organization, { core }) => {
    const { organizationalUnits, memberAccounts, organizationPolicies } = core.state;
    const found =
      organizationalUnits.get(ResourceId) ??
      memberAccounts.get(ResourceId) ??
      organizationPolicies.get(policyKey(organization.id, ResourceId));
    const isRoot = ResourceId === organization.rootId;
    if (!isRoot && found?.organizationId !== organization.id) throw organizationErrors.noTarget();
    const tags = Object.entries(found?.tags ?? {});
    return { Tags: tags.map(([Key, Value]) => ({ Key, Value })), NextToken: undefined };
  },
);

export const policyOperations: Readonly<Record<string, Operation>> = {
  CreatePolicy: create,
  DescribePolicy: describe,
  UpdatePolicy: update,
  DeletePolicy: remove,
  AttachPolicy: attach,
  DetachPolicy: detach,
  ListPolicies: list,
  ListPoliciesForTarget: listForTarget,
  ListTargetsForPolicy: listTargets,
  ListTagsForResource: listTags,
};
