import type { EcrChange } from '../nodes/ecr.ts';
import type { AwsCall } from './api.ts';

/** The call of ECR that makes a change. */
export function ecrCall(change: Exclude<EcrChange, { kind: 'push-image' }>): AwsCall {
  const { account, region } = change;
  const call = (operation: string, input: AwsCall['input']): AwsCall => ({
    service: 'ecr',
    operation,
    account,
    region,
    input,
  });
  switch (change.kind) {
    case 'set-repository-policy':
      return call('SetRepositoryPolicy', {
        registryId: account,
        repositoryName: change.repository,
        policyText: JSON.stringify(change.document),
      });
    case 'put-registry-policy':
      return call('PutRegistryPolicy', { policyText: JSON.stringify(change.document) });
    case 'create-repository':
      return call('CreateRepository', { registryId: account, repositoryName: change.repository });
    case 'tag-repository':
      return call('TagResource', {
        resourceArn: change.repositoryArn,
        tags: Object.entries(change.tags).map(([Key, Value]) => ({ Key, Value })),
      });
    case 'restore-image':
      return call('UpdateImageStorageClass', {
        registryId: account,
        repositoryName: change.repository,
        imageId: change.image,
        targetStorageClass: 'STANDARD',
      });
    case 'create-cache-rule':
      return call('CreatePullThroughCacheRule', {
        registryId: account,
        ecrRepositoryPrefix: change.prefix,
        upstreamRegistryUrl: change.upstream,
      });
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
  }
}
