import type { CreatePolicyRequest, Policy } from '@aws-sdk/client-iam';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import type { PolicyRecord, PrincipalRecord } from '../../state.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import { type ManagedPolicy, managedPolicies } from './managed-policies.ts';
import {
  encodedDocument,
  iamArn,
  pageOf,
  tagList,
  tagsOf,
  uniqueId,
  withoutTags,
} from './naming.ts';
import { checkDocument, checkQuota } from './policy-documents.ts';

const maxVersions = 5;

interface OnPolicy {
  readonly PolicyArn: string;
  readonly VersionId?: string;
  readonly MaxItems?: number;
  readonly Marker?: string;
}

const on =
  (action: string) =>
  (input: OnPolicy, { caller }: Call): readonly Permission[] => [
    { action: `iam:${action}`, resource: input.PolicyArn, accountId: caller.accountId },
  ];

function own({ core, caller }: Call, arn: string): PolicyRecord {
  const found = core.state.policies.get(arn);
  if (found === undefined || found.accountId !== caller.accountId) {
    throw noSuchEntity(`Policy ${arn} was not found.`);
  }
  return found;
}

interface Version {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
  readonly isDefault: boolean;
}

function versionsOf(call: Call, arn: string): Version[] {
  const byAws = managedPolicies.get(arn);
  if (byAws !== undefined) {
    const { version, document, createdAt } = byAws;
    return [{ id: version, document, createdAt, isDefault: true }];
  }
  const found = own(call, arn);
  return found.versions.map((version) => ({
    ...version,
    isDefault: version.id === found.defaultVersion,
  }));
}

function renderVersion({ id, document, createdAt, isDefault }: Version) {
  return {
    Document: encodedDocument(document),
    VersionId: id,
    IsDefaultVersion: isDefault,
    CreateDate: new Date(createdAt),
  };
}

function holders(call: Call, arn: string): PrincipalRecord[] {
  const { users, roles } = call.core.state;
  const prefix = `${call.caller.accountId}/`;
  return [...users.list({ prefix }), ...roles.list({ prefix })]
    .map(({ document }) => document)
    .filter(({ attached }) => attached.includes(arn));
}

function render(call: Call, policy: PolicyRecord): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: holders(call, policy.arn).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    ...(policy.description === undefined ? {} : { Description: policy.description }),
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    Tags: tagList(policy.tags),
  };
}

function renderManaged(call: Call, policy: ManagedPolicy): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: `ANPA${policy.name.toUpperCase().slice(0, 17)}`,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.version,
    AttachmentCount: holders(call, policy.arn).length,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.createdAt),
  };
}

/** Drops one version. @throws AwsError for the default version and for one that isn't there. */
function withoutVersion(policy: PolicyRecord, id: string | undefined): PolicyRecord {
  if (!policy.versions.some((version) => version.id === id)) {
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  }
  if (policy.defaultVersion === id) {
    throw deleteConflict('Cannot delete the default version of a policy.');
  }
  return { ...policy, versions: policy.versions.filter((version) => version.id !== id) };
}

export const policyOperations: Record<string, Operation> = {
  CreatePolicy: operation<CreatePolicyRequest, object>({
    permissions: (input, { caller }) => [
      {
        action: 'iam:CreatePolicy',
        resource: iamArn(caller.accountId, 'policy', input.Path ?? '/', input.PolicyName ?? ''),
        accountId: caller.accountId,
      },
    ],
    run(input, call) {
      const { core, caller, now } = call;
      const name = input.PolicyName ?? '';
      const path = input.Path ?? '/';
      const arn = iamArn(caller.accountId, 'policy', path, name);
      if (core.state.policies.get(arn) !== undefined) {
        throw alreadyExists(
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
        );
      }
      checkDocument(input.PolicyDocument ?? '', 'identity');
      checkQuota([input.PolicyDocument ?? ''], { kind: 'managed' });
      const made: PolicyRecord = {
        accountId: caller.accountId,
        name,
        path,
        id: uniqueId('ANPA'),
        arn,
        createdAt: now,
        updatedAt: now,
        defaultVersion: 'v1',
        nextVersion: 2,
        versions: [{ id: 'v1', document: input.PolicyDocument ?? '', createdAt: now }],
        tags: tagsOf(input.Tags),
        ...(input.Description === undefined ? {} : { description: input.Description }),
      };
      core.state.policies.put(arn, made);
      return { Policy: render(call, made) };
    },
  }),
  GetPolicy: operation<OnPolicy, object>({
    permissions: on('GetPolicy'),
    run({ PolicyArn }, call) {
      const byAws = managedPolicies.get(PolicyArn);
      return {
        Policy:
          byAws === undefined ? render(call, own(call, PolicyArn)) : renderManaged(call, byAws),
      };
    },
  }),
  ListPolicies: operation<OnPolicy & { Scope?: string; OnlyAttached?: boolean }, object>({
    permissions: (_input, { caller }) => [
      { action: 'iam:ListPolicies', resource: '*', accountId: caller.accountId },
    ],
    run(input, call) {
      const local = call.core.state.policies
        .list({ prefix: `arn:aws:iam::${call.caller.accountId}:` })
        .map(({ document }) => render(call, document));
      const byAws = [...managedPolicies.values()].map((policy) => renderManaged(call, policy));
      const all = [
        ...(input.Scope === 'AWS' ? [] : local),
        ...(input.Scope === 'Local' ? [] : byAws),
      ].filter((policy) => input.OnlyAttached !== true || (policy.AttachmentCount ?? 0) > 0);
      const { items, ...page } = pageOf(all, input);
      return { Policies: items, ...page };
    },
  }),
  DeletePolicy: operation<OnPolicy, object>({
    permissions: on('DeletePolicy'),
    run({ PolicyArn }, call) {
      const found = own(call, PolicyArn);
      if (holders(call, PolicyArn).length > 0) {
        throw deleteConflict('Cannot delete a policy attached to entities.');
      }
      if (found.versions.length > 1) {
        throw deleteConflict(
          "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
        );
      }
      call.core.state.policies.delete(PolicyArn);
      return {};
    },
  }),
  CreatePolicyVersion: operation<
    OnPolicy & { PolicyDocument: string; SetAsDefault?: boolean },
    object
  >({
    permissions: on('CreatePolicyVersion'),
    run(input, call) {
      const found = own(call, input.PolicyArn);
      checkDocument(input.PolicyDocument, 'identity');
      checkQuota([input.PolicyDocument], { kind: 'managed' });
      if (found.versions.length >= maxVersions) {
        throw limitExceeded(
          'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
        );
      }
      const id = `v${found.nextVersion}`;
      const version = { id, document: input.PolicyDocument, createdAt: call.now };
      const isDefault = input.SetAsDefault === true;
      call.core.state.policies.put(found.arn, {
        ...found,
        versions: [...found.versions, version],
        nextVersion: found.nextVersion + 1,
        updatedAt: call.now,
        defaultVersion: isDefault ? id : found.defaultVersion,
      });
      const { Document: _document, ...shown } = renderVersion({ ...version, isDefault });
      return { PolicyVersion: shown };
    },
  }),
  GetPolicyVersion: operation<OnPolicy, object>({
    permissions: on('GetPolicyVersion'),
    run({ PolicyArn, VersionId }, call) {
      const version = versionsOf(call, PolicyArn).find(({ id }) => id === VersionId);
      if (version === undefined) {
        throw noSuchEntity(
          `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`,
        );
      }
      return { PolicyVersion: renderVersion(version) };
    },
  }),
  ListPolicyVersions: operation<OnPolicy, object>({
    permissions: on('ListPolicyVersions'),
    run(input, call) {
      const { items, ...page } = pageOf(versionsOf(call, input.PolicyArn), input);
      const shown = items.map(renderVersion).map(({ Document: _document, ...rest }) => rest);
      return { Versions: shown, ...page };
    },
  }),
  DeletePolicyVersion: operation<OnPolicy, object>({
    permissions: on('DeletePolicyVersion'),
    run({ PolicyArn, VersionId }, call) {
      call.core.state.policies.put(PolicyArn, withoutVersion(own(call, PolicyArn), VersionId));
      return {};
    },
  }),
  SetDefaultPolicyVersion: operation<OnPolicy, object>({
    permissions: on('SetDefaultPolicyVersion'),
    run({ PolicyArn, VersionId = '' }, call) {
      const found = own(call, PolicyArn);
      if (!found.versions.some(({ id }) => id === VersionId)) {
        throw noSuchEntity(
          `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`,
        );
      }
      call.core.state.policies.put(PolicyArn, { ...found, defaultVersion: VersionId });
      return {};
    },
  }),
  ListEntitiesForPolicy: operation<OnPolicy, object>({
    permissions: on('ListEntitiesForPolicy'),
    run({ PolicyArn }, call) {
      const found = holders(call, PolicyArn);
      return {
        PolicyGroups: [],
        PolicyUsers: found
          .filter(({ id }) => id.startsWith('AIDA'))
          .map(({ name, id }) => ({ UserName: name, UserId: id })),
        PolicyRoles: found
          .filter(({ id }) => id.startsWith('AROA'))
          .map(({ name, id }) => ({ RoleName: name, RoleId: id })),
        IsTruncated: false,
      };
    },
  }),
  TagPolicy: operation<OnPolicy & { Tags: { Key: string; Value: string }[] }, object>({
    permissions: on('TagPolicy'),
    run({ PolicyArn, Tags }, call) {
      const found = own(call, PolicyArn);
      const tags = { ...found.tags, ...tagsOf(Tags) };
      call.core.state.policies.put(PolicyArn, { ...found, tags });
      return {};
    },
  }),
  UntagPolicy: operation<OnPolicy & { TagKeys: string[] }, object>({
    permissions: on('UntagPolicy'),
    run({ PolicyArn, TagKeys }, call) {
      const found = own(call, PolicyArn);
      call.core.state.policies.put(PolicyArn, { ...found, tags: withoutTags(found.tags, TagKeys) });
      return {};
    },
  }),
  ListPolicyTags: operation<OnPolicy, object>({
    permissions: on('ListPolicyTags'),
    run(input, call) {
      const { items, ...page } = pageOf(tagList(own(call, input.PolicyArn).tags), input);
      return { Tags: items, ...page };
    },
  }),
};
