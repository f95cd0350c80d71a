import type { Call } from '../../core/call.ts';
import { managedPolicies } from './managed-policies.ts';
import { boundaryOf, encodedDocument, tagList } from './naming.ts';
import { renderManaged, renderPolicy } from './policies.ts';
import { managedPolicyName } from './policy-documents.ts';
import { lastUsed } from './role-last-used.ts';
import { renderRole } from './roles.ts';

export interface Detail {
  readonly kind: 'User' | 'Role' | 'LocalManagedPolicy' | 'AWSManagedPolicy';
  readonly shown: object;
}

/** Users, roles and policies of an account with all their documents, in the form of the API reference. */
export function details(call: Call, filter: readonly string[] = []): readonly Detail[] {
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
        ...(Object.keys(user.inline).length === 0 ? {} : { UserPolicyList: inline(user.inline) }),
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
        ...renderPolicy(call, policy),
        ...(policy.description === undefined ? {} : { Description: policy.description }),
        PolicyVersionList: [...policy.versions].reverse().map(({ id, document, createdAt }) => ({
          VersionId: id,
          Document: encodedDocument(document),
          CreateDate: new Date(createdAt),
          IsDefaultVersion: id === policy.defaultVersion,
        })),
      },
    }),
  );
  const used = [...managedPolicies.values()]
    .map((policy) => ({ policy, shown: renderManaged(call, policy) }))
    .filter(({ shown }) => shown.AttachmentCount !== 0 || shown.PermissionsBoundaryUsageCount !== 0)
    .map(({ policy, shown }): Detail => {
      const version = {
        VersionId: policy.version,
        Document: encodedDocument(policy.document),
        CreateDate: new Date(policy.createdAt),
        IsDefaultVersion: true,
      };
      return { kind: 'AWSManagedPolicy', shown: { ...shown, PolicyVersionList: [version] } };
    });
  return [...users, ...roles, ...policies, ...used].filter(
    ({ kind }) => filter.length === 0 || filter.includes(kind),
  );
}
