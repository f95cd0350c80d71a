import type { CreatePolicyRequest } from '@aws-sdk/client-iam';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import type { PolicyRecord } from '../../state.ts';
import {
  holdersOf,
  ownArns,
  type PolicyUses,
  policyUses,
  recordsOf,
  unused,
} from './account-records.ts';
import { deleting } from './deletions.ts';
import { alreadyExists, deleteConflict, noSuchEntity } from './errors.ts';
import { type ManagedPolicy, managedPolicies } from './managed-policies.ts';
import { iamArn, pageOf, tagList, tagsIfAny, uniqueId, withoutTags } from './naming.ts';
import type { Outputs, Policy } from './outputs.generated.ts';
import { type OnPolicy, onPolicy, requireOwnAccount, requirePolicyArn } from './policy-arns.ts';
import { checkDocument, checkQuota, policyOfAws } from './policy-documents.ts';
import { policyEntityOperations } from './policy-entities.ts';
import { taggedWith } from './tag-keys.ts';

/** A policy of the caller's own account. @throws AwsError `NoSuchEntity`. */
export function ownPolicy({ core, caller }: Call, arn: string): PolicyRecord {
  requirePolicyArn(arn);
  const found = core.state.policies.get(arn);
  if (found === undefined || found.accountId !== caller.accountId) {
    throw noSuchEntity(`Policy ${arn} was not found.`);
  }
  return found;
}

/** A policy as ListPolicies shows it (API reference: without description and tags). */
export function renderPolicy(policy: PolicyRecord, { attached, bounded }: PolicyUses): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attached.get(policy.arn) ?? 0,
    PermissionsBoundaryUsageCount: bounded.get(policy.arn) ?? 0,
    IsAttachable: managedPolicies.has(policy.arn),
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  };
}

/** An AWS managed policy in the same form. */
export function renderManaged(policy: ManagedPolicy, { attached, bounded }: PolicyUses): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: `ANPA${policy.name.toUpperCase().slice(0, 17)}`,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.version,
    AttachmentCount: attached.get(policy.arn) ?? 0,
    PermissionsBoundaryUsageCount: bounded.get(policy.arn) ?? 0,
    IsAttachable: managedPolicies.has(policy.arn),
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.createdAt),
  };
}

/** Tags of a policy come in the order of their keys, short ones first, then capitals first (recorded). */
function sortedTags({ tags }: PolicyRecord): { Key: string; Value: string }[] {
  return tagList(tags).sort(
    (one, other) => one.Key.length - other.Key.length || (one.Key < other.Key ? -1 : 1),
  );
}

export const policyOperations: Record<string, Operation> = {
  ...policyEntityOperations,
  CreatePolicy: operation<CreatePolicyRequest, Outputs['CreatePolicy']>({
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
        tags: taggedWith({}, input.Tags),
        ...(input.Description === undefined ? {} : { description: input.Description }),
      };
      core.state.policies.put(arn, made);
      return { Policy: { ...renderPolicy(made, unused), ...tagsIfAny(made.tags) } };
    },
  }),
  GetPolicy: operation<OnPolicy, Outputs['GetPolicy']>({
    permissions: onPolicy('GetPolicy'),
    async run({ PolicyArn }, call) {
      const byAws = policyOfAws(PolicyArn);
      const uses = await policyUses(call);
      if (byAws !== undefined) return { Policy: { ...renderManaged(byAws, uses), Tags: [] } };
      const found = ownPolicy(call, PolicyArn);
      return {
        Policy: {
          ...renderPolicy(found, uses),
          ...(found.description === undefined ? {} : { Description: found.description }),
          Tags: sortedTags(found),
        },
      };
    },
  }),
  ListPolicies: operation<
    OnPolicy & { Scope?: string; OnlyAttached?: boolean; PathPrefix?: string },
    Outputs['ListPolicies']
  >({
    permissions: (_input, { caller }) => [
      { action: 'iam:ListPolicies', resource: '*', accountId: caller.accountId },
    ],
    async run(input, call) {
      const uses = await policyUses(call);
      const own = await recordsOf(call, call.core.state.policies, ownArns(call));
      const local = own.map((policy) => renderPolicy(policy, uses));
      const byAws = [...managedPolicies.values()].map((policy) => renderManaged(policy, uses));
      const all = [
        ...(input.Scope === 'AWS' ? [] : local),
        ...(input.Scope === 'Local' ? [] : byAws),
      ].filter(
        ({ AttachmentCount = 0, Path = '/' }) =>
          (input.OnlyAttached !== true || AttachmentCount > 0) &&
          Path.startsWith(input.PathPrefix ?? '/'),
      );
      const { items, ...page } = pageOf(all, input);
      return { Policies: items, ...page };
    },
  }),
  DeletePolicy: operation<OnPolicy, Outputs['DeletePolicy']>({
    permissions: onPolicy('DeletePolicy'),
    run({ PolicyArn }, call) {
      requireOwnAccount(call, PolicyArn, 'delete policies');
      return deleting(call, ownPolicy(call, PolicyArn).arn, async () => {
        if ((await holdersOf(call, PolicyArn)).length > 0) {
          throw deleteConflict('Cannot delete a policy attached to entities.');
        }
        if (ownPolicy(call, PolicyArn).versions.length > 1) {
          throw deleteConflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
          );
        }
        call.core.state.policies.delete(PolicyArn);
        return {};
      });
    },
  }),
  TagPolicy: operation<OnPolicy & { Tags: { Key: string; Value: string }[] }, Outputs['TagPolicy']>(
    {
      permissions: onPolicy('TagPolicy'),
      run({ PolicyArn, Tags }, call) {
        const found = ownPolicy(call, PolicyArn);
        const tags = taggedWith(found.tags, Tags);
        call.core.state.policies.put(PolicyArn, { ...found, tags });
        return {};
      },
    },
  ),
  UntagPolicy: operation<OnPolicy & { TagKeys: string[] }, Outputs['UntagPolicy']>({
    permissions: onPolicy('UntagPolicy'),
    run({ PolicyArn, TagKeys }, call) {
      const found = ownPolicy(call, PolicyArn);
      call.core.state.policies.put(PolicyArn, { ...found, tags: withoutTags(found.tags, TagKeys) });
      return {};
    },
  }),
  ListPolicyTags: operation<OnPolicy, Outputs['ListPolicyTags']>({
    permissions: onPolicy('ListPolicyTags'),
    run(input, call) {
      const { items, ...page } = pageOf(sortedTags(ownPolicy(call, input.PolicyArn)), input);
      return { Tags: items, ...page };
    },
  }),
};
