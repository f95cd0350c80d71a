import type {
  CreateCacheRule,
  DeleteByPrefix,
  DeleteRegistryPolicy,
  SetCacheCredentials,
  WholeCreationTemplate,
} from '../nodes/ecr.ts';
import type { AwsCall } from './api.ts';
import { caller } from './caller.ts';

export type CacheChange =
  | CreateCacheRule
  | SetCacheCredentials
  | WholeCreationTemplate
  | DeleteByPrefix
  | DeleteRegistryPolicy;

/** The call of ECR that makes a change to caches, or to what is a registry's as a whole. */
export function cacheCall(change: CacheChange): AwsCall {
  const { account, region } = change;
  const call = caller('ecr', { account, region });
  switch (change.kind) {
    case 'create-cache-rule':
      return call('CreatePullThroughCacheRule', {
        registryId: account,
        ecrRepositoryPrefix: change.prefix,
        upstreamRegistryUrl: change.upstream,
        ...(change.credentials === undefined ? {} : { credentialArn: change.credentials }),
      });
    case 'set-cache-credentials':
      return call('UpdatePullThroughCacheRule', {
        ecrRepositoryPrefix: change.prefix,
        credentialArn: change.credentials,
      });
    case 'delete-cache-rule':
      return call('DeletePullThroughCacheRule', { ecrRepositoryPrefix: change.prefix });
    case 'create-creation-template':
      return call('CreateRepositoryCreationTemplate', {
        ...templateInput(change),
        appliedFor: ['PULL_THROUGH_CACHE'],
      });
    case 'update-creation-template':
      return call('UpdateRepositoryCreationTemplate', {
        ...templateInput(change),
        appliedFor: ['PULL_THROUGH_CACHE'],
      });
    case 'delete-creation-template':
      return call('DeleteRepositoryCreationTemplate', { prefix: change.prefix });
    case 'delete-registry-policy':
      return call('DeleteRegistryPolicy', {});
  }
}

/** An update with an empty text takes a policy away. */
function templateInput(change: WholeCreationTemplate): AwsCall['input'] {
  const { kind, prefix, description, mutability, lifecycle, policy } = change;
  const text = (document: object | undefined) =>
    document === undefined ? undefined : JSON.stringify(document);
  const isUpdate = kind === 'update-creation-template';
  const texts = {
    lifecyclePolicy: text(lifecycle) ?? (isUpdate ? '' : undefined),
    repositoryPolicy: text(policy) ?? (isUpdate ? '' : undefined),
  };
  const given = Object.entries(texts).filter(([, value]) => value !== undefined);
  return {
    prefix,
    description,
    imageTagMutability: mutability,
    ...Object.fromEntries(given),
  };
}
