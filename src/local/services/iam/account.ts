import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { noSuchEntity } from './errors.ts';
import { boundaryOf, encodedDocument, pageOf, tagList } from './naming.ts';
import { managedPolicyName } from './policy-documents.ts';
import { principal, principalArn } from './principals.ts';
import { lastUsed } from './role-last-used.ts';
import { renderRole } from './roles.ts';
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

/** A list of what a user can have on AWS and can't have here; clients ask for it before they delete a user. */
const emptyOfUser = (action: string, member: string): [string, Operation] => [
  action,
  operation<OfUser, object>({
    permissions: onUser(action),
    run(input, call) {
      if (!isRootsOwn(input, call)) principal('User', named(input, call), call);
      return { [member]: [], IsTruncated: false };
    },
  }),
];

/** Users of the local AWS have no passwords; clients look for one before they delete a user. */
const onLoginProfile = (action: string): [string, Operation] => [
  action,
  operation<OfUser, object>({
    permissions: onUser(action),
    run(input, call) {
      const { name } = principal('User', named(input, call), call);
      throw noSuchEntity(`Login Profile for User ${name} cannot be found.`);
    },
  }),
];

function named(input: OfUser, call: Call): { UserName: string } {
  return { UserName: userNameOf(input, call) };
}

const onAccount = (action: string) => (_input: object, call: Call) => [
  { action: `iam:${action}`, resource: '*', accountId: call.caller.accountId },
];

/** The operations on an account as a whole, and those on what users of the local AWS never have. */
export const accountOperations: Record<string, Operation> = {
  ...Object.fromEntries([
    emptyOfUser('ListGroupsForUser', 'Groups'),
    emptyOfUser('ListMFADevices', 'MFADevices'),
    emptyOfUser('ListSSHPublicKeys', 'SSHPublicKeys'),
    emptyOfUser('ListSigningCertificates', 'Certificates'),
    emptyOfUser('ListServiceSpecificCredentials', 'ServiceSpecificCredentials'),
  ]),
  ListVirtualMFADevices: operation<object, object>({
    permissions: onAccount('ListVirtualMFADevices'),
    run: () => ({ VirtualMFADevices: [], IsTruncated: false }),
  }),
  ListAccountAliases: operation<object, object>({
    permissions: onAccount('ListAccountAliases'),
    run: () => ({ AccountAliases: [], IsTruncated: false }),
  }),
  ...Object.fromEntries(['GetLoginProfile', 'DeleteLoginProfile'].map(onLoginProfile)),
  GetAccountSummary: operation<object, object>({
    permissions: onAccount('GetAccountSummary'),
    run: (_input, call) => ({ SummaryMap: summary(call) }),
  }),
  GetAccountAuthorizationDetails: operation<Paging, object>({
    permissions: onAccount('GetAccountAuthorizationDetails'),
    run(input, call) {
      const { items, ...page } = pageOf(details(call, input.Filter), input);
      const of = (kind: Detail['kind']) =>
        items.flatMap((item) => (item.kind === kind ? [item.shown] : []));
      return {
        UserDetailList: of('User'),
        GroupDetailList: [],
        RoleDetailList: of('Role'),
        Policies: of('LocalManagedPolicy'),
        ...page,
      };
    },
  }),
};

/** What an account has and may have (API reference, GetAccountSummary; IAM quotas). */
function summary({ core: { state }, caller: { accountId } }: Call): Record<string, number> {
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
    Policies: state.policies.count(`arn:aws:iam::${accountId}:`),
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
  };
}

interface Detail {
  readonly kind: 'User' | 'Role' | 'LocalManagedPolicy';
  readonly shown: object;
}

/** Users, roles and policies of an account with all their documents, in the form of the API reference. */
function details(call: Call, filter: readonly string[] = []): readonly Detail[] {
  const { state } = call.core;
  const { accountId } = call.caller;
  const prefix = `${accountId}/`;
  const inline = (documents: Readonly<Record<string, string>>) =>
    Object.entries(documents).map(([PolicyName, text]) => ({
      PolicyName,
      PolicyDocument: encodedDocument(text),
    }));
  const attached = (arns: readonly string[]) =>
    arns.map((PolicyArn) => ({ PolicyName: managedPolicyName(PolicyArn), PolicyArn }));
  const users = state.users.list({ prefix }).map(
    ({ document: user }): Detail => ({
      kind: 'User',
      shown: {
        Path: user.path,
        UserName: user.name,
        UserId: user.id,
        Arn: user.arn,
        CreateDate: new Date(user.createdAt),
        UserPolicyList: inline(user.inline),
        GroupList: [],
        AttachedManagedPolicies: attached(user.attached),
        ...boundaryOf(user),
        Tags: tagList(user.tags),
      },
    }),
  );
  const profiles = state.instanceProfiles.list({ prefix }).map(({ document }) => document);
  const roles = state.roles.list({ prefix }).map(({ document: role }): Detail => {
    const { Description: _description, ...shown } = renderRole(role);
    return {
      kind: 'Role',
      shown: {
        ...shown,
        InstanceProfileList: profiles
          .filter((profile) => profile.role === role.name)
          .map((profile) => ({
            Path: profile.path,
            InstanceProfileName: profile.name,
            InstanceProfileId: profile.id,
            Arn: profile.arn,
            CreateDate: new Date(profile.createdAt),
            Roles: [shown],
          })),
        RolePolicyList: inline(role.inline),
        AttachedManagedPolicies: attached(role.attached),
        ...boundaryOf(role),
        Tags: tagList(role.tags),
        RoleLastUsed: lastUsed(call, role),
      },
    };
  });
  const policies = state.policies.list({ prefix: `arn:aws:iam::${accountId}:` }).map(
    ({ document: policy }): Detail => ({
      kind: 'LocalManagedPolicy',
      shown: {
        PolicyName: policy.name,
        PolicyId: policy.id,
        Arn: policy.arn,
        Path: policy.path,
        DefaultVersionId: policy.defaultVersion,
        IsAttachable: true,
        ...(policy.description === undefined ? {} : { Description: policy.description }),
        CreateDate: new Date(policy.createdAt),
        UpdateDate: new Date(policy.updatedAt),
        PolicyVersionList: [...policy.versions].reverse().map(({ id, document, createdAt }) => ({
          VersionId: id,
          Document: encodedDocument(document),
          CreateDate: new Date(createdAt),
          IsDefaultVersion: id === policy.defaultVersion,
        })),
      },
    }),
  );
  return [...users, ...roles, ...policies].filter(
    ({ kind }) => filter.length === 0 || filter.includes(kind),
  );
}
