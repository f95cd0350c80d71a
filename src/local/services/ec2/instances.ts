import type { Call } from '../../core/call.ts';
import { type Operation, operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { InstanceRecord } from '../../state.ts';
import { metadataOptionsOf, nameKey } from '../../state.ts';
import { findIn, interfaceOfInstance } from '../../vpc/lookups.ts';
import { type Filter, filtered, type Paging, pageOf } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { instanceFilters } from './instance-filters.ts';
import { arnOf, networkOf, placeOf, requireOne } from './kind.ts';
import { groupsWithinLimit } from './limits.ts';
import { reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';
import { renderMetadataOptions, renderReservation } from './render-instance.ts';
import { securityGroups } from './table-kinds.ts';

/** The machines of the caller's account in the Region. */
export function ownInstances(call: Call): InstanceRecord[] {
  const { accountId, region } = placeOf(call);
  return call.core.state.instances
    .list()
    .map(({ document }) => document)
    .filter((one) => one.accountId === accountId && one.region === region);
}

interface DescribeInstances extends Paging {
  readonly InstanceIds?: readonly string[];
  readonly Filters?: readonly Filter[];
}

const describeInstances = reads<DescribeInstances, Outputs['DescribeInstances']>(
  'DescribeInstances',
  async (input, call) => {
    const { InstanceIds, Filters = [] } = input;
    const own = ownInstances(call);
    const asked = InstanceIds === undefined ? undefined : new Set(InstanceIds);
    const known = new Set(own.map(({ instanceId }) => instanceId));
    const missing = [...(asked ?? [])].filter((id) => !known.has(id));
    if (missing.length > 0) throw unknownInstance(missing.join(', '));
    const wanted = own
      .filter(({ instanceId }) => asked?.has(instanceId) ?? true)
      .map((instance) => {
        const { accountId, region, instanceId: id, tags = {} } = instance;
        return { accountId, region, id, tags, instance };
      });
    const { items, nextToken } = pageOf(
      await filtered({ filters: instanceFilters }, call, wanted, Filters),
      input,
    );
    return {
      Reservations: items.map(({ instance }) => renderReservation(call, instance)),
      NextToken: nextToken,
    };
  },
);

function unknownInstance(ids: string): AwsError {
  return new AwsError('InvalidInstanceID.NotFound', `The instance ID '${ids}' does not exist`);
}

function requireInstance(call: Call, id: string): InstanceRecord {
  const found = ownInstances(call).find(({ instanceId }) => instanceId === id);
  if (found === undefined) throw unknownInstance(id);
  return found;
}

interface OneInstance {
  readonly InstanceId: string;
}

/** Permissions for an action on one instance. */
function onInstance(action: string) {
  return ({ InstanceId }: OneInstance, call: Call) => [
    {
      action: `ec2:${action}`,
      resource: arnOf({ arnType: 'instance' }, placeOf(call), InstanceId),
      accountId: call.caller.accountId,
    },
  ];
}

interface AssociateProfile extends OneInstance {
  readonly IamInstanceProfile: { readonly Arn?: string; readonly Name?: string };
}

const associateIamInstanceProfile: Operation = operation<
  AssociateProfile,
  Outputs['AssociateIamInstanceProfile']
>({
  permissions: onInstance('AssociateIamInstanceProfile'),
  run({ InstanceId, IamInstanceProfile }, call) {
    const { core, caller, now } = call;
    const { instances, instanceProfiles } = core.state;
    const instance = requireInstance(call, InstanceId);
    if (instance.instanceProfile !== undefined) {
      throw new AwsError(
        'IncorrectState',
        `There is an existing association for instance ${InstanceId}`,
      );
    }
    const { Arn, Name = Arn?.slice(Arn.lastIndexOf('/') + 1) ?? '' } = IamInstanceProfile;
    const profile = instanceProfiles.get(nameKey(caller.accountId, Name));
    if (profile === undefined || (Arn !== undefined && profile.arn !== Arn)) {
      throw ec2Errors.invalidValue(
        Arn ?? Name,
        'iamInstanceProfile',
        'Invalid IAM Instance Profile',
      );
    }
    instances.put(InstanceId, { ...instance, instanceProfile: profile.arn });
    return {
      IamInstanceProfileAssociation: {
        AssociationId: `iip-assoc-${InstanceId.slice(2)}`,
        InstanceId,
        IamInstanceProfile: { Arn: profile.arn, Id: profile.id },
        State: 'associating',
        Timestamp: new Date(now),
      },
    };
  },
});

interface ModifyMetadata extends OneInstance {
  readonly HttpTokens?: 'optional' | 'required';
  readonly HttpPutResponseHopLimit?: number;
  readonly HttpEndpoint?: 'enabled' | 'disabled';
}

const modifyInstanceMetadataOptions: Operation = operation<
  ModifyMetadata,
  Outputs['ModifyInstanceMetadataOptions']
>({
  permissions: onInstance('ModifyInstanceMetadataOptions'),
  run(input, call) {
    const instance = requireInstance(call, input.InstanceId);
    const { HttpTokens, HttpPutResponseHopLimit, HttpEndpoint } = input;
    const limit = HttpPutResponseHopLimit ?? 1;
    if (limit < 1 || limit > 64) {
      throw ec2Errors.invalidValue(String(limit), 'HttpPutResponseHopLimit', 'Must be 1 to 64');
    }
    const known = metadataOptionsOf(instance);
    const changed: InstanceRecord = {
      ...instance,
      metadataOptions: {
        httpTokens: HttpTokens ?? known.httpTokens,
        hopLimit: HttpPutResponseHopLimit ?? known.hopLimit,
        httpEndpoint: HttpEndpoint ?? known.httpEndpoint,
      },
    };
    call.core.state.instances.put(instance.instanceId, changed);
    return {
      InstanceId: instance.instanceId,
      InstanceMetadataOptions: { ...renderMetadataOptions(changed), State: 'pending' },
    };
  },
});

const modifyInstanceAttribute: Operation = operation<
  OneInstance & { readonly Groups?: readonly string[] },
  Outputs['ModifyInstanceAttribute']
>({
  permissions: onInstance('ModifyInstanceAttribute'),
  run({ InstanceId, Groups }, call) {
    const own = interfaceOfInstance(networkOf(call), {
      ...placeOf(call),
      instanceId: requireInstance(call, InstanceId).instanceId,
    });
    if (Groups === undefined || Groups.length === 0 || own === undefined) {
      throw ec2Errors.missing('groupId');
    }
    const groupIds = groupsWithinLimit(Groups);
    for (const id of groupIds) requireOne(securityGroups, call, id);
    const current = findIn(networkOf(call).interfaces, own, own.id) ?? own;
    networkOf(call).interfaces.put(networkKey(own), { ...current, groupIds });
    return {};
  },
});

export const instanceOperations: Readonly<Record<string, Operation>> = {
  DescribeInstances: describeInstances,
  AssociateIamInstanceProfile: associateIamInstanceProfile,
  ModifyInstanceMetadataOptions: modifyInstanceMetadataOptions,
  ModifyInstanceAttribute: modifyInstanceAttribute,
};
