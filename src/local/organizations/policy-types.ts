import type {
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
} from '../state.ts';
import type { Organizations } from './membership.ts';

const content = {
  SERVICE_CONTROL_POLICY: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
  RESOURCE_CONTROL_POLICY: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  }),
};

/** The policy of a type that AWS keeps, which allows everything. */
export const fullAccessId = {
  SERVICE_CONTROL_POLICY: 'p-FullAWSAccess',
  RESOURCE_CONTROL_POLICY: 'p-RCPFullAWSAccess',
} as const;

export function policyKey(organizationId: string, id: string): string {
  return `${organizationId}/${id}`;
}

/** Enables a type of policy: AWS's own of that type is then attached everywhere (Organizations User Guide, "Enabling a policy type"). */
export function enablePolicyType(
  state: Organizations,
  organization: OrganizationRecord,
  type: OrganizationPolicyType,
): OrganizationRecord {
  const enabled: OrganizationRecord = {
    ...organization,
    enabledPolicyTypes: [...organization.enabledPolicyTypes, type],
  };
  state.organizations.put(enabled.id, enabled);
  const own = ({ document }: { document: { organizationId: string; id: string } }) =>
    document.organizationId === organization.id ? [document.id] : [];
  const targets = [
    organization.rootId,
    ...state.organizationalUnits.list().flatMap(own),
    ...state.memberAccounts.list().flatMap(own),
  ];
  const id = fullAccessId[type];
  const policy: OrganizationPolicyRecord = {
    organizationId: organization.id,
    id,
    name: id.slice('p-'.length),
    description: 'Allows access to every operation',
    type,
    content: content[type],
    isAwsManaged: true,
    targets,
    tags: {},
  };
  state.organizationPolicies.put(policyKey(organization.id, id), policy);
  return enabled;
}

/** Attaches AWS's own policy of each enabled type to a new unit or account. */
export function attachFullAccess(
  state: Organizations,
  { id, enabledPolicyTypes }: OrganizationRecord,
  target: string,
): void {
  for (const type of enabledPolicyTypes) {
    const key = policyKey(id, fullAccessId[type]);
    const policy = state.organizationPolicies.get(key);
    if (policy === undefined) continue;
    state.organizationPolicies.put(key, { ...policy, targets: [...policy.targets, target] });
  }
}

/** Detaches every policy of an organization from what is gone. */
export function detachAll(state: Organizations, organizationId: string, target: string): void {
  for (const { key, document } of state.organizationPolicies.list({
    prefix: `${organizationId}/`,
  })) {
    if (!document.targets.includes(target)) continue;
    const targets = document.targets.filter((id) => id !== target);
    state.organizationPolicies.put(key, { ...document, targets });
  }
}
