import { accountOf } from '../../names/arn.ts';
import { LocalError } from '../errors.ts';
import type {
  OrganizationMemberRecord,
  OrganizationPolicyRecord,
  OrganizationPolicyType,
  OrganizationRecord,
  State,
} from '../state.ts';
import type { Changes, Fault } from './fault.ts';

const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

/** Faults in what an organization lays on its accounts. */
export const organizationFaults: readonly Fault[] = [
  {
    cause: 'HW0710',
    needs: ['role'],
    inject(changes, { role }, { state, clock }) {
      const account = accountOf(role);
      if (account === undefined) throw noRole(role);
      const organization = organizationOver(changes, state, account, clock.now());
      const Statement = [{ Sid: 'NoPulls', Effect: 'Deny', Action: pull, Resource: '*' }];
      putPolicy(changes, organization, 'SERVICE_CONTROL_POLICY', account, Statement);
    },
  },
  {
    cause: 'HW0711',
    needs: ['role', 'repository'],
    inject(changes, { role, repository }, { state, clock }) {
      const [account = ''] = repository.split('/');
      if (accountOf(role) === undefined) throw noRole(role);
      const organization = organizationOver(changes, state, account, clock.now());
      const Statement = [
        {
          Sid: 'OwnPrincipalsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: pull,
          Resource: '*',
          Condition: { ArnLike: { 'aws:PrincipalArn': role } },
        },
      ];
      putPolicy(changes, organization, 'RESOURCE_CONTROL_POLICY', account, Statement);
    },
  },
];

function noRole(role: string): LocalError {
  return new LocalError('CANNOT_BREAK', `"${role}" is not the ARN of a role`);
}

/** The organization of an account; where it has none, one that another account manages takes it in. */
function organizationOver(
  changes: Changes,
  state: State,
  account: string,
  now: number,
): OrganizationRecord {
  const own = state.organizationMembers.get(account);
  const found = own && state.organizations.get(own.organization);
  if (found !== undefined) {
    if (found.managementAccount === account) {
      throw new LocalError(
        'CANNOT_BREAK',
        `${account} is the management account of ${found.id}: no policy of an organization limits it`,
      );
    }
    return found;
  }
  const organization: OrganizationRecord = {
    id: `o-${account}`,
    managementAccount: managementAccount,
    rootId: `r-${account.slice(-4)}`,
    policyTypes: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'],
    createdAt: now,
  };
  changes.put('organizations.organizations', organization.id, organization);
  for (const [id, name] of [
    [managementAccount, 'management'],
    [account, 'member'],
  ] as const) {
    const member: OrganizationMemberRecord = {
      id,
      kind: 'account',
      organization: organization.id,
      parent: organization.rootId,
      name,
      joinedAt: now,
    };
    changes.put('organizations.members', id, member);
  }
  return organization;
}

/** Manages the organizations that faults make. */
const managementAccount = '999900001111';

function putPolicy(
  changes: Changes,
  { id: organization }: OrganizationRecord,
  type: OrganizationPolicyType,
  account: string,
  Statement: readonly object[],
): void {
  const id = type === 'SERVICE_CONTROL_POLICY' ? 'p-nopulls1' : 'p-nopulls2';
  const policy: OrganizationPolicyRecord = {
    id,
    organization,
    type,
    name: type === 'SERVICE_CONTROL_POLICY' ? 'no-pulls' : 'own-principals-only',
    description: '',
    content: JSON.stringify({ Version: '2012-10-17', Statement }),
    targets: [account],
  };
  changes.put('organizations.policies', id, policy);
}
