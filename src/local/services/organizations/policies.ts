import { compilePolicy, PolicyError } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { fullAccess, fullResourceAccess, policiesOf } from '../../organizations.ts';
import type {
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
} from '../../state.ts';
import { organizationErrors } from './errors.ts';
import { arnIn, forOrganization, managed } from './organization.ts';
import type { Outputs } from './outputs.generated.ts';
import { quotas } from './quotas.ts';

export type Shown = Pick<
  OrganizationPolicyRecord,
  'id' | 'type' | 'name' | 'description' | 'content'
>;

export const managedByAws: readonly Shown[] = [
  { ...fullAccess, type: 'SERVICE_CONTROL_POLICY' },
  { ...fullResourceAccess, type: 'RESOURCE_CONTROL_POLICY' },
];

export const policyOperations: Record<string, Operation> = {
  ListPoliciesForTarget: operation<
    { readonly TargetId: string; readonly Filter: string },
    Outputs['ListPoliciesForTarget']
  >({
    permissions: forOrganization('ListPoliciesForTarget'),
    run({ TargetId, Filter }, call) {
      const organization = managed(call);
      const { state } = call.core;
      const isThere =
        TargetId === organization.rootId ||
        state.organizationMembers.get(TargetId)?.organization === organization.id;
      if (!isThere) throw organizationErrors.targetNotFound(TargetId);
      const type = organization.policyTypes.find((one) => one === Filter);
      const attached = type === undefined ? [] : policiesOf(state, TargetId, type);
      return {
        Policies: attached.map(({ id }) => summary(organization, find(call, organization, id))),
        NextToken: undefined,
      };
    },
  }),
  DescribePolicy: operation<{ readonly PolicyId: string }, Outputs['DescribePolicy']>({
    permissions: forOrganization('DescribePolicy'),
    run({ PolicyId }, call) {
      const organization = managed(call);
      return { Policy: rendered(organization, find(call, organization, PolicyId)) };
    },
  }),
  UpdatePolicy: operation<
    {
      readonly PolicyId: string;
      readonly Name?: string;
      readonly Description?: string;
      readonly Content?: string;
    },
    Outputs['UpdatePolicy']
  >({
    permissions: forOrganization('UpdatePolicy'),
    run({ PolicyId, Name, Description, Content }, call) {
      const organization = managed(call);
      const { organizationPolicies } = call.core.state;
      find(call, organization, PolicyId);
      const found = organizationPolicies.get(PolicyId);
      if (found === undefined) throw organizationErrors.managedByAws();
      const changed = {
        ...found,
        name: Name ?? found.name,
        description: Description ?? found.description,
        content: Content === undefined ? found.content : checked(Content, found.type),
      };
      organizationPolicies.put(PolicyId, changed);
      return { Policy: rendered(organization, changed) };
    },
  }),
};

/** @throws AwsError `PolicyNotFoundException`. */
export function find({ core }: Call, { id }: OrganizationRecord, policyId: string): Shown {
  const own = core.state.organizationPolicies.get(policyId);
  const found = own?.organization === id ? own : managedByAws.find((one) => one.id === policyId);
  if (found === undefined) throw organizationErrors.policyNotFound(policyId);
  return found;
}

/** @throws AwsError `MalformedPolicyDocumentException`, `ConstraintViolationException`. */
export function checked(content: string, type: OrganizationPolicyType): string {
  if (content.length > quotas.characters) throw organizationErrors.tooLong();
  try {
    compilePolicy(content, type === 'SERVICE_CONTROL_POLICY' ? 'scp' : 'rcp');
    return content;
  } catch (error) {
    if (error instanceof PolicyError) throw organizationErrors.malformed(error.message);
    throw error;
  }
}

export function summary(organization: OrganizationRecord, { id, type, name, description }: Shown) {
  return {
    Id: id,
    Arn: arnIn(organization, 'policy', type.toLowerCase(), id),
    Name: name,
    Description: description,
    Type: type,
    AwsManaged: managedByAws.some((one) => one.id === id),
  };
}

export function rendered(organization: OrganizationRecord, policy: Shown) {
  return { PolicySummary: summary(organization, policy), Content: policy.content };
}
