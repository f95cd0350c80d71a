import type { Call } from '../../core/call.ts';
import type { Permission } from '../../core/service.ts';
import { grantAllows } from '../../kms/grants.ts';
import { findKey, keyArn, keyState } from '../../kms/keys.ts';
import type { KeyRecord } from '../../state.ts';
import { kmsErrors } from './errors.ts';

function placeOf({ caller, region }: Call) {
  return { accountId: caller.accountId, region };
}

/** The key that a call names. @throws AwsError `NotFoundException`. */
export function requireKey(call: Call, name: string): KeyRecord {
  const found = findKey(call.core.state, placeOf(call), name, call.now);
  if (found !== undefined) return found;
  const isAlias = /(^|:)alias\//.test(name);
  if (isAlias) throw kmsErrors.noAlias(name.startsWith('arn:') ? name : aliasArn(call, name));
  throw kmsErrors.noKey(name.startsWith('arn:') ? name : keyArn(placeOf(call), name));
}

export function aliasArn(call: Call, name: string): string {
  return keyArn(placeOf(call), '').replace(/key\/$/, name);
}

/**
 * What the caller needs for an operation on a key: its policy and the caller's own, unless a grant allows it.
 * Source: KMS Developer Guide, "Determining access to AWS KMS keys".
 */
export function onKey(
  call: Call,
  name: string,
  operation: string,
  encryptionContext: Readonly<Record<string, string>> = {},
): readonly Permission[] {
  const key = requireKey(call, name);
  if (grantAllows(key, call.caller.arn, operation, encryptionContext)) return [];
  if (grantAllows(key, principalOf(call), operation, encryptionContext)) return [];
  const context = Object.entries(encryptionContext).map(([entry, value]) => [
    `kms:EncryptionContext:${entry}`,
    value,
  ]);
  return [
    {
      action: `kms:${operation}`,
      resource: key.arn,
      accountId: key.accountId,
      resourcePolicies: [key.policy],
      context: {
        'kms:CallerAccount': call.caller.accountId,
        'kms:KeyOrigin': key.origin,
        'kms:KeySpec': key.spec,
        'kms:KeyUsage': key.usage,
        ...Object.fromEntries(context),
        ...Object.fromEntries(
          Object.entries(key.tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]),
        ),
      },
    },
  ];
}

/** The role behind a session, which is what grants name. */
function principalOf({ caller }: Call): string {
  return caller.kind === 'role'
    ? `arn:aws:iam::${caller.accountId}:role/${caller.name ?? ''}`
    : caller.arn;
}

/** A key that can be used. @throws AwsError by its state (KMS Developer Guide, "Key states"). */
export function requireUsable(call: Call, name: string): KeyRecord {
  const key = requireKey(call, name);
  const state = keyState(key);
  if (state === 'Disabled') throw kmsErrors.disabled(key.arn);
  if (state === 'PendingDeletion') throw kmsErrors.invalidState(key.arn, 'is pending deletion');
  if (state === 'PendingImport') throw kmsErrors.invalidState(key.arn, 'is pending import');
  return key;
}

/** A key that is not about to be deleted. */
export function requireNotDeleting(call: Call, name: string): KeyRecord {
  const key = requireKey(call, name);
  if (key.deletionAt !== undefined) {
    throw kmsErrors.invalidState(key.arn, 'is pending deletion');
  }
  return key;
}

interface Paging {
  readonly Limit?: number;
  readonly Marker?: string;
}

/** One page of a list. @throws AwsError `InvalidMarkerException`. */
export function pageOf<Item>(
  items: readonly Item[],
  { Limit = 100, Marker }: Paging,
): { items: readonly Item[]; NextMarker: string | undefined; Truncated: boolean } {
  const offset = Marker === undefined ? 0 : Number(Buffer.from(Marker, 'base64url').toString());
  if (!Number.isSafeInteger(offset) || offset < 0) throw kmsErrors.invalidMarker();
  const end = offset + Limit;
  const more = end < items.length;
  return {
    items: items.slice(offset, end),
    NextMarker: more ? Buffer.from(String(end)).toString('base64url') : undefined,
    Truncated: more,
  };
}
