import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { type InstanceProfileRecord, nameKey } from '../../state.ts';
import { recordsOf } from './account-records.ts';
import { requireStaying } from './deletions.ts';
import { alreadyExists, deleteConflict, limitExceeded, noSuchEntity } from './errors.ts';
import { iamArn, pageOf, tagList, tagsIfAny, uniqueId, withoutTags } from './naming.ts';
import type { InstanceProfile, Outputs } from './outputs.generated.ts';
import { principal, principalArn } from './principals.ts';
import { renderRole } from './roles.ts';
import { taggedWith } from './tag-keys.ts';

interface OnProfile {
  readonly InstanceProfileName: string;
  readonly RoleName?: string;
  readonly Path?: string;
  readonly Tags?: { Key: string; Value: string }[];
  readonly TagKeys?: string[];
}

interface Paging {
  readonly MaxItems?: number;
  readonly Marker?: string;
}

const on =
  (action: string) =>
  (input: OnProfile, call: Call): readonly Permission[] => [
    {
      action: `iam:${action}`,
      resource:
        find(call, input.InstanceProfileName)?.arn ??
        iamArn(call.caller.accountId, 'instance-profile', '/', input.InstanceProfileName),
      accountId: call.caller.accountId,
    },
  ];

function find({ core, caller }: Call, name: string): InstanceProfileRecord | undefined {
  return core.state.instanceProfiles.get(nameKey(caller.accountId, name));
}

function profile(call: Call, name: string): InstanceProfileRecord {
  const found = find(call, name);
  if (found === undefined) throw noSuchEntity(`Instance Profile ${name} cannot be found.`);
  return found;
}

function store({ core }: Call, record: InstanceProfileRecord): void {
  core.state.instanceProfiles.put(nameKey(record.accountId, record.name), record);
}

function render({ core }: Call, record: InstanceProfileRecord): InstanceProfile {
  const role =
    record.role === undefined
      ? undefined
      : core.state.roles.get(nameKey(record.accountId, record.role));
  return {
    Path: record.path,
    InstanceProfileName: record.name,
    InstanceProfileId: record.id,
    Arn: record.arn,
    CreateDate: new Date(record.createdAt),
    Roles: role === undefined ? [] : [renderRole(role)],
  };
}

export const instanceProfileOperations: Record<string, Operation> = {
  CreateInstanceProfile: operation<OnProfile, Outputs['CreateInstanceProfile']>({
    permissions: on('CreateInstanceProfile'),
    run(input, call) {
      const { caller, now } = call;
      const name = input.InstanceProfileName;
      if (find(call, name) !== undefined) {
        throw alreadyExists(`Instance Profile ${name} already exists.`);
      }
      const path = input.Path ?? '/';
      const made: InstanceProfileRecord = {
        accountId: caller.accountId,
        name,
        path,
        id: uniqueId('AIPA'),
        arn: iamArn(caller.accountId, 'instance-profile', path, name),
        createdAt: now,
        tags: taggedWith({}, input.Tags),
      };
      store(call, made);
      return { InstanceProfile: { ...render(call, made), ...tagsIfAny(made.tags) } };
    },
  }),
  GetInstanceProfile: operation<OnProfile, Outputs['GetInstanceProfile']>({
    permissions: on('GetInstanceProfile'),
    run(input, call) {
      const found = profile(call, input.InstanceProfileName);
      return { InstanceProfile: { ...render(call, found), Tags: tagList(found.tags) } };
    },
  }),
  ListInstanceProfiles: operation<
    Paging & { PathPrefix?: string },
    Outputs['ListInstanceProfiles']
  >({
    permissions: ({ PathPrefix }, { caller }) => [
      {
        action: 'iam:ListInstanceProfiles',
        resource: iamArn(caller.accountId, 'instance-profile', PathPrefix ?? '/', ''),
        accountId: caller.accountId,
      },
    ],
    async run(input, call) {
      const all = await recordsOf(call, call.core.state.instanceProfiles);
      const below = all.filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'));
      const { items, ...page } = pageOf(below, input);
      return { InstanceProfiles: items.map((item) => render(call, item)), ...page };
    },
  }),
  ListInstanceProfilesForRole: operation<
    Paging & { RoleName: string },
    Outputs['ListInstanceProfilesForRole']
  >({
    permissions: (input, call) => [
      {
        action: 'iam:ListInstanceProfilesForRole',
        resource: principalArn('Role', input, call),
        accountId: call.caller.accountId,
      },
    ],
    async run(input, call) {
      const { name } = principal('Role', input, call);
      const all = await recordsOf(call, call.core.state.instanceProfiles);
      const own = all.filter(({ role }) => role === name).map((profile) => render(call, profile));
      const { items, ...page } = pageOf(own, input);
      return { InstanceProfiles: items, ...page };
    },
  }),
  DeleteInstanceProfile: operation<OnProfile, Outputs['DeleteInstanceProfile']>({
    permissions: on('DeleteInstanceProfile'),
    run(input, call) {
      const found = profile(call, input.InstanceProfileName);
      if (found.role !== undefined) {
        throw deleteConflict(
          'Cannot delete entity, must remove roles from instance profile first.',
        );
      }
      call.core.state.instanceProfiles.delete(nameKey(found.accountId, found.name));
      return {};
    },
  }),
  AddRoleToInstanceProfile: operation<OnProfile, Outputs['AddRoleToInstanceProfile']>({
    permissions: (input, call) => [
      ...on('AddRoleToInstanceProfile')(input, call),
      {
        action: 'iam:PassRole',
        resource: principalArn('Role', { RoleName: input.RoleName ?? '' }, call),
        accountId: call.caller.accountId,
        context: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      },
    ],
    run(input, call) {
      const found = profile(call, input.InstanceProfileName);
      const { name, arn } = principal('Role', { RoleName: input.RoleName ?? '' }, call);
      requireStaying(call, arn);
      if (found.role !== undefined) {
        throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1');
      }
      store(call, { ...found, role: name });
      return {};
    },
  }),
  RemoveRoleFromInstanceProfile: operation<OnProfile, Outputs['RemoveRoleFromInstanceProfile']>({
    permissions: on('RemoveRoleFromInstanceProfile'),
    run(input, call) {
      const { role, ...rest } = profile(call, input.InstanceProfileName);
      const { name } = principal('Role', { RoleName: input.RoleName ?? '' }, call);
      if (role !== name) {
        throw noSuchEntity(`Role ${name} in Instance Profile ${rest.name} cannot be found.`);
      }
      store(call, rest);
      return {};
    },
  }),
  ListInstanceProfileTags: operation<OnProfile & Paging, Outputs['ListInstanceProfileTags']>({
    permissions: on('ListInstanceProfileTags'),
    run(input, call) {
      const { tags } = profile(call, input.InstanceProfileName);
      const { items, ...page } = pageOf(tagList(tags), input);
      return { Tags: items, ...page };
    },
  }),
  TagInstanceProfile: operation<OnProfile, Outputs['TagInstanceProfile']>({
    permissions: on('TagInstanceProfile'),
    run(input, call) {
      const found = profile(call, input.InstanceProfileName);
      store(call, { ...found, tags: taggedWith(found.tags, input.Tags) });
      return {};
    },
  }),
  UntagInstanceProfile: operation<OnProfile, Outputs['UntagInstanceProfile']>({
    permissions: on('UntagInstanceProfile'),
    run(input, call) {
      const found = profile(call, input.InstanceProfileName);
      store(call, { ...found, tags: withoutTags(found.tags, input.TagKeys) });
      return {};
    },
  }),
};
