import { parseRepositoryKey, repositoryArn } from '../../names/repository.ts';
import type { Core } from '../core/call.ts';
import { grantsFor, newKey } from '../kms-keys.ts';
import type { KeyRecord, RepositoryRecord } from '../state.ts';
import type { Changes, Fault, Target } from './fault.ts';

/** Encrypts the repository with a key of its account, which is not in order. */
function withKey(
  to: (key: KeyRecord, now: number) => KeyRecord,
): (changes: Changes, target: Target, core: Core) => void {
  return (changes, { repository }, { state, clock }) => {
    const { registryId, region, name } = parseRepositoryKey(repository);
    const now = clock.now();
    const arn = `arn:aws:kms:${region}:${registryId}:key/00000000-0000-4000-8000-000000000017`;
    const own = grantsFor(repositoryArn({ registryId, region, name }), region, now);
    const key = state.keys.get(arn) ?? newKey(arn, now);
    changes.change<RepositoryRecord>(
      'ecr.repositories',
      repository,
      `repository ${repository}`,
      (record) => ({ ...record, encryption: { encryptionType: 'KMS', kmsKey: arn } }),
    );
    changes.put('kms.keys', arn, to({ ...key, grants: own }, now));
  };
}

const needs = ['repository'] as const;

/** Faults in the key that a repository is encrypted with. */
export const kmsFaults: readonly Fault[] = [
  { cause: 'HW1701', needs, inject: withKey((key) => ({ ...key, state: 'Disabled' })) },
  {
    cause: 'HW1702',
    needs,
    inject: withKey((key, now) => ({
      ...key,
      state: 'PendingDeletion',
      deletesAt: now + 30 * 86_400_000,
    })),
  },
  { cause: 'HW1703', needs, inject: withKey((key) => ({ ...key, grants: [] })) },
  {
    cause: 'HW1704',
    needs,
    inject: withKey((key) => ({ ...key, state: 'PendingImport', origin: 'EXTERNAL' })),
  },
  {
    cause: 'HW1705',
    needs,
    inject: withKey((key) => ({
      ...key,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          ...(JSON.parse(key.policy) as { Statement: readonly object[] }).Statement,
          {
            Sid: 'NobodyDecrypts',
            Effect: 'Deny',
            Principal: '*',
            Action: 'kms:Decrypt',
            Resource: '*',
          },
        ],
      }),
    })),
  },
];
