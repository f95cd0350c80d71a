import type { RepositoryName } from '../../names/repository.ts';
import { awsKeyArn } from '../kms-keys.ts';
import type { RepositoryRecord } from '../state.ts';

type Encryption = RepositoryRecord['encryption'];

/**
 * How a repository is encrypted: with AES256 by default; with KMS and no key, by the AWS managed key `aws/ecr`
 * of the account and Region, whose ARN is then in the answers (ECR API reference, EncryptionConfiguration).
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
  return { encryptionType, kmsKey: kmsKey || awsKeyArn(which.registryId, which.region) };
}
