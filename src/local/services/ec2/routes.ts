import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { type NetworkState, networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { RouteRecord, RouteTableRecord } from '../../state.ts';
import { canonicalBlock } from '../../vpc/cidr.ts';
import { gatewayEndpointsOf, interfaceOfInstance } from '../../vpc/lookups.ts';
import { servicePrefixListId } from '../../vpc/prefix-lists.ts';
import { isActive } from '../../vpc/route-state.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, placeOf, requireOne } from './kind.ts';
import {
  egressOnlyGateways,
  endpoints,
  interfaces,
  internetGateways,
  natGateways,
  transitGateways,
} from './kinds.ts';
import { at, changes } from './operation.ts';
import type { Outputs, Route } from './outputs.generated.ts';
import { requirePeering } from './peerings.ts';
import { routeTables } from './table-kinds.ts';

/** The member of a route that names a target of that kind. */
const targetMembers: Readonly<Record<string, keyof Route>> = {
  nat: 'NatGatewayId',
  eigw: 'EgressOnlyInternetGatewayId',
  tgw: 'TransitGatewayId',
  eni: 'NetworkInterfaceId',
  pcx: 'VpcPeeringConnectionId',
};

/** A table's routes as EC2 lists them, those of gateway endpoints among them. */
export function renderRoutes(network: NetworkState, table: RouteTableRecord): Route[] {
  const ofEndpoints = gatewayEndpointsOf(network, table).map((endpoint) => ({
    DestinationPrefixListId: servicePrefixListId(endpoint.serviceName),
    GatewayId: endpoint.id,
    Origin: 'CreateRoute',
    State: 'active',
  }));
  const own = table.routes.map((route) => ({
    ...renderDestination(route.destination),
    [targetMembers[route.target.split('-')[0] ?? ''] ?? 'GatewayId']: route.target,
    Origin: route.origin,
    State: isActive(network, table, route) ? 'active' : 'blackhole',
  }));
  return [...own, ...ofEndpoints];
}

function renderDestination(destination: string): Route {
  if (destination.startsWith('pl-')) return { DestinationPrefixListId: destination };
  return destination.includes(':')
    ? { DestinationIpv6CidrBlock: destination }
    : { DestinationCidrBlock: destination };
}

interface Destination {
  readonly RouteTableId: string;
  readonly DestinationCidrBlock?: string;
  readonly DestinationIpv6CidrBlock?: string;
  readonly DestinationPrefixListId?: string;
}

interface WithTarget extends Destination {
  readonly GatewayId?: string;
  readonly NatGatewayId?: string;
  readonly EgressOnlyInternetGatewayId?: string;
  readonly TransitGatewayId?: string;
  readonly VpcPeeringConnectionId?: string;
  readonly NetworkInterfaceId?: string;
  readonly InstanceId?: string;
  readonly VpcEndpointId?: string;
}

function destinationOf(input: Destination): string {
  const { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId } = input;
  if (DestinationPrefixListId !== undefined) return DestinationPrefixListId;
  const text = DestinationCidrBlock ?? DestinationIpv6CidrBlock;
  if (text === undefined) throw ec2Errors.missing('destinationCidrBlock');
  const block = canonicalBlock(text);
  const wantsV6 = DestinationCidrBlock === undefined;
  if (block === undefined || block.includes(':') !== wantsV6) {
    const name = wantsV6 ? 'destinationIpv6CidrBlock' : 'destinationCidrBlock';
    throw ec2Errors.invalidValue(text, name, 'This is not a valid CIDR block.');
  }
  return block;
}

/** The target that a route names, which has to be there. */
function targetOf(input: WithTarget, call: Call): string {
  const { GatewayId, InstanceId } = input;
  if (input.NatGatewayId !== undefined) {
    return requireOne(natGateways, call, input.NatGatewayId).id;
  }
  if (input.EgressOnlyInternetGatewayId !== undefined) {
    return requireOne(egressOnlyGateways, call, input.EgressOnlyInternetGatewayId).id;
  }
  if (input.TransitGatewayId !== undefined) {
    return requireOne(transitGateways, call, input.TransitGatewayId).id;
  }
  if (input.VpcPeeringConnectionId !== undefined) {
    return requirePeering(call, input.VpcPeeringConnectionId).id;
  }
  if (input.NetworkInterfaceId !== undefined) {
    return requireOne(interfaces, call, input.NetworkInterfaceId).id;
  }
  if (input.VpcEndpointId !== undefined) return requireOne(endpoints, call, input.VpcEndpointId).id;
  if (InstanceId !== undefined) {
    const own = interfaceOfInstance(networkOf(call), { ...placeOf(call), instanceId: InstanceId });
    if (own !== undefined) return own.id;
    throw new AwsError(
      'InvalidInstanceID.NotFound',
      `The instance ID '${InstanceId}' does not exist`,
    );
  }
  if (GatewayId === undefined) throw ec2Errors.missing('gatewayId');
  if (GatewayId === 'local') return GatewayId;
  return requireOne(internetGateways, call, GatewayId).id;
}

const create = changes<WithTarget, Outputs['CreateRoute']>(
  'CreateRoute',
  ({ RouteTableId }) => [at(routeTables, RouteTableId)],
  (input, call) => {
    const table = requireOne(routeTables, call, input.RouteTableId);
    const destination = destinationOf(input);
    const target = targetOf(input, call);
    if (table.routes.some((route) => route.destination === destination)) {
      throw new AwsError(
        'RouteAlreadyExists',
        `The route identified by ${destination} already exists.`,
      );
    }
    if (target.startsWith('igw-')) requireAttached(call, table, target);
    save(call, table, [...table.routes, { destination, target, origin: 'CreateRoute' }]);
    return { Return: true };
  },
);

function requireAttached(call: Call, table: RouteTableRecord, target: string): void {
  if (requireOne(internetGateways, call, target).vpcId === table.vpcId) return;
  throw ec2Errors.invalid(
    `route table ${table.id} and network gateway ${target} belong to different networks`,
  );
}

function requireRoute(table: RouteTableRecord, destination: string): RouteRecord {
  const route = table.routes.find((one) => one.destination === destination);
  if (route !== undefined) return route;
  throw new AwsError(
    'InvalidRoute.NotFound',
    `no route with destination-cidr-block ${destination} in route table ${table.id}`,
  );
}

function save(call: Call, table: RouteTableRecord, routes: readonly RouteRecord[]): void {
  networkOf(call).routeTables.put(networkKey(table), { ...table, routes });
}

const replace = changes<WithTarget, Outputs['ReplaceRoute']>(
  'ReplaceRoute',
  ({ RouteTableId }) => [at(routeTables, RouteTableId)],
  (input, call) => {
    const table = requireOne(routeTables, call, input.RouteTableId);
    const known = requireRoute(table, destinationOf(input));
    const target = targetOf(input, call);
    if (target.startsWith('igw-')) requireAttached(call, table, target);
    save(
      call,
      table,
      table.routes.map((route) => (route === known ? { ...route, target } : route)),
    );
    return {};
  },
);

const remove = changes<Destination, Outputs['DeleteRoute']>(
  'DeleteRoute',
  ({ RouteTableId }) => [at(routeTables, RouteTableId)],
  (input, call) => {
    const table = requireOne(routeTables, call, input.RouteTableId);
    const known = requireRoute(table, destinationOf(input));
    if (known.target === 'local') {
      throw ec2Errors.invalid(
        `cannot remove local route ${known.destination} in route table ${table.id}`,
      );
    }
    save(
      call,
      table,
      table.routes.filter((route) => route !== known),
    );
    return {};
  },
);

export const routeOperations: Readonly<Record<string, Operation>> = {
  CreateRoute: create,
  ReplaceRoute: replace,
  DeleteRoute: remove,
};
