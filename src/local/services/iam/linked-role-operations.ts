import { randomUUID } from 'node:crypto';
import type { CreateServiceLinkedRoleRequest } from '@aws-sdk/client-iam';
import type { Call } from '../../core/call.ts';
import { type Operation, operation, type Permission } from '../../core/service.ts';
import { type LinkedRoleDeletionRecord, nameKey, type RoleRecord } from '../../state.ts';
import { invalidInput, noSuchEntity } from './errors.ts';
import { linkedRoleOf } from './linked-role-names.ts';
import { iamArn } from './naming.ts';
import type { Outputs } from './outputs.generated.ts';
import { principal, principalArn } from './principals.ts';
import { renderRole } from './roles.ts';
import { isServiceLinked, serviceLinkedRole } from './service-linked-roles.ts';

interface OnTask {
  readonly DeletionTaskId: string;
}

/** The features of ECR that still need its role (ECR User Guide, "Using service-linked roles for Amazon ECR"). */
function usesOf({ core: { state } }: Call, { accountId, name }: RoleRecord): boolean {
  const prefix = `${accountId}/`;
  if (name === 'AWSServiceRoleForECRPullThroughCache') {
    return state.pullThroughCacheRules.list({ prefix }).length > 0;
  }
  if (name === 'AWSServiceRoleForECRReplication') {
    return state.registries.list({ prefix }).some(({ document }) => !!document.replication?.length);
  }
  return false;
}

const nameOf = ({ AWSServiceName = '', CustomSuffix }: CreateServiceLinkedRoleRequest): string => {
  const name = linkedRoleOf(AWSServiceName)?.name ?? 'AWSServiceRoleFor';
  return CustomSuffix === undefined ? name : `${name}_${CustomSuffix}`;
};

const onTask = ({ DeletionTaskId }: OnTask, { caller }: Call): readonly Permission[] => [
  {
    action: 'iam:GetServiceLinkedRoleDeletionStatus',
    resource: iamArn(
      caller.accountId,
      'role',
      '/',
      DeletionTaskId.split('/').slice(1, -1).join('/'),
    ),
    accountId: caller.accountId,
  },
];

/** The roles that services have in an account (IAM User Guide, "Service-linked roles"). */
export const linkedRoleOperations: Record<string, Operation> = {
  CreateServiceLinkedRole: operation<
    CreateServiceLinkedRoleRequest,
    Outputs['CreateServiceLinkedRole']
  >({
    permissions: (input, { caller }) => [
      {
        action: 'iam:CreateServiceLinkedRole',
        resource: iamArn(
          caller.accountId,
          'role',
          `/aws-service-role/${input.AWSServiceName}/`,
          nameOf(input),
        ),
        accountId: caller.accountId,
        context: { 'iam:AWSServiceName': input.AWSServiceName ?? '' },
      },
    ],
    run(input, call) {
      const {
        AWSServiceName: service = '',
        CustomSuffix: suffix,
        Description: description,
      } = input;
      const known = linkedRoleOf(service);
      if (known === undefined) {
        throw invalidInput(`Service-linked roles of ${service} are not known to the local AWS.`);
      }
      if (suffix !== undefined && !known.hasSuffix) {
        throw invalidInput(`Custom suffix is not allowed for ${service}`);
      }
      const { accountId } = call.caller;
      const name = nameOf(input);
      if (call.core.state.roles.get(nameKey(accountId, name)) !== undefined) {
        throw invalidInput(
          `Service role name ${name} has been taken in this account, please try a different suffix.`,
        );
      }
      const described = description === undefined ? {} : { description };
      const wanted = { name, service, policy: known.policy, ...described };
      const { description: _untold, ...made } = serviceLinkedRole(call.core, accountId, wanted);
      return { Role: renderRole(made) };
    },
  }),
  DeleteServiceLinkedRole: operation<{ RoleName: string }, Outputs['DeleteServiceLinkedRole']>({
    permissions: (input, call) => [
      {
        action: 'iam:DeleteServiceLinkedRole',
        resource: principalArn('Role', input, call),
        accountId: call.caller.accountId,
      },
    ],
    run(input, call) {
      const { state } = call.core;
      const role = principal('Role', input, call) as RoleRecord;
      if (!isServiceLinked(role)) {
        throw invalidInput(`The role ${role.name} is no service-linked role; use DeleteRole.`);
      }
      const id = `task${role.path}${role.name}/${randomUUID()}`;
      const task: LinkedRoleDeletionRecord = {
        accountId: role.accountId,
        roleArn: role.arn,
        isInUse: usesOf(call, role),
      };
      state.linkedRoleDeletions.put(id, task);
      if (!task.isInUse) state.roles.delete(nameKey(role.accountId, role.name));
      return { DeletionTaskId: id };
    },
  }),
  GetServiceLinkedRoleDeletionStatus: operation<
    OnTask,
    Outputs['GetServiceLinkedRoleDeletionStatus']
  >({
    permissions: onTask,
    run({ DeletionTaskId }, { core, caller }) {
      const task = core.state.linkedRoleDeletions.get(DeletionTaskId);
      if (task?.accountId !== caller.accountId) {
        throw noSuchEntity(`Deletion task ${DeletionTaskId} cannot be found.`);
      }
      if (!task.isInUse) return { Status: 'SUCCEEDED', Reason: undefined };
      const Reason = `The role ${task.roleArn} is in use by Amazon ECR.`;
      return { Status: 'FAILED', Reason: { Reason, RoleUsageList: [] } };
    },
  }),
};
