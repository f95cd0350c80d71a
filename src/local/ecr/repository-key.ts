import { decryptRefusal, grantsFor, newKey } from '../kms-keys.ts';
import type { RepositoryRecord, State } from '../state.ts';
import { ecrErrors } from './errors.ts';

/** Creates ECR's grants on the key of a new repository, and the key itself if it does not exist. */
export function grantRepository(state: State, record: RepositoryRecord, now: number): void {
  const { encryption, arn, region } = record;
  if (encryption.encryptionType === 'AES256' || encryption.kmsKey === undefined) return;
  const key = state.keys.get(encryption.kmsKey) ?? newKey(encryption.kmsKey, now);
  const own = grantsFor(arn, region, now);
  const others = key.grants.filter(
    ({ grantee, context }) => context['aws:ecr:arn'] !== arn || grantee !== own[0]?.grantee,
  );
  state.keys.put(key.arn, { ...key, grants: [...others, ...own] });
}

/** @throws EcrError `KmsException` where the repository's key does not decrypt its images. */
export function requireKey(state: State, { encryption, arn }: RepositoryRecord, now: number): void {
  const why = keyRefusal(state, { encryption, arn }, now);
  if (why !== undefined) throw ecrErrors.kms(why);
}

/** The same as a text; undefined where the images can be decrypted. */
export function keyRefusal(
  state: State,
  { encryption, arn }: Pick<RepositoryRecord, 'encryption' | 'arn'>,
  now: number,
): string | undefined {
  if (encryption.encryptionType === 'AES256' || encryption.kmsKey === undefined) return undefined;
  return decryptRefusal(state, encryption.kmsKey, arn, now);
}
