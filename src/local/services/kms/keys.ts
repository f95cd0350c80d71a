import { PolicyError, validatePolicyText } from '../../../iam/index.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { createKey, keyKey, keyState } from '../../kms/keys.ts';
import type { KeyRecord } from '../../state.ts';
import { kmsErrors } from './errors.ts';
import { onKey, pageOf, requireKey, requireNotDeleting, requireUsable } from './key-call.ts';
import type { KeyMetadata, Outputs } from './outputs.generated.ts';

export function renderKey(key: KeyRecord): KeyMetadata {
  const state = keyState(key);
  return {
    AWSAccountId: key.accountId,
    KeyId: key.id,
    Arn: key.arn,
    CreationDate: new Date(key.createdAt),
    Enabled: state === 'Enabled',
    Description: key.description,
    KeyUsage: key.usage,
    KeyState: state,
    DeletionDate: key.deletionAt === undefined ? undefined : new Date(key.deletionAt),
    Origin: key.origin,
    KeyManager: key.manager,
    CustomerMasterKeySpec: key.spec,
    KeySpec: key.spec,
    EncryptionAlgorithms: key.spec === 'SYMMETRIC_DEFAULT' ? ['SYMMETRIC_DEFAULT'] : undefined,
    MultiRegion: false,
  };
}

export interface Tag {
  readonly TagKey: string;
  readonly TagValue: string;
}

export function tagRecord(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

/** @throws AwsError `MalformedPolicyDocumentException`. */
export function checkKeyPolicy(text: string): void {
  try {
    validatePolicyText(text, 'resource');
  } catch (error) {
    if (error instanceof PolicyError) throw kmsErrors.invalidPolicy(error.message);
    throw error;
  }
}

interface CreateKey {
  readonly Policy?: string;
  readonly Description?: string;
  readonly KeyUsage?: string;
  readonly KeySpec?: string;
  readonly CustomerMasterKeySpec?: string;
  readonly Origin?: string;
  readonly Tags?: readonly Tag[];
}

const create = operation<CreateKey, Outputs['CreateKey']>({
  permissions: (_input, { caller }) => [
    { action: 'kms:CreateKey', resource: '*', accountId: caller.accountId },
  ],
  run(input, { core, caller, region, now }) {
    const { Policy, Tags = [], Description } = input;
    if (Policy !== undefined) checkKeyPolicy(Policy);
    const key = createKey(core.state, {
      accountId: caller.accountId,
      region,
      now,
      ...(Description === undefined ? {} : { description: Description }),
      ...(Policy === undefined ? {} : { policy: Policy }),
      usage: input.KeyUsage ?? 'ENCRYPT_DECRYPT',
      spec: input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT',
      origin: input.Origin ?? 'AWS_KMS',
      tags: tagRecord(Tags),
    });
    return { KeyMetadata: renderKey(key) };
  },
});

export interface OneKey {
  readonly KeyId: string;
}

/** An operation that changes one key. */
export function changesKey<Input extends OneKey, Output>(
  name: string,
  run: (input: Input, call: Call) => Output,
): Operation {
  return operation<Input, Output>({
    permissions: ({ KeyId }, call) => onKey(call, KeyId, name),
    run,
  });
}

export function saveKey({ core }: Call, key: KeyRecord): void {
  core.state.keys.put(keyKey(key), key);
}

const describe = changesKey<OneKey, Outputs['DescribeKey']>('DescribeKey', ({ KeyId }, call) => ({
  KeyMetadata: renderKey(requireKey(call, KeyId)),
}));

const list = operation<{ readonly Limit?: number; readonly Marker?: string }, Outputs['ListKeys']>({
  permissions: (_input, { caller }) => [
    { action: 'kms:ListKeys', resource: '*', accountId: caller.accountId },
  ],
  run(input, { core, caller, region, now }) {
    const own = core.state.keys
      .list({ prefix: `${caller.accountId}/${region}/` })
      .map(({ document }) => document)
      .filter(({ deletionAt = Number.POSITIVE_INFINITY }) => deletionAt > now);
    const { items, ...more } = pageOf(own, input);
    return { Keys: items.map(({ id, arn }) => ({ KeyId: id, KeyArn: arn })), ...more };
  },
});

const enable = changesKey<OneKey, Outputs['EnableKey']>('EnableKey', ({ KeyId }, call) => {
  saveKey(call, { ...requireNotDeleting(call, KeyId), enabled: true });
  return {};
});

const disable = changesKey<OneKey, Outputs['DisableKey']>('DisableKey', ({ KeyId }, call) => {
  saveKey(call, { ...requireNotDeleting(call, KeyId), enabled: false });
  return {};
});

const dayMilliseconds = 86_400_000;

const schedule = changesKey<
  OneKey & { readonly PendingWindowInDays?: number },
  Outputs['ScheduleKeyDeletion']
>('ScheduleKeyDeletion', ({ KeyId, PendingWindowInDays = 30 }, call) => {
  const key = requireNotDeleting(call, KeyId);
  if (PendingWindowInDays < 7 || PendingWindowInDays > 30) {
    throw kmsErrors.validation('PendingWindowInDays must be between 7 and 30 (inclusive)');
  }
  const deletionAt = call.now + PendingWindowInDays * dayMilliseconds;
  saveKey(call, { ...key, enabled: false, deletionAt });
  return {
    KeyId: key.arn,
    DeletionDate: new Date(deletionAt),
    KeyState: 'PendingDeletion',
    PendingWindowInDays,
  };
});

/** Afterwards the key is disabled. */
const cancel = changesKey<OneKey, Outputs['CancelKeyDeletion']>(
  'CancelKeyDeletion',
  ({ KeyId }, call) => {
    const { deletionAt, ...key } = requireKey(call, KeyId);
    if (deletionAt === undefined) {
      throw kmsErrors.invalidState(key.arn, 'is not pending deletion');
    }
    saveKey(call, key);
    return { KeyId: key.arn };
  },
);

const updateDescription = changesKey<
  OneKey & { readonly Description: string },
  Outputs['UpdateKeyDescription']
>('UpdateKeyDescription', ({ KeyId, Description }, call) => {
  saveKey(call, { ...requireNotDeleting(call, KeyId), description: Description });
  return {};
});

function rotation(name: string, rotates: boolean): Operation {
  return changesKey<OneKey, Outputs['EnableKeyRotation']>(name, ({ KeyId }, call) => {
    saveKey(call, { ...requireUsable(call, KeyId), rotates });
    return {};
  });
}

const rotationStatus = changesKey<OneKey, Outputs['GetKeyRotationStatus']>(
  'GetKeyRotationStatus',
  ({ KeyId }, call) => {
    const { arn, rotates } = requireKey(call, KeyId);
    return {
      KeyRotationEnabled: rotates,
      KeyId: arn,
      RotationPeriodInDays: rotates ? 365 : undefined,
      NextRotationDate: undefined,
      OnDemandRotationStartDate: undefined,
    };
  },
);

export const keyOperations: Readonly<Record<string, Operation>> = {
  CreateKey: create,
  DescribeKey: describe,
  ListKeys: list,
  EnableKey: enable,
  DisableKey: disable,
  ScheduleKeyDeletion: schedule,
  CancelKeyDeletion: cancel,
  UpdateKeyDescription: updateDescription,
  EnableKeyRotation: rotation('EnableKeyRotation', true),
  DisableKeyRotation: rotation('DisableKeyRotation', false),
  GetKeyRotationStatus: rotationStatus,
};
