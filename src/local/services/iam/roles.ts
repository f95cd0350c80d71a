import type { CreateRoleRequest, UpdateRoleRequest } from '@aws-sdk/client-iam';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { nameKey, type RoleRecord } from '../../state.ts';
import { recordsOf } from './account-records.ts';
import { deleting } from './deletions.ts';
import { alreadyExists, deleteConflict, invalidInput } from './errors.ts';
import {
  boundaryOf,
  encodedDocument,
  iamArn,
  pageOf,
  tagsIfAny,
  tagsOf,
  uniqueId,
} from './naming.ts';
import type { Outputs, Role } from './outputs.generated.ts';
import { boundaryIn, checkDocument, checkQuota } from './policy-documents.ts';
import { principal, principalArn } from './principals.ts';
import { lastUsed } from './role-last-used.ts';
import { requireModifiable } from './service-linked-roles.ts';
import { requireDistinctKeys } from './tag-keys.ts';

const onRole =
  (action: string) =>
  (input: { RoleName?: string | undefined }, call: Call): readonly Permission[] => [
    {
      action: `iam:${action}`,
      resource: principalArn('Role', { RoleName: input.RoleName ?? '' }, call),
      accountId: call.caller.accountId,
    },
  ];

/** A role as in every response of IAM; some responses have more members. */
export function renderRole(role: RoleRecord): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodedDocument(role.trust),
    ...(role.description === undefined ? {} : { Description: role.description }),
  };
}

/** A role as in GetRole; ListRoles omits what is on the last three lines (API reference). */
function renderWhole(call: Call, role: RoleRecord): Role {
  return {
    ...renderRole(role),
    MaxSessionDuration: role.maxSessionDuration,
    ...boundaryOf(role),
    ...tagsIfAny(role.tags),
    RoleLastUsed: lastUsed(call, role),
  };
}

function role(call: Call, RoleName: string | undefined): RoleRecord {
  return principal('Role', { RoleName: RoleName ?? '' }, call) as RoleRecord;
}

export const roleOperations: Record<string, Operation> = {
  CreateRole: operation<CreateRoleRequest, Outputs['CreateRole']>({
    permissions: onRole('CreateRole'),
    run(input, call) {
      const { core, caller, now } = call;
      requireDistinctKeys(input.Tags, invalidInput);
      const name = input.RoleName ?? '';
      const key = nameKey(caller.accountId, name);
      if (core.state.roles.get(key) !== undefined) {
        throw alreadyExists(`Role with name ${name} already exists.`);
      }
      const trust = input.AssumeRolePolicyDocument ?? '';
      checkDocument(trust, 'trust');
      checkQuota([trust], { kind: 'trust' });
      const boundary = boundaryIn(call, input.PermissionsBoundary);
      const path = input.Path ?? '/';
      const made: RoleRecord = {
        accountId: caller.accountId,
        name,
        path,
        id: uniqueId('AROA'),
        arn: iamArn(caller.accountId, 'role', path, name),
        createdAt: now,
        trust,
        maxSessionDuration: input.MaxSessionDuration ?? 3600,
        inline: {},
        attached: [],
        tags: tagsOf(input.Tags),
        ...(input.Description === undefined ? {} : { description: input.Description }),
        ...boundary,
      };
      core.state.roles.put(key, made);
      const { Description: _untold, ...shown } = renderRole(made);
      return { Role: { ...shown, ...boundaryOf(made), ...tagsIfAny(made.tags) } };
    },
  }),
  GetRole: operation<{ RoleName: string }, Outputs['GetRole']>({
    permissions: onRole('GetRole'),
    run: (input, call) => ({ Role: renderWhole(call, role(call, input.RoleName)) }),
  }),
  UpdateRole: operation<UpdateRoleRequest, Outputs['UpdateRole']>({
    permissions: onRole('UpdateRole'),
    run(input, call) {
      const found = role(call, input.RoleName);
      call.core.state.roles.put(nameKey(found.accountId, found.name), {
        ...found,
        ...(input.Description === undefined ? {} : { description: input.Description }),
        maxSessionDuration: input.MaxSessionDuration ?? found.maxSessionDuration,
      });
      return {};
    },
  }),
  UpdateRoleDescription: operation<
    { RoleName: string; Description: string },
    Outputs['UpdateRoleDescription']
  >({
    permissions: onRole('UpdateRoleDescription'),
    run({ RoleName, Description: description }, call) {
      const found = role(call, RoleName);
      const changed: RoleRecord = { ...found, description };
      call.core.state.roles.put(nameKey(found.accountId, found.name), changed);
      return { Role: renderRole(changed) };
    },
  }),
  UpdateAssumeRolePolicy: operation<
    { RoleName: string; PolicyDocument: string },
    Outputs['UpdateAssumeRolePolicy']
  >({
    permissions: onRole('UpdateAssumeRolePolicy'),
    run(input, call) {
      const found = role(call, input.RoleName);
      requireModifiable(found);
      checkDocument(input.PolicyDocument, 'trust');
      checkQuota([input.PolicyDocument], { kind: 'trust' });
      call.core.state.roles.put(nameKey(found.accountId, found.name), {
        ...found,
        trust: input.PolicyDocument,
      });
      return {};
    },
  }),
  ListRoles: operation<
    { PathPrefix?: string; MaxItems?: number; Marker?: string },
    Outputs['ListRoles']
  >({
    permissions: ({ PathPrefix }, { caller }) => [
      {
        action: 'iam:ListRoles',
        resource: iamArn(caller.accountId, 'role', PathPrefix ?? '/', ''),
        accountId: caller.accountId,
      },
    ],
    async run(input, call) {
      const all = await recordsOf(call, call.core.state.roles);
      const below = all.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...page } = pageOf(below, input);
      const roles = items.map((item) => ({
        ...renderRole(item),
        MaxSessionDuration: item.maxSessionDuration,
      }));
      return { Roles: roles, ...page };
    },
  }),
  DeleteRole: operation<{ RoleName: string }, Outputs['DeleteRole']>({
    permissions: onRole('DeleteRole'),
    run: (input, call) =>
      deleting(call, role(call, input.RoleName).arn, async () => {
        const { roles, instanceProfiles } = call.core.state;
        const profiles = await recordsOf(call, instanceProfiles);
        const found = role(call, input.RoleName);
        requireModifiable(found);
        if (found.attached.length > 0) {
          throw deleteConflict('Cannot delete entity, must detach all policies first.');
        }
        if (Object.keys(found.inline).length > 0) {
          throw deleteConflict('Cannot delete entity, must delete policies first.');
        }
        if (profiles.some((profile) => profile.role === found.name)) {
          throw deleteConflict(
            'Cannot delete entity, must remove roles from instance profile first.',
          );
        }
        roles.delete(nameKey(found.accountId, found.name));
        return {};
      }),
  }),
};
