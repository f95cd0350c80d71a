import { randomUUID } from 'node:crypto';
import { compilePolicy, PolicyError } from '../../../iam/index.ts';
import { type Operation, operation } from '../../core/service.ts';
import { newKey } from '../../kms-keys.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { KeyRecord } from '../../state.ts';
import { arnOfKey, changeable, forKey, invalidState, keyOf, type OnKey, put } from './key.ts';
import type { Outputs } from './outputs.generated.ts';
import { type Paging, pageOf } from './paging.ts';

const day = 86_400_000;

export const keyOperations: Record<string, Operation> = {
  CreateKey: operation<
    { readonly Description?: string; readonly Policy?: string },
    Outputs['CreateKey']
  >({
    permissions: (_input, { caller }) => [
      { action: 'kms:CreateKey', resource: '*', accountId: caller.accountId },
    ],
    run({ Description = '', Policy }, call) {
      const made = newKey(arnOfKey(randomUUID(), call), call.now);
      const policy = Policy === undefined ? made.policy : checked(Policy);
      const key = { ...made, description: Description, policy };
      put(call, key);
      return { KeyMetadata: metadataOf(key) };
    },
  }),
  DescribeKey: operation<OnKey, Outputs['DescribeKey']>({
    permissions: forKey('DescribeKey'),
    run: (input, call) => ({ KeyMetadata: metadataOf(keyOf(input, call)) }),
  }),
  ListKeys: operation<Paging, Outputs['ListKeys']>({
    permissions: (_input, { caller }) => [
      { action: 'kms:ListKeys', resource: '*', accountId: caller.accountId },
    ],
    run(input, { core, caller, region }) {
      const own = core.state.keys
        .list()
        .map(({ document }) => document)
        .filter((key) => key.accountId === caller.accountId && key.region === region);
      const { items, Truncated, NextMarker } = pageOf(own, input, { usual: 100, most: 1000 });
      return {
        Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })),
        Truncated,
        NextMarker,
      };
    },
  }),
  EnableKey: changing('EnableKey', (key) => {
    if (key.state !== 'Enabled' && key.state !== 'Disabled') throw invalidState(key);
    return { ...key, state: 'Enabled' };
  }),
  DisableKey: changing('DisableKey', (key) => {
    if (key.state !== 'Enabled' && key.state !== 'Disabled') throw invalidState(key);
    return { ...key, state: 'Disabled' };
  }),
  ScheduleKeyDeletion: operation<
    OnKey & { readonly PendingWindowInDays?: number },
    Outputs['ScheduleKeyDeletion']
  >({
    permissions: forKey('ScheduleKeyDeletion'),
    run(input, call) {
      const key = changeable(input, call);
      if (key.state === 'PendingDeletion') throw invalidState(key);
      const days = input.PendingWindowInDays ?? 30;
      if (days < 7 || days > 30) {
        throw new AwsError('ValidationException', 'PendingWindowInDays must be from 7 to 30.');
      }
      const deletesAt = call.now + days * day;
      put(call, { ...key, state: 'PendingDeletion', deletesAt });
      return {
        KeyId: key.arn,
        DeletionDate: new Date(deletesAt),
        KeyState: 'PendingDeletion',
        PendingWindowInDays: days,
      };
    },
  }),
  CancelKeyDeletion: operation<OnKey, Outputs['CancelKeyDeletion']>({
    permissions: forKey('CancelKeyDeletion'),
    run(input, call) {
      const { deletesAt, ...key } = changeable(input, call);
      if (deletesAt === undefined) throw invalidState(key);
      put(call, { ...key, state: 'Disabled' });
      return { KeyId: key.arn };
    },
  }),
  GetKeyPolicy: operation<OnKey, Outputs['GetKeyPolicy']>({
    permissions: forKey('GetKeyPolicy'),
    run: (input, call) => ({ Policy: keyOf(input, call).policy, PolicyName: 'default' }),
  }),
  PutKeyPolicy: operation<OnKey & { readonly Policy: string }, Outputs['PutKeyPolicy']>({
    permissions: forKey('PutKeyPolicy'),
    run(input, call) {
      put(call, { ...changeable(input, call), policy: checked(input.Policy) });
      return {};
    },
  }),
};

function changing(action: string, to: (key: KeyRecord) => KeyRecord): Operation {
  return operation<OnKey, Outputs['EnableKey']>({
    permissions: forKey(action),
    run(input, call) {
      put(call, to(changeable(input, call)));
      return {};
    },
  });
}

/** KMS Developer Guide, "Resource quotas": size of a key policy document, in bytes. */
const largestPolicy = 32_768;

/** @throws AwsError `MalformedPolicyDocumentException`, `LimitExceededException`. */
function checked(policy: string): string {
  if (Buffer.byteLength(policy) > largestPolicy) {
    throw new AwsError(
      'LimitExceededException',
      `A key policy has at most ${largestPolicy} bytes.`,
    );
  }
  try {
    compilePolicy(policy, 'resource');
    return policy;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new AwsError('MalformedPolicyDocumentException', error.message);
  }
}

function metadataOf(key: KeyRecord) {
  return {
    AWSAccountId: key.accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: key.state === 'Enabled',
    Description: key.description,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: key.state,
    Origin: key.origin,
    KeyManager: key.manager,
    KeySpec: 'SYMMETRIC_DEFAULT',
    CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
    ...(key.deletesAt === undefined ? {} : { DeletionDate: new Date(key.deletesAt) }),
  };
}
