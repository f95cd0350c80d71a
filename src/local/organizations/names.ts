import { randomBytes } from 'node:crypto';
import type {
  MemberAccountRecord,
  OrganizationalUnitRecord,
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
} from '../state.ts';

const letters = '0123456789abcdefghijklmnopqrstuvwxyz';

function random(length: number): string {
  return [...randomBytes(length)].map((byte) => letters[byte % letters.length]).join('');
}

export const newOrganizationId = (): string => `o-${random(10)}`;
export const newRootId = (): string => `r-${random(4)}`;
export const newPolicyId = (): string => `p-${random(8)}`;
/** The id of a request for an account has the account in it. */
export const newRequestId = (accountId: string): string => `car-${accountId}${random(20)}`;
export const requestedAccount = (requestId: string): string => requestId.slice(4, 16);
export const newAccountId = (): string =>
  [...randomBytes(12)].map((byte, at) => (at === 0 ? 1 + (byte % 9) : byte % 10)).join('');
/** A unit's id has the root's in it. */
export const newUnitId = (rootId: string): string => `ou-${rootId.slice(2)}-${random(8)}`;

function prefix({ id, managementAccountId }: OrganizationRecord): (kind: string) => string {
  return (kind) => `arn:aws:organizations::${managementAccountId}:${kind}/${id}`;
}

export const organizationArn = (organization: OrganizationRecord): string =>
  prefix(organization)('organization');
export const rootArn = (organization: OrganizationRecord): string =>
  `${prefix(organization)('root')}/${organization.rootId}`;
export const unitArn = (
  organization: OrganizationRecord,
  { id }: Pick<OrganizationalUnitRecord, 'id'>,
): string => `${prefix(organization)('ou')}/${id}`;
export const accountArn = (
  organization: OrganizationRecord,
  { id }: Pick<MemberAccountRecord, 'id'>,
): string => `${prefix(organization)('account')}/${id}`;

const kinds: Readonly<Record<OrganizationPolicyType, string>> = {
  SERVICE_CONTROL_POLICY: 'service_control_policy',
  RESOURCE_CONTROL_POLICY: 'resource_control_policy',
};

export function policyArn(
  organization: OrganizationRecord,
  { id, type, isAwsManaged }: OrganizationPolicyRecord,
): string {
  return isAwsManaged
    ? `arn:aws:organizations::aws:policy/${kinds[type]}/${id}`
    : `${prefix(organization)('policy')}/${kinds[type]}/${id}`;
}
