// Puts the organization of a random world, and the key of its repository, into the local AWS.
import { defaultKeyPolicy, grantsFor, newKey } from '../../src/local/kms-keys.ts';
import type { KeyRecord, RepositoryRecord, State } from '../../src/local/state.ts';
import {
  documentOf,
  here,
  organization,
  region,
  repositoryName,
  type Statement,
  type World,
} from './policies.ts';

const root = 'r-cons';
const unit = 'ou-cons-11111111';

/**
 * The role's account is in a unit of the organization where it has policies over it, and the repository's likewise; an
 * organization elsewhere manages nobody.
 */
export function arrangeOrganization(state: State, { scps, rcps, owner }: World, now: number): void {
  for (const { key } of state.organizationMembers.list()) state.organizationMembers.delete(key);
  for (const { key } of state.organizationPolicies.list()) state.organizationPolicies.delete(key);
  for (const { key } of state.withoutFullAccess.list()) state.withoutFullAccess.delete(key);
  state.organizations.put(organization, {
    id: organization,
    managementAccount: '999988887777',
    rootId: root,
    policyTypes: [
      ...(scps === undefined ? [] : (['SERVICE_CONTROL_POLICY'] as const)),
      ...(rcps === undefined ? [] : (['RESOURCE_CONTROL_POLICY'] as const)),
    ],
    createdAt: now,
  });
  const members = [...(scps === undefined ? [] : [here]), ...(rcps === undefined ? [] : [owner])];
  if (members.length === 0) return;
  const common = { organization, joinedAt: now };
  state.organizationMembers.put(unit, {
    ...common,
    id: unit,
    kind: 'unit',
    parent: root,
    name: unit,
  });
  for (const id of members) {
    state.organizationMembers.put(id, { ...common, id, kind: 'account', parent: unit, name: id });
  }
  const put = (
    id: string,
    type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
    target: string,
    statements: readonly Statement[],
  ): void =>
    state.organizationPolicies.put(id, {
      id,
      organization,
      type,
      name: id,
      description: '',
      content: documentOf(statements),
      targets: [target],
    });
  for (const [at, statements] of (scps ?? []).entries()) {
    const target = at === 0 ? root : unit;
    put(`p-scp${at}`, 'SERVICE_CONTROL_POLICY', target, statements);
    state.withoutFullAccess.put(target, { target });
  }
  for (const [at, statements] of (rcps ?? []).entries()) {
    put(`p-rcp${at}`, 'RESOURCE_CONTROL_POLICY', unit, statements);
  }
}

/** @returns how the repository is encrypted. */
export function arrangeKey(
  state: State,
  { key: fault, owner }: World,
  now: number,
): RepositoryRecord['encryption'] {
  if (fault === undefined) return { encryptionType: 'AES256' };
  const arn = `arn:aws:kms:${region}:${owner}:key/00000000-0000-4000-8000-0000000000aa`;
  const repositoryArn = `arn:aws:ecr:${region}:${owner}:repository/${repositoryName}`;
  const sound: KeyRecord = { ...newKey(arn, now), grants: grantsFor(repositoryArn, region, now) };
  state.keys.put(arn, { ...sound, ...changed(fault, owner, now) });
  return { encryptionType: 'KMS', kmsKey: arn };
}

function changed(fault: World['key'], owner: string, now: number): Partial<KeyRecord> {
  const policy = (Condition: object) => {
    const { Statement, ...rest } = JSON.parse(defaultKeyPolicy(owner)) as { Statement: object[] };
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition,
    };
    return JSON.stringify({ ...rest, Statement: [...Statement, deny] });
  };
  switch (fault) {
    case 'disabled':
      return { state: 'Disabled' };
    case 'going':
      return { state: 'PendingDeletion', deletesAt: now + 86_400_000 };
    case 'no grant':
      return { grants: [] };
    case 'denies':
      return { policy: policy({}) };
    case 'denies others':
      return { policy: policy({ BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } }) };
    default:
      return {};
  }
}
