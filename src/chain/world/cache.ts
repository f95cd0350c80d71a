import type { EcrImage } from '../../names/ecr-image.ts';
import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

/** A pull-through cache rule. By `account/region/prefix`. */
export interface CacheRuleFacts {
  /** Of the repositories that it fills; `ROOT` for those that no other rule does. */
  readonly prefix: string;
  /** Host of the upstream registry, such as `registry-1.docker.io`. */
  readonly upstream: string;
  /** Before the names of the upstream's repositories. */
  readonly upstreamPrefix?: string;
  /** ARN of the secret with the upstream's credentials. */
  readonly secret?: string;
  /** ARN of the role that ECR assumes to read upstream. */
  readonly role?: string;
  /** Why ECR does not get in upstream, in its words: absent where it does. Left out where it was not asked. */
  readonly refusal?: Fact<string>;
}

/** A secret of Secrets Manager with an upstream's credentials, apart from its value. By ARN. */
export interface UpstreamSecretFacts {
  readonly name: string;
  /** The key that encrypts it, as its owner named it; left out for the default key of Secrets Manager. */
  readonly key?: string;
  /** Whether it is scheduled for deletion: nobody reads it then. */
  readonly isDeleted: boolean;
}

/** A template for repositories that ECR makes itself. A registry's list of them is by `account/region`. */
export interface CreationTemplateFacts {
  readonly prefix: string;
  /** Such as `PULL_THROUGH_CACHE`. */
  readonly appliedFor: readonly string[];
  readonly hasPolicy: boolean;
  readonly hasTags: boolean;
  readonly encryption: 'AES256' | 'KMS' | 'KMS_DSSE';
  /** ARN of the key of KMS, where one is named. */
  readonly key?: string;
  /** ARN of the role as which ECR makes the repositories. */
  readonly role?: string;
}

type Registry = Pick<EcrImage, 'registryKey' | 'registryId'>;

export function cacheRuleAt({ registryKey }: Registry, prefix: string): Place<'cacheRules'> {
  return {
    kind: 'cacheRules',
    key: `${registryKey}/${prefix}`,
    fact: `pull-through cache rule ${prefix} of ${registryKey}`,
    permission: 'ecr:DescribePullThroughCacheRules on *',
  };
}

export function upstreamSecretAt(arn: string): Place<'upstreamSecrets'> {
  return {
    kind: 'upstreamSecrets',
    key: arn,
    fact: `secret ${arn}`,
    permission: `secretsmanager:DescribeSecret on ${arn}`,
  };
}

/** The templates of a registry, which AWS tells to the registry's own account only. */
export function creationTemplatesAt({
  registryKey,
  registryId,
}: Registry): Place<'creationTemplates'> {
  return {
    kind: 'creationTemplates',
    key: registryKey,
    fact: `repository creation templates of ${registryKey}`,
    permission: `ecr:DescribeRepositoryCreationTemplates in account ${registryId}`,
  };
}
