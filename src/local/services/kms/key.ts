import { parseArn } from '../../../names/arn.ts';
import { partitionOf } from '../../../names/partitions.ts';
import type { Call } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import { awsKeyArn, newKey } from '../../kms-keys.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { KeyRecord } from '../../state.ts';

export interface OnKey {
  readonly KeyId: string;
}

/**
 * The ARN that a key is kept under; a bare id is of the caller's account and Region.
 * @throws AwsError `NotFoundException` for an alias that nobody has made.
 */
export function arnOfKey(keyId: string, call: Call): string {
  const { core, caller, region } = call;
  if (keyId === 'alias/aws/ecr') return awsKeyArn(caller.accountId, region);
  const isAlias = /(?:^|:)alias\//.test(keyId);
  if (isAlias) {
    const arn = keyId.startsWith('arn:') ? keyId : arnIn(call, keyId);
    const alias = core.state.keyAliases.get(arn);
    if (alias !== undefined) return alias.keyArn;
    throw new AwsError('NotFoundException', `Alias ${arn} is not found.`);
  }
  return keyId.startsWith('arn:') ? keyId : arnIn(call, `key/${keyId}`);
}

/** The ARN of something of KMS in the caller's account and Region. */
export function arnIn({ caller, region }: Call, resource: string): string {
  return `arn:${partitionOf(region).id}:kms:${region}:${caller.accountId}:${resource}`;
}

/** @throws AwsError `NotFoundException`, also once the time of a deletion is over. */
export function keyOf({ KeyId }: OnKey, call: Call): KeyRecord {
  const found = find(KeyId, call);
  if (found !== undefined) return found;
  throw new AwsError('NotFoundException', `Key '${arnOfKey(KeyId, call)}' does not exist`);
}

function find(keyId: string, call: Call): KeyRecord | undefined {
  const { core, now } = call;
  const arn = arnOfKey(keyId, call);
  const found = core.state.keys.get(arn);
  if (found?.deletesAt !== undefined && found.deletesAt <= now) return undefined;
  if (found !== undefined) return found;
  const { accountId = '', region = '' } = parseArn(arn) ?? {};
  return arn === awsKeyArn(accountId, region) ? newKey(arn, now) : undefined;
}

interface InContext extends OnKey {
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

/** What an operation on a key requires: its policy has to allow it, where no grant does (KMS Developer Guide, "Grants"). */
export const forKey =
  (action: string) =>
  ({ KeyId, EncryptionContext = {} }: InContext, call: Call): readonly Permission[] => {
    const resource = arnOfKey(KeyId, call);
    const found = find(KeyId, call);
    const accountId = parseArn(resource)?.accountId ?? call.caller.accountId;
    // Whoever asks for a key that its own account has not is told so.
    if (found === undefined && accountId === call.caller.accountId) return [];
    if (found !== undefined && isGranted(found, action, EncryptionContext, call)) return [];
    const context = Object.entries(EncryptionContext).map(([name, value]) => [
      `kms:EncryptionContext:${name}`,
      value,
    ]);
    return [
      {
        action: `kms:${action}`,
        resource,
        accountId,
        ...(found === undefined ? {} : { resourcePolicies: [found.policy] }),
        context: { 'kms:CallerAccount': call.caller.accountId, ...Object.fromEntries(context) },
      },
    ];
  };

function isGranted(
  { grants }: KeyRecord,
  operation: string,
  context: Readonly<Record<string, string>>,
  { caller }: Call,
): boolean {
  const role = `arn:aws:iam::${caller.accountId}:role/${caller.name ?? ''}`;
  const principals = caller.kind === 'role' ? [caller.arn, role] : [caller.arn];
  return grants.some(
    (grant) =>
      principals.includes(grant.grantee) &&
      grant.operations.includes(operation) &&
      Object.entries(grant.context).every(([name, value]) => context[name] === value),
  );
}

/** @throws AwsError `UnsupportedOperationException` for AWS's own key, which nobody else changes. */
export function changeable(input: OnKey, call: Call): KeyRecord {
  const key = keyOf(input, call);
  if (key.manager === 'CUSTOMER') return key;
  throw new AwsError(
    'UnsupportedOperationException',
    `${key.arn} is an AWS managed key, which cannot be changed.`,
  );
}

export function put({ core }: Call, key: KeyRecord): void {
  core.state.keys.put(key.arn, key);
}

/** @throws AwsError `KMSInvalidStateException`. */
export function invalidState(key: KeyRecord): AwsError {
  const words = key.state === 'PendingDeletion' ? 'pending deletion' : key.state;
  return new AwsError('KMSInvalidStateException', `${key.arn} is ${words}.`);
}

/** A key that can be used. @throws AwsError by its state (KMS Developer Guide, "Key states of AWS KMS keys"). */
export function usable(input: OnKey, call: Call): KeyRecord {
  const key = keyOf(input, call);
  if (key.state === 'Enabled') return key;
  if (key.state !== 'Disabled') throw invalidState(key);
  throw new AwsError('DisabledException', `${key.arn} is disabled.`);
}
