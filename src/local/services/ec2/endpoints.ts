import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { VpcEndpointRecord } from '../../state.ts';
import { endpointService } from '../../vpc/endpoint-services.ts';
import { newId } from '../../vpc/ids.ts';
import { defaultGroupOf } from '../../vpc/lookups.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { addInterfaces, requireGatewayTables, requirePrivateDns } from './endpoint-parts.ts';
import { endpointPolicy } from './endpoint-policy.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, placeOf, requireOne } from './kind.ts';
import { endpoints, subnets, vpcs } from './kinds.ts';
import { groupsWithinLimit } from './limits.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';
import { renderEndpoint } from './render-endpoint.ts';
import { securityGroups } from './table-kinds.ts';
import { type Tagged, tagsFor } from './tagging.ts';

interface CreateVpcEndpoint extends Tagged {
  readonly VpcId: string;
  readonly VpcEndpointType?: string;
  readonly ServiceName?: string;
  readonly ServiceRegion?: string;
  readonly PolicyDocument?: string;
  readonly RouteTableIds?: readonly string[];
  readonly SubnetIds?: readonly string[];
  readonly SecurityGroupIds?: readonly string[];
  readonly IpAddressType?: string;
  readonly PrivateDnsEnabled?: boolean;
}

const create = changes<CreateVpcEndpoint, Outputs['CreateVpcEndpoint']>(
  'CreateVpcEndpoint',
  ({ VpcId, SubnetIds = [], SecurityGroupIds = [] }) => [
    at(endpoints),
    at(vpcs, VpcId),
    ...SubnetIds.map((id) => at(subnets, id)),
    ...SecurityGroupIds.map((id) => at(securityGroups, id)),
  ],
  (input, call) => {
    const vpc = requireOne(vpcs, call, input.VpcId);
    const type = input.VpcEndpointType ?? 'Gateway';
    if (type !== 'Gateway' && type !== 'Interface') {
      throw ec2Errors.invalidValue(
        type,
        'VpcEndpointType',
        'Only Gateway and Interface are served.',
      );
    }
    const serviceName = requireService(input, type, call.region);
    const network = networkOf(call);
    const isInterface = type === 'Interface';
    const privateDnsEnabled =
      isInterface && (input.PrivateDnsEnabled ?? !serviceName.endsWith('.s3'));
    if (privateDnsEnabled) requirePrivateDns(call, vpc, serviceName);
    const groups = groupsWithinLimit(input.SecurityGroupIds ?? []).map(
      (id) => requireOne(securityGroups, call, id).id,
    );
    const ownDefault = defaultGroupOf(network, { ...placeOf(call), vpcId: vpc.id });
    const groupIds = groups.length > 0 || ownDefault === undefined ? groups : [ownDefault.id];
    const id = newId('vpce');
    const policy = endpointPolicy(input.PolicyDocument, type);
    const base: VpcEndpointRecord = {
      ...placeOf(call),
      id,
      vpcId: vpc.id,
      type,
      serviceName,
      ...(input.ServiceRegion === undefined ? {} : { serviceRegion: input.ServiceRegion }),
      policy,
      routeTableIds: isInterface ? [] : requireGatewayTables(call, vpc, input.RouteTableIds),
      subnetIds: [],
      groupIds: isInterface ? groupIds : [],
      interfaceIds: [],
      privateDnsEnabled,
      ipAddressType: input.IpAddressType ?? 'ipv4',
      createdAt: call.now,
      tags: tagsFor('vpc-endpoint', input),
    };
    const made = isInterface ? addInterfaces(call, base, input.SubnetIds ?? []) : base;
    network.endpoints.put(networkKey(made), made);
    return { VpcEndpoint: renderEndpoint(network, made), ClientToken: undefined };
  },
);

function requireService(
  { ServiceName, ServiceRegion }: CreateVpcEndpoint,
  type: 'Gateway' | 'Interface',
  region: string,
): string {
  if (ServiceName === undefined) throw ec2Errors.missing('ServiceName');
  const service = endpointService(ServiceRegion ?? region, ServiceName);
  if (service === undefined) {
    throw new AwsError(
      'InvalidServiceName',
      `The Vpc Endpoint Service '${ServiceName}' does not exist`,
    );
  }
  if (!service.types.includes(type)) {
    throw new AwsError(
      'InvalidParameter',
      `Endpoint type (${type}) does not match available service types ([${service.types.join(', ')}]).`,
    );
  }
  return ServiceName;
}

const describe = reads<
  { readonly VpcEndpointIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeVpcEndpoints']
>('DescribeVpcEndpoints', async (input, call) => {
  const found = await describeKind(endpoints, call, input.VpcEndpointIds, input.Filters, input);
  const network = networkOf(call);
  return {
    VpcEndpoints: found.items.map((one) => renderEndpoint(network, one)),
    NextToken: found.nextToken,
  };
});

/** Those that are not there are told of, and do not keep the others from being deleted. */
const remove = changes<
  { readonly VpcEndpointIds: readonly string[] },
  Outputs['DeleteVpcEndpoints']
>(
  'DeleteVpcEndpoints',
  ({ VpcEndpointIds }) => VpcEndpointIds.map((id) => at(endpoints, id)),
  ({ VpcEndpointIds }, call) => ({
    Unsuccessful: [...new Set(VpcEndpointIds)].flatMap((ResourceId) => {
      try {
        removeOne(call, requireOne(endpoints, call, ResourceId));
        return [];
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return [{ ResourceId, Error: { Code: error.code, Message: error.message } }];
      }
    }),
  }),
);

function removeOne(call: Call, endpoint: VpcEndpointRecord): void {
  const network = networkOf(call);
  for (const id of endpoint.interfaceIds) {
    network.interfaces.delete(networkKey({ ...placeOf(call), id }));
  }
  network.endpoints.delete(networkKey(endpoint));
}

export const endpointOperations: Readonly<Record<string, Operation>> = {
  CreateVpcEndpoint: create,
  DescribeVpcEndpoints: describe,
  DeleteVpcEndpoints: remove,
};
