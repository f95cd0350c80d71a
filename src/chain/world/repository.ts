import type { EcrImage } from '../../names/ecr-image.ts';
import type { Fact } from '../fact.ts';
import type { Place } from './place.ts';

export interface RepositoryFacts {
  readonly policy: Fact<string>;
  /** Resource tags. */
  readonly tags: Fact<Readonly<Record<string, string>>>;
  /** Tags of its images. */
  readonly imageTags: Fact<readonly string[]>;
  /** Left out where it was not looked at. */
  readonly encryption?: EncryptionFacts;
}

export interface EncryptionFacts {
  readonly type: 'AES256' | 'KMS' | 'KMS_DSSE';
  /** ARN of the key of KMS, where there is one. */
  readonly key?: string;
}

export function repositoryAt({
  repositoryKey,
  repositoryArn,
  name,
}: EcrImage): Place<'repositories'> {
  return {
    kind: 'repositories',
    key: repositoryKey,
    fact: `repository ${name}`,
    permission: `ecr:DescribeRepositories on ${repositoryArn}`,
  };
}
