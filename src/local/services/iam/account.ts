import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { ownArns, recordsOf } from './account-records.ts';
import { type Detail, detailsPage } from './authorization-details.ts';
import type { Outputs } from './outputs.generated.ts';
import { principal, principalArn } from './principals.ts';
import { isRootsOwn, userNameOf } from './user-names.ts';

interface OfUser {
  readonly UserName?: string;
}

interface Paging {
  readonly MaxItems?: number;
  readonly Marker?: string;
  readonly Filter?: readonly string[];
}

const onUser = (action: string) => (input: OfUser, call: Call) => [
  {
    action: `iam:${action}`,
    resource: isRootsOwn(input, call)
      ? call.caller.arn
      : principalArn('User', named(input, call), call),
    accountId: call.caller.accountId,
  },
];

/** A list of something that users can have on AWS but not here; clients request it before they delete a user. */
const emptyOfUser = <Name extends keyof Outputs>(
  action: Name,
  empty: Outputs[Name],
): Readonly<Record<string, Operation>> => ({
  [action]: operation<OfUser, Outputs[Name]>({
    permissions: onUser(action),
    run(input, call) {
      if (!isRootsOwn(input, call)) principal('User', named(input, call), call);
      return empty;
    },
  }),
});

const whole = { IsTruncated: false, Marker: undefined };

function named(input: OfUser, call: Call): { UserName: string } {
  return { UserName: userNameOf(input, call) };
}

const onAccount = (action: string) => (_input: object, call: Call) => [
  { action: `iam:${action}`, resource: '*', accountId: call.caller.accountId },
];

/** The operations on an account as a whole, and those on features that the local AWS does not have. */
export const accountOperations: Record<string, Operation> = {
  ...emptyOfUser('ListGroupsForUser', { Groups: [], ...whole }),
  ...emptyOfUser('ListMFADevices', { MFADevices: [], ...whole }),
  ...emptyOfUser('ListSSHPublicKeys', { SSHPublicKeys: [], ...whole }),
  ...emptyOfUser('ListSigningCertificates', { Certificates: [], ...whole }),
  ...emptyOfUser('ListServiceSpecificCredentials', { ServiceSpecificCredentials: [], ...whole }),
  ListGroups: operation<object, Outputs['ListGroups']>({
    permissions: onAccount('ListGroups'),
    run: () => ({ Groups: [], ...whole }),
  }),
  ListVirtualMFADevices: operation<object, Outputs['ListVirtualMFADevices']>({
    permissions: onAccount('ListVirtualMFADevices'),
    run: () => ({ VirtualMFADevices: [], ...whole }),
  }),
  GetAccountSummary: operation<object, Outputs['GetAccountSummary']>({
    permissions: onAccount('GetAccountSummary'),
    run: async (_input, call) => ({ SummaryMap: await summary(call) }),
  }),
  GetAccountAuthorizationDetails: operation<Paging, Outputs['GetAccountAuthorizationDetails']>({
    permissions: onAccount('GetAccountAuthorizationDetails'),
    async run(input, call) {
      const { items, ...page } = await detailsPage(call, input, input.Filter);
      const of = (kind: Detail['kind']) =>
        items.flatMap((item) => (item.kind === kind ? [item.shown] : []));
      return {
        UserDetailList: of('User'),
        GroupDetailList: [],
        RoleDetailList: of('Role'),
        Policies: [...of('LocalManagedPolicy'), ...of('AWSManagedPolicy')],
        ...page,
      };
    },
  }),
};

/** The usage and quotas of an account (API reference, GetAccountSummary; IAM quotas). */
async function summary(call: Call): Promise<Record<string, number>> {
  const { state } = call.core;
  const { accountId } = call.caller;
  const policies = await recordsOf(call, state.policies, ownArns(call));
  const prefix = `${accountId}/`;
  return {
    Users: state.users.count(prefix),
    UsersQuota: 5_000,
    Groups: 0,
    GroupsQuota: 300,
    Roles: state.roles.count(prefix),
    RolesQuota: 1_000,
    InstanceProfiles: state.instanceProfiles.count(prefix),
    InstanceProfilesQuota: 1_000,
    Policies: policies.length,
    PoliciesQuota: 1_500,
    Providers: state.oidcProviders.count(`arn:aws:iam::${accountId}:`),
    AccessKeysPerUserQuota: 2,
    AttachedPoliciesPerRoleQuota: 10,
    AttachedPoliciesPerUserQuota: 10,
    AssumeRolePolicySizeQuota: 2_048,
    PolicySizeQuota: 6_144,
    RolePolicySizeQuota: 10_240,
    UserPolicySizeQuota: 2_048,
    VersionsPerPolicyQuota: 5,
    MFADevices: 0,
    MFADevicesInUse: 0,
    AccountMFAEnabled: 0,
    AccountAccessKeysPresent: 0,
    AccountPasswordPresent: 0,
    AccountSigningCertificatesPresent: 0,
    AttachedPoliciesPerGroupQuota: 10,
    GlobalEndpointTokenVersion: 1,
    GroupPolicySizeQuota: 5_120,
    GroupsPerUserQuota: 10,
    PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
    PolicyVersionsInUseQuota: 10_000,
    ServerCertificates: 0,
    ServerCertificatesQuota: 20,
    SigningCertificatesPerUserQuota: 2,
  };
}
