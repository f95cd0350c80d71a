import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { VpcEndpointRecord } from '../../state.ts';
import { endpointServices } from '../../vpc/endpoint-services.ts';
import { zonesOf } from '../../vpc/zones.ts';
import { type Paging, pageOf } from './describe.ts';
import {
  addInterfaces,
  removeInterfaces,
  requireGatewayTables,
  requirePrivateDns,
} from './endpoint-parts.ts';
import { endpointPolicy } from './endpoint-policy.ts';
import { networkOf, placeOf, requireOne } from './kind.ts';
import { endpoints, vpcs } from './kinds.ts';
import { groupsWithinLimit } from './limits.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';
import { securityGroups } from './table-kinds.ts';

interface ModifyVpcEndpoint {
  readonly VpcEndpointId: string;
  readonly ResetPolicy?: boolean;
  readonly PolicyDocument?: string;
  readonly AddRouteTableIds?: readonly string[];
  readonly RemoveRouteTableIds?: readonly string[];
  readonly AddSubnetIds?: readonly string[];
  readonly RemoveSubnetIds?: readonly string[];
  readonly AddSecurityGroupIds?: readonly string[];
  readonly RemoveSecurityGroupIds?: readonly string[];
  readonly IpAddressType?: string;
  readonly PrivateDnsEnabled?: boolean;
}

const modify = changes<ModifyVpcEndpoint, Outputs['ModifyVpcEndpoint']>(
  'ModifyVpcEndpoint',
  ({ VpcEndpointId }) => [at(endpoints, VpcEndpointId)],
  (input, call) => {
    const before = requireOne(endpoints, call, input.VpcEndpointId);
    const vpc = requireOne(vpcs, call, before.vpcId);
    if (input.PrivateDnsEnabled === true && !before.privateDnsEnabled) {
      requirePrivateDns(call, vpc, before.serviceName, before.id);
    }
    const isPolicyMeant = input.ResetPolicy === true || input.PolicyDocument !== undefined;
    const policy = endpointPolicy(
      input.ResetPolicy === true ? undefined : input.PolicyDocument,
      before.type,
    );
    const tables = requireGatewayTables(call, vpc, input.AddRouteTableIds);
    const changed = {
      ...before,
      policy: isPolicyMeant ? policy : before.policy,
      privateDnsEnabled: input.PrivateDnsEnabled ?? before.privateDnsEnabled,
      ipAddressType: input.IpAddressType ?? before.ipAddressType,
      routeTableIds: without(before.routeTableIds, input.RemoveRouteTableIds).concat(
        without(tables, before.routeTableIds),
      ),
    };
    const fewer = removeInterfaces(call, changed, input.RemoveSubnetIds ?? []);
    const moved = addInterfaces(call, fewer, input.AddSubnetIds ?? []);
    const groupIds = groupsAfter(call, before, input);
    const network = networkOf(call);
    for (const id of moved.interfaceIds) {
      const one = network.interfaces.get(networkKey({ ...placeOf(call), id }));
      if (one !== undefined) network.interfaces.put(networkKey(one), { ...one, groupIds });
    }
    network.endpoints.put(networkKey(before), { ...moved, groupIds });
    return { Return: true };
  },
);

function without(all: readonly string[], gone: readonly string[] | undefined): string[] {
  const set = new Set(gone);
  return all.filter((id) => !set.has(id));
}

function groupsAfter(
  call: Call,
  { groupIds, type }: VpcEndpointRecord,
  { AddSecurityGroupIds = [], RemoveSecurityGroupIds }: ModifyVpcEndpoint,
): readonly string[] {
  const left = without(groupIds, RemoveSecurityGroupIds);
  const after = groupsWithinLimit([...left, ...AddSecurityGroupIds]);
  for (const id of new Set(AddSecurityGroupIds)) requireOne(securityGroups, call, id);
  if (type === 'Interface' && after.length === 0) {
    throw new AwsError(
      'InvalidParameter',
      'An interface endpoint must have at least one security group.',
    );
  }
  return after;
}

interface DescribeServices extends Paging {
  readonly ServiceNames?: readonly string[];
}

const describeServices = reads<DescribeServices, Outputs['DescribeVpcEndpointServices']>(
  'DescribeVpcEndpointServices',
  (input, call) => {
    const { ServiceNames } = input;
    const all = endpointServices(call.region);
    const missing = ServiceNames?.find((name) => !all.some((one) => one.name === name));
    if (missing !== undefined) {
      throw new AwsError(
        'InvalidServiceName',
        `The Vpc Endpoint Service '${missing}' does not exist`,
      );
    }
    const wanted = all.filter(({ name }) => ServiceNames?.includes(name) ?? true);
    const { items, nextToken } = pageOf(wanted, input);
    const zones = zonesOf(call.region);
    return {
      ServiceNames: items.map(({ name }) => name),
      ServiceDetails: items.flatMap(({ name, types, privateNames }) =>
        types.map((type) => ({
          ServiceName: name,
          ServiceType: [{ ServiceType: type }],
          ServiceRegion: call.region,
          AvailabilityZones: zones.map((zone) => zone.name),
          Owner: 'amazon',
          ...(type === 'Interface' ? { PrivateDnsName: privateNames[0] } : {}),
          PrivateDnsNames:
            type === 'Interface' ? privateNames.map((PrivateDnsName) => ({ PrivateDnsName })) : [],
          VpcEndpointPolicySupported: true,
          AcceptanceRequired: false,
          ManagesVpcEndpoints: false,
          SupportedIpAddressTypes: ['ipv4'],
          Tags: [],
        })),
      ),
      NextToken: nextToken,
    };
  },
);

export const endpointChangeOperations: Readonly<Record<string, Operation>> = {
  ModifyVpcEndpoint: modify,
  DescribeVpcEndpointServices: describeServices,
};
