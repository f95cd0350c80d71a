import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { partitionOf } from '../../names/partitions.ts';
import type { KeyAliasRecord, KeyRecord, State } from '../state.ts';

interface Place {
  readonly accountId: string;
  readonly region: string;
}

export function keyKey({ accountId, region, id }: Place & { readonly id: string }): string {
  return `${accountId}/${region}/${id}`;
}

export function aliasKey({ accountId, region, name }: Place & { readonly name: string }): string {
  return `${accountId}/${region}/${name}`;
}

export function keyArn({ accountId, region }: Place, id: string): string {
  return `arn:${partitionOf(region).id}:kms:${region}:${accountId}:key/${id}`;
}

export type KeyState = 'Enabled' | 'Disabled' | 'PendingDeletion' | 'PendingImport';

/** Source: KMS Developer Guide, "Key states of AWS KMS keys". */
export function keyState({ enabled, deletionAt, origin, material }: KeyRecord): KeyState {
  if (deletionAt !== undefined) return 'PendingDeletion';
  if (origin === 'EXTERNAL' && material === '') return 'PendingImport';
  return enabled ? 'Enabled' : 'Disabled';
}

/**
 * Finds a key by its id, its ARN, its alias or the alias's ARN.
 * @param place where a name without account is looked for.
 * @param now a key whose waiting period has passed is gone.
 */
export function findKey(
  state: Pick<State, 'keys' | 'keyAliases'>,
  place: Place,
  name: string,
  now: number,
): KeyRecord | undefined {
  const [, , , region, accountId, rest] = name.startsWith('arn:') ? name.split(':') : [];
  const where = region === undefined || accountId === undefined ? place : { accountId, region };
  const local = rest ?? name;
  if (local.startsWith('alias/')) {
    const alias = state.keyAliases.get(aliasKey({ ...where, name: local }));
    return alias === undefined ? undefined : living(state, where, alias.keyId, now);
  }
  return living(state, where, local.replace(/^key\//, ''), now);
}

function living(
  state: Pick<State, 'keys'>,
  place: Place,
  id: string,
  now: number,
): KeyRecord | undefined {
  const key = state.keys.get(keyKey({ ...place, id }));
  return key?.deletionAt !== undefined && key.deletionAt <= now ? undefined : key;
}

/** The policy of a key that was made without one: the account's own policies decide (KMS Developer Guide, "Default key policy"). */
export function defaultKeyPolicy(accountId: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

export interface NewKey extends Place {
  readonly id?: string;
  readonly description?: string;
  readonly policy?: string;
  readonly manager?: KeyRecord['manager'];
  readonly usage?: string;
  readonly spec?: string;
  readonly origin?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly now: number;
}

export function createKey(state: Pick<State, 'keys'>, wanted: NewKey): KeyRecord {
  const { accountId, region, now, id = randomUUID() } = wanted;
  const origin = wanted.origin ?? 'AWS_KMS';
  const key: KeyRecord = {
    accountId,
    region,
    id,
    arn: keyArn({ accountId, region }, id),
    description: wanted.description ?? '',
    manager: wanted.manager ?? 'CUSTOMER',
    usage: wanted.usage ?? 'ENCRYPT_DECRYPT',
    spec: wanted.spec ?? 'SYMMETRIC_DEFAULT',
    origin,
    enabled: true,
    rotates: false,
    policy: wanted.policy ?? defaultKeyPolicy(accountId),
    grants: [],
    material: origin === 'AWS_KMS' ? randomBytes(32).toString('base64') : '',
    tags: wanted.tags ?? {},
    createdAt: now,
  };
  state.keys.put(keyKey(key), key);
  return key;
}

/** The id of the key that AWS keeps for a service: made of account and Region, so that it is always the same. */
export function managedKeyId({ accountId, region }: Place, alias: string): string {
  const name = `${alias.replace(/^alias\//, '')} ${accountId} ${region}`;
  const hash = createHash('sha256').update(name).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');
}

/** The key `aws/ecr` of an account and Region, which is made when it is first needed. */
export function ensureEcrKey(
  state: Pick<State, 'keys' | 'keyAliases'>,
  place: Place,
  now: number,
): KeyRecord {
  const name = 'alias/aws/ecr';
  const id = managedKeyId(place, name);
  const known = state.keys.get(keyKey({ ...place, id }));
  if (known !== undefined) return known;
  const { accountId, region } = place;
  const key = createKey(state, {
    accountId,
    region,
    id,
    description: 'Default key that protects my ECR data when no other key is defined',
    manager: 'AWS',
    policy: ecrKeyPolicy(place),
    now,
  });
  const alias: KeyAliasRecord = {
    accountId,
    region,
    name,
    keyId: id,
    createdAt: now,
    updatedAt: now,
  };
  state.keyAliases.put(aliasKey(alias), alias);
  return key;
}

/** Everybody in the account may use it through ECR (ECR User Guide, "Encryption at rest"). */
function ecrKeyPolicy({ accountId, region }: Place): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'auto-ecr-1',
    Statement: [
      {
        Sid: 'Allow access through ECR for all principals in the account that are authorized to use ECR',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:DescribeKey',
          'kms:RetireGrant',
        ],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:ViaService': `ecr.${region}.amazonaws.com`,
            'kms:CallerAccount': accountId,
          },
        },
      },
      {
        Sid: 'Allow direct access to key metadata to the account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: ['kms:Describe*', 'kms:Get*', 'kms:List*', 'kms:RevokeGrant'],
        Resource: '*',
      },
    ],
  });
}
