import type { EcrChange, RepositorySettings, TagMutabilitySetting } from '../nodes/ecr.ts';
import type { AwsCall } from './api.ts';
import type { CacheChange } from './cache-calls.ts';
import { caller } from './caller.ts';
import { tagList } from './tags.ts';

/** The call of ECR that makes a change. */
export function ecrCall(change: Exclude<EcrChange, { kind: 'push-image' } | CacheChange>): AwsCall {
  const { account, region } = change;
  const call = caller('ecr', { account, region });
  switch (change.kind) {
    case 'set-creation-template':
      return call(
        change.appliedFor === undefined
          ? 'UpdateRepositoryCreationTemplate'
          : 'CreateRepositoryCreationTemplate',
        {
          prefix: change.prefix,
          ...(change.appliedFor === undefined ? {} : { appliedFor: change.appliedFor }),
          ...(change.document === undefined
            ? {}
            : { repositoryPolicy: JSON.stringify(change.document) }),
          ...(change.encryption === undefined
            ? {}
            : { encryptionConfiguration: { encryptionType: change.encryption } }),
        },
      );
    case 'import-image':
      return call('BatchGetImage', {
        registryId: account,
        repositoryName: change.repository,
        imageIds: [{ imageTag: change.tag }],
      });
    case 'set-repository-policy':
      return call('SetRepositoryPolicy', {
        registryId: account,
        repositoryName: change.repository,
        policyText: JSON.stringify(change.document),
      });
    case 'put-registry-policy':
      return call('PutRegistryPolicy', { policyText: JSON.stringify(change.document) });
    case 'create-repository':
      return call('CreateRepository', {
        registryId: account,
        repositoryName: change.repository,
        ...(change.settings === undefined ? {} : settingsInput(change.settings)),
      });
    case 'set-tag-mutability':
      return call('PutImageTagMutability', {
        registryId: account,
        repositoryName: change.repository,
        ...mutabilityInput(change),
      });
    case 'set-scan-on-push':
      return call('PutImageScanningConfiguration', {
        registryId: account,
        repositoryName: change.repository,
        imageScanningConfiguration: { scanOnPush: change.scanOnPush },
      });
    case 'set-lifecycle-policy':
      return call('PutLifecyclePolicy', {
        registryId: account,
        repositoryName: change.repository,
        lifecyclePolicyText: JSON.stringify(change.document),
      });
    case 'delete-repository':
      return call('DeleteRepository', {
        registryId: account,
        repositoryName: change.repository,
        ...(change.force === true ? { force: true } : {}),
      });
    case 'delete-repository-policy':
      return call('DeleteRepositoryPolicy', {
        registryId: account,
        repositoryName: change.repository,
      });
    case 'delete-lifecycle-policy':
      return call('DeleteLifecyclePolicy', {
        registryId: account,
        repositoryName: change.repository,
      });
    case 'tag-repository':
      return call('TagResource', {
        resourceArn: change.repositoryArn,
        tags: tagList(change.tags),
      });
    case 'restore-image':
      return call('UpdateImageStorageClass', {
        registryId: account,
        repositoryName: change.repository,
        imageId: change.image,
        targetStorageClass: 'STANDARD',
      });
  }
}

function settingsInput(settings: RepositorySettings): AwsCall['input'] {
  const { type, key } = settings.encryption;
  return {
    ...mutabilityInput(settings.mutability),
    imageScanningConfiguration: { scanOnPush: settings.scanOnPush },
    encryptionConfiguration: {
      encryptionType: type,
      ...(key === undefined ? {} : { kmsKey: key }),
    },
    tags: tagList(settings.tags),
  };
}

function mutabilityInput({ setting, exclusions }: TagMutabilitySetting): AwsCall['input'] {
  return {
    imageTagMutability: setting,
    ...(exclusions.length === 0
      ? {}
      : {
          imageTagMutabilityExclusionFilters: exclusions.map((filter) => ({
            filterType: 'WILDCARD',
            filter,
          })),
        }),
  };
}
