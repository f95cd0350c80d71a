import { randomBytes } from 'node:crypto';
import { accessKeyId } from '../../access-key-ids.ts';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { AccessKeyRecord } from '../../state.ts';
import { limitExceeded, noSuchEntity } from './errors.ts';
import { pageOf } from './naming.ts';
import type { Outputs } from './outputs.generated.ts';
import { principal, principalArn } from './principals.ts';
import { isRootsOwn, userNameOf } from './user-names.ts';

interface KeyInput {
  readonly UserName?: string;
  readonly AccessKeyId: string;
  readonly Status?: string;
}

/** A user has at most two keys, so that one can be replaced by the other. Source: IAM quotas. */
const maxKeys = 2;

const onOwner =
  (action: string) =>
  (input: { UserName?: string }, call: Call): readonly Permission[] => [
    {
      action: `iam:${action}`,
      resource: isRootsOwn(input, call)
        ? call.caller.arn
        : principalArn('User', { UserName: userNameOf(input, call) }, call),
      accountId: call.caller.accountId,
    },
  ];

function keysOf(call: Call, userName: string): AccessKeyRecord[] {
  return call.core.state.accessKeys
    .list()
    .map(({ document }) => document)
    .filter((key) => key.accountId === call.caller.accountId && key.userName === userName);
}

function key(call: Call, input: KeyInput): AccessKeyRecord {
  const { name } = principal('User', { UserName: userNameOf(input, call) }, call);
  const found = keysOf(call, name).find(({ accessKeyId }) => accessKeyId === input.AccessKeyId);
  if (found === undefined) {
    throw noSuchEntity(`The Access Key with id ${input.AccessKeyId} cannot be found.`);
  }
  return found;
}

function render({ userName, accessKeyId, active, createdAt }: AccessKeyRecord) {
  return {
    UserName: userName,
    AccessKeyId: accessKeyId,
    Status: active ? 'Active' : 'Inactive',
    CreateDate: new Date(createdAt),
  };
}

export const accessKeyOperations: Record<string, Operation> = {
  CreateAccessKey: operation<{ UserName?: string }, Outputs['CreateAccessKey']>({
    permissions: onOwner('CreateAccessKey'),
    run(input, call) {
      const { name, accountId } = principal('User', { UserName: userNameOf(input, call) }, call);
      if (keysOf(call, name).length >= maxKeys) {
        throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${maxKeys}`);
      }
      const made: AccessKeyRecord = {
        accountId,
        userName: name,
        accessKeyId: accessKeyId('AKIA', accountId),
        secretAccessKey: randomBytes(30).toString('base64'),
        active: true,
        createdAt: call.now,
      };
      call.core.state.accessKeys.put(made.accessKeyId, made);
      return { AccessKey: { ...render(made), SecretAccessKey: made.secretAccessKey } };
    },
  }),
  ListAccessKeys: operation<
    { UserName?: string; MaxItems?: number; Marker?: string },
    Outputs['ListAccessKeys']
  >({
    permissions: onOwner('ListAccessKeys'),
    run(input, call) {
      // Root has no keys here except the predefined ones, which cannot be managed.
      if (isRootsOwn(input, call))
        return { AccessKeyMetadata: [], IsTruncated: false, Marker: undefined };
      const { name } = principal('User', { UserName: userNameOf(input, call) }, call);
      const { items, ...page } = pageOf(keysOf(call, name), input);
      return { AccessKeyMetadata: items.map(render), ...page };
    },
  }),
  UpdateAccessKey: operation<KeyInput, Outputs['UpdateAccessKey']>({
    permissions: onOwner('UpdateAccessKey'),
    run(input, call) {
      const found = key(call, input);
      const active = input.Status === 'Active';
      call.core.state.accessKeys.put(found.accessKeyId, { ...found, active });
      return {};
    },
  }),
  DeleteAccessKey: operation<KeyInput, Outputs['DeleteAccessKey']>({
    permissions: onOwner('DeleteAccessKey'),
    run(input, call) {
      call.core.state.accessKeys.delete(key(call, input).accessKeyId);
      return {};
    },
  }),
  GetAccessKeyLastUsed: operation<{ AccessKeyId: string }, Outputs['GetAccessKeyLastUsed']>({
    permissions: (_input, { caller }) => [
      { action: 'iam:GetAccessKeyLastUsed', resource: '*', accountId: caller.accountId },
    ],
    run({ AccessKeyId }, { core, caller }) {
      const found = core.state.accessKeys.get(AccessKeyId);
      if (found?.accountId !== caller.accountId) {
        // IAM does not reveal whether such a key exists in another account.
        throw new AwsError(
          'AccessDenied',
          `User: ${caller.arn} is not authorized to perform iam:GetAccessKeyLastUsed on resource: access key ${AccessKeyId}`,
          403,
        );
      }
      const last = core.keyUse.lastOf(AccessKeyId);
      return {
        UserName: found.userName,
        AccessKeyLastUsed:
          last === undefined
            ? { ServiceName: 'N/A', Region: 'N/A' }
            : {
                LastUsedDate: new Date(last.at),
                ServiceName: last.service,
                Region: last.region,
              },
      };
    },
  }),
};
