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

/** The ARN that a key is kept under; a bare id is of the caller's account and Region. */
export function arnOfKey(keyId: string, { caller, region }: Call): string {
  if (keyId.startsWith('arn:')) return keyId;
  if (keyId === 'alias/aws/ecr') return awsKeyArn(caller.accountId, region);
  return `arn:${partitionOf(region).id}:kms:${region}:${caller.accountId}:key/${keyId}`;
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

/** What an operation on a key requires: its policy has to allow it. */
export const forKey =
  (action: string) =>
  ({ KeyId }: OnKey, call: Call): readonly Permission[] => {
    const resource = arnOfKey(KeyId, call);
    const found = find(KeyId, call);
    return [
      {
        action: `kms:${action}`,
        resource,
        accountId: parseArn(resource)?.accountId ?? call.caller.accountId,
        ...(found === undefined ? {} : { resourcePolicies: [found.policy] }),
      },
    ];
  };

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
