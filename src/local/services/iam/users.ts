import type { CreateUserRequest, UpdateUserRequest } from '@aws-sdk/client-iam';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { nameKey, type UserRecord } from '../../state.ts';
import { recordsOf } from './account-records.ts';
import { alreadyExists, deleteConflict, invalidInput } from './errors.ts';
import { boundaryOf, iamArn, pageOf, tagsIfAny, tagsOf, uniqueId } from './naming.ts';
import type { Outputs, User } from './outputs.generated.ts';
import { boundaryIn } from './policy-documents.ts';
import { principal, principalArn } from './principals.ts';
import { requireDistinctKeys } from './tag-keys.ts';
import { isRootsOwn, userNameOf } from './user-names.ts';

const onUser =
  (action: string) =>
  (input: { UserName?: string | undefined }, call: Call): readonly Permission[] => {
    const resource = isRootsOwn(input, call)
      ? call.caller.arn
      : principalArn('User', { UserName: userNameOf(input, call) }, call);
    return [{ action: `iam:${action}`, resource, accountId: call.caller.accountId }];
  };

function render(user: UserRecord): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
  };
}

/** A user as in CreateUser and GetUser; ListUsers omits boundary and tags (API reference). */
function renderWhole(user: UserRecord): User {
  return { ...render(user), ...boundaryOf(user), ...tagsIfAny(user.tags) };
}

function user(call: Call, UserName: string | undefined): UserRecord {
  return principal('User', { UserName: userNameOf({ UserName }, call) }, call);
}

export const userOperations: Record<string, Operation> = {
  CreateUser: operation<CreateUserRequest, Outputs['CreateUser']>({
    permissions: onUser('CreateUser'),
    run(input, call) {
      const { core, caller, now } = call;
      requireDistinctKeys(input.Tags, invalidInput);
      const name = input.UserName ?? '';
      const key = nameKey(caller.accountId, name);
      if (core.state.users.get(key) !== undefined) {
        throw alreadyExists(`User with name ${name} already exists.`);
      }
      const boundary = boundaryIn(call, input.PermissionsBoundary);
      const path = input.Path ?? '/';
      const made: UserRecord = {
        accountId: caller.accountId,
        name,
        path,
        id: uniqueId('AIDA'),
        arn: iamArn(caller.accountId, 'user', path, name),
        createdAt: now,
        inline: {},
        attached: [],
        tags: tagsOf(input.Tags),
        ...boundary,
      };
      core.state.users.put(key, made);
      return { User: renderWhole(made) };
    },
  }),
  GetUser: operation<{ UserName?: string }, Outputs['GetUser']>({
    permissions: onUser('GetUser'),
    run(input, call) {
      const { caller, now } = call;
      if (isRootsOwn(input, call)) {
        // Root has neither name nor path, though the model says that every user has.
        const root = { UserId: caller.accountId, Arn: caller.arn, CreateDate: new Date(now) };
        return { User: root as User };
      }
      return { User: renderWhole(user(call, input.UserName)) };
    },
  }),
  UpdateUser: operation<UpdateUserRequest, Outputs['UpdateUser']>({
    permissions: onUser('UpdateUser'),
    run(input, call) {
      const { users, accessKeys } = call.core.state;
      const before = user(call, input.UserName);
      const name = input.NewUserName ?? before.name;
      const path = input.NewPath ?? before.path;
      if (nameKey(before.accountId, name) !== nameKey(before.accountId, before.name)) {
        if (users.get(nameKey(before.accountId, name)) !== undefined) {
          throw alreadyExists(`User with name ${name} already exists.`);
        }
      }
      users.delete(nameKey(before.accountId, before.name));
      users.put(nameKey(before.accountId, name), {
        ...before,
        name,
        path,
        arn: iamArn(before.accountId, 'user', path, name),
      });
      for (const { key, document } of keysOf(call, before)) {
        accessKeys.put(key, { ...document, userName: name });
      }
      return {};
    },
  }),
  ListUsers: operation<
    { PathPrefix?: string; MaxItems?: number; Marker?: string },
    Outputs['ListUsers']
  >({
    permissions: ({ PathPrefix }, { caller }) => [
      {
        action: 'iam:ListUsers',
        resource: iamArn(caller.accountId, 'user', PathPrefix ?? '/', ''),
        accountId: caller.accountId,
      },
    ],
    async run(input, call) {
      const all = await recordsOf(call, call.core.state.users);
      const below = all.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...page } = pageOf(below, input);
      return { Users: items.map(render), ...page };
    },
  }),
  DeleteUser: operation<{ UserName: string }, Outputs['DeleteUser']>({
    permissions: onUser('DeleteUser'),
    run(input, call) {
      const found = user(call, input.UserName);
      if (keysOf(call, found).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete access keys first.');
      }
      if (found.loginProfile !== undefined) {
        throw deleteConflict('Cannot delete entity, must delete login profile first.');
      }
      if (found.attached.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(found.inline).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      call.core.state.users.delete(nameKey(found.accountId, found.name));
      return {};
    },
  }),
};

function keysOf({ core }: Call, { accountId, name }: UserRecord) {
  return core.state.accessKeys
    .list()
    .filter(({ document }) => document.accountId === accountId && document.userName === name);
}
