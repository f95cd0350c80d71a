import { createHash } from 'node:crypto';
import { partitionOf } from '../../names/partitions.ts';
import type { RepositoryName } from '../../names/repository.ts';
import type { RepositoryRecord } from '../state.ts';

type Encryption = RepositoryRecord['encryption'];

/**
 * How a repository is encrypted: with AES256 unless asked otherwise; with KMS and no key, by AWS's own key `aws/ecr` of
 * the account and Region, whose ARN the answers then have (ECR API reference, EncryptionConfiguration).
 */
export function encryptionOf(
  which: RepositoryName,
  asked: {
    readonly encryptionType?: string | undefined;
    readonly kmsKey?: string | undefined;
  } = {},
): Encryption {
  const { encryptionType = 'AES256', kmsKey } = asked;
  if (encryptionType === 'AES256') {
    return { encryptionType, ...(kmsKey === undefined ? {} : { kmsKey }) };
  }
  return { encryptionType, kmsKey: kmsKey || defaultKeyArn(which) };
}

/** There is no KMS here: the key's id is made of the account and the Region, so that it is always the same. */
function defaultKeyArn({ registryId, region }: RepositoryName): string {
  const hash = createHash('sha256').update(`aws/ecr ${registryId} ${region}`).digest('hex');
  const id = hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');
  return `arn:${partitionOf(region).id}:kms:${region}:${registryId}:key/${id}`;
}
