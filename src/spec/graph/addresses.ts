import { formatArn } from '../../names/arn.ts';
import { partitionOf } from '../../names/partitions.ts';
import type { SpecAccount, SpecRepository } from '../types.ts';

/** The address of a resource that is in no Region. */
export function addressOf({ name: account }: SpecAccount, kind: string, name: string): string {
  return `${account}/${kind}/${name}`;
}

/** The address of a repository, or of a policy of it. */
export function repositoryAddress(
  { account, region, name }: Pick<SpecRepository, 'account' | 'region' | 'name'>,
  kind: 'repository' | 'repository-policy' | 'lifecycle-policy',
): string {
  return `${account.name}/${region}/${kind}/${name}`;
}

/** The address of something of a registry that has another name than a repository. */
export function registryAddress(
  { account, region }: Pick<SpecRepository, 'account' | 'region'>,
  kind: 'cache-rule' | 'creation-template' | 'registry-policy',
  name: string,
): string {
  return `${account.name}/${region}/${kind}/${name}`;
}

/** ARN of an IAM resource of an account, such as `oidc-provider/gitlab.com`. */
export function iamArnOf({ id, region }: SpecAccount, resource: string): string {
  const partition = partitionOf(region).id;
  return formatArn({ partition, service: 'iam', region: '', accountId: id, resource });
}
