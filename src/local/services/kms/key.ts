import { parseArn } from '../../../names/arn.ts';
import { partitionOf } from '../../../names/partitions.ts';
import type { Call } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import { awsKeyArn, defaultKeyPolicy, newKey } from '../../kms-keys.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import { type KeyRecord, nameKey } from '../../state.ts';
import { covers, type Granted } from './grant-constraints.ts';

export interface OnKey {
  readonly KeyId: string;
}

/** What a request named a key by, as an ARN, and the key's own; an alias that nobody has made has no key. */
export interface NamedKey {
  readonly asked: string;
  readonly arn?: string;
}

/** A bare id or alias is of the caller's account and Region. */
export function named(keyId: string, call: Call): NamedKey {
  if (!/(?:^|:)alias\//.test(keyId)) {
    const asked = keyId.startsWith('arn:') ? keyId : arnIn(call, `key/${keyId}`);
    return { asked, arn: asked };
  }
  const asked = keyId.startsWith('arn:') ? keyId : arnIn(call, keyId);
  const { accountId = '', region = '', resource } = parseArn(asked) ?? {};
  if (resource === 'alias/aws/ecr') return { asked, arn: awsKeyArn(accountId, region) };
  const arn = call.core.state.keyAliases.get(asked)?.keyArn;
  return arn === undefined ? { asked } : { asked, arn };
}

/**
 * The ARN that a key is kept under.
 * @throws AwsError `NotFoundException` for an alias that nobody has made.
 */
export function arnOfKey(keyId: string, call: Call): string {
  const { asked, arn } = named(keyId, call);
  if (arn === undefined) throw new AwsError('NotFoundException', `Alias ${asked} is not found.`);
  return arn;
}

/** The ARN of something of KMS in the caller's account and Region. */
export function arnIn({ caller, region }: Call, resource: string): string {
  return `arn:${partitionOf(region).id}:kms:${region}:${caller.accountId}:${resource}`;
}

/** @throws AwsError `NotFoundException`, also once the time of a deletion is over. */
export function keyOf({ KeyId }: OnKey, call: Call): KeyRecord {
  const arn = arnOfKey(KeyId, call);
  const found = find(arn, call);
  if (found !== undefined) return found;
  throw new AwsError('NotFoundException', `Key '${arn}' does not exist`);
}

/** The key of an ARN, if it is there. */
export function find(arn: string, { core, now }: Call): KeyRecord | undefined {
  const found = core.state.keys.get(arn);
  if (found?.deletesAt !== undefined && found.deletesAt <= now) return undefined;
  if (found !== undefined) return found;
  const { accountId = '', region = '' } = parseArn(arn) ?? {};
  return arn === awsKeyArn(accountId, region) ? newKey(arn, now) : undefined;
}

interface InContext extends OnKey, Granted {}

/**
 * What an operation on a key requires: its policy or a grant has to allow it (KMS Developer Guide, "Grants"). Whoever may
 * use the keys of its account is told that one is missing; in another account nobody is.
 */
export const forKey =
  (action: string) =>
  (request: InContext, call: Call): readonly Permission[] => {
    const { asked, arn = asked } = named(request.KeyId, call);
    const key = find(arn, call);
    const own = call.caller.accountId;
    const accountId = parseArn(asked)?.accountId ?? own;
    const missing = accountId === own ? [defaultKeyPolicy(accountId)] : [];
    const context = Object.entries(request.EncryptionContext ?? {}).map(([name, value]) => [
      `kms:EncryptionContext:${name}`,
      value,
    ]);
    return [
      {
        action: `kms:${action}`,
        resource: arn,
        accountId,
        resourcePolicies: key === undefined ? missing : [key.policy],
        grantedTo: key === undefined ? [] : granteesOf(key, action, request, call),
        context: { 'kms:CallerAccount': own, ...Object.fromEntries(context) },
        ...(accountId === own ? {} : { asked }),
      },
    ];
  };

function granteesOf(key: KeyRecord, action: string, request: Granted, call: Call): string[] {
  const own = namesOf(call);
  const found = key.grants.filter(
    (grant) => own.includes(grant.grantee) && covers(grant, action, request),
  );
  return [...new Set(found.map(({ grantee }) => grantee))];
}

/** The ARNs by which a grant may name the caller: its own, its role's and its account's. */
export function namesOf({ core, caller }: Call): readonly string[] {
  const { accountId, arn, kind, name = '' } = caller;
  const role = kind === 'role' ? core.state.roles.get(nameKey(accountId, name)) : undefined;
  return [arn, ...(role === undefined ? [] : [role.arn]), `arn:aws:iam::${accountId}:root`];
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

/** What a request that only asks whether it may gets, once it may (API reference, DryRun). */
export function dryRun(): AwsError {
  return new AwsError(
    'DryRunOperationException',
    'The request would have succeeded, but the DryRun option is set.',
  );
}
