import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import type { AwsError } from '../../protocol/aws-error.ts';
import type { PolicyRecord } from '../../state.ts';
import { deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import type { ManagedPolicy } from './managed-policies.ts';
import { encodedDocument, pageOf } from './naming.ts';
import type { Outputs } from './outputs.generated.ts';
import { ownPolicy } from './policies.ts';
import { type OnPolicy, onPolicy, requireOwnAccount, requirePolicyArn } from './policy-arns.ts';
import { checkDocument, checkQuota, policyOfAws } from './policy-documents.ts';

/** A policy keeps five versions at most. Source: IAM quotas. */
const maxVersions = 5;

interface Version {
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
  readonly isDefault: boolean;
}

const noSuchVersion = (arn: string, id = ''): AwsError =>
  noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`);

/** A customer managed policy, or IAM's error about its version if there is none. */
function policyOfVersion(call: Call, arn: string, id: string | undefined): PolicyRecord {
  requirePolicyArn(arn);
  const found = call.core.state.policies.get(arn);
  if (found?.accountId !== call.caller.accountId) throw noSuchVersion(arn, id);
  return found;
}

function versionsOf(found: PolicyRecord | ManagedPolicy): Version[] {
  if ('versions' in found) {
    return found.versions.map((version) => ({
      ...version,
      isDefault: version.id === found.defaultVersion,
    }));
  }
  const { version, document, createdAt } = found;
  return [{ id: version, document, createdAt, isDefault: true }];
}

function renderVersion({ id, document, createdAt, isDefault }: Version) {
  return {
    Document: encodedDocument(document),
    VersionId: id,
    IsDefaultVersion: isDefault,
    CreateDate: new Date(createdAt),
  };
}

/** Deletes one version. @throws AwsError for the default version and for a missing one. */
function withoutVersion(policy: PolicyRecord, id: string | undefined): PolicyRecord {
  if (!policy.versions.some((version) => version.id === id)) throw noSuchVersion(policy.arn, id);
  if (policy.defaultVersion === id) {
    throw deleteConflict('Cannot delete the default version of a policy.');
  }
  return { ...policy, versions: policy.versions.filter((version) => version.id !== id) };
}

export const policyVersionOperations: Record<string, Operation> = {
  CreatePolicyVersion: operation<
    OnPolicy & { PolicyDocument: string; SetAsDefault?: boolean },
    Outputs['CreatePolicyVersion']
  >({
    permissions: onPolicy('CreatePolicyVersion'),
    run(input, call) {
      const found = ownPolicy(call, input.PolicyArn);
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
  GetPolicyVersion: operation<OnPolicy, Outputs['GetPolicyVersion']>({
    permissions: onPolicy('GetPolicyVersion'),
    run({ PolicyArn, VersionId }, call) {
      const found = policyOfAws(PolicyArn) ?? policyOfVersion(call, PolicyArn, VersionId);
      const version = versionsOf(found).find(({ id }) => id === VersionId);
      if (version === undefined) throw noSuchVersion(PolicyArn, VersionId);
      return { PolicyVersion: renderVersion(version) };
    },
  }),
  ListPolicyVersions: operation<OnPolicy, Outputs['ListPolicyVersions']>({
    permissions: onPolicy('ListPolicyVersions'),
    run(input, call) {
      const found = policyOfAws(input.PolicyArn) ?? ownPolicy(call, input.PolicyArn);
      // Newest first, as AWS does.
      const { items, ...page } = pageOf(versionsOf(found).reverse(), input);
      const shown = items.map(renderVersion).map(({ Document: _document, ...rest }) => rest);
      return { Versions: shown, ...page };
    },
  }),
  DeletePolicyVersion: operation<OnPolicy, Outputs['DeletePolicyVersion']>({
    permissions: onPolicy('DeletePolicyVersion'),
    run({ PolicyArn, VersionId }, call) {
      requireOwnAccount(call, PolicyArn, 'delete policy versions for policies');
      call.core.state.policies.put(
        PolicyArn,
        withoutVersion(ownPolicy(call, PolicyArn), VersionId),
      );
      return {};
    },
  }),
  SetDefaultPolicyVersion: operation<OnPolicy, Outputs['SetDefaultPolicyVersion']>({
    permissions: onPolicy('SetDefaultPolicyVersion'),
    run({ PolicyArn, VersionId = '' }, call) {
      requireOwnAccount(call, PolicyArn, 'update policies');
      const found = policyOfVersion(call, PolicyArn, VersionId);
      if (!found.versions.some(({ id }) => id === VersionId)) {
        throw noSuchVersion(PolicyArn, VersionId);
      }
      call.core.state.policies.put(PolicyArn, { ...found, defaultVersion: VersionId });
      return {};
    },
  }),
};
