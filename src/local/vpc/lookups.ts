import type { Collection } from '../../storage/metadata.ts';
import { type NetworkState, networkKey } from '../network-state.ts';
import type {
  AddressRecord,
  NetworkAclRecord,
  NetworkInterfaceRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SubnetRecord,
  VpcEndpointRecord,
} from '../records/network.ts';

/** An account's part of a Region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Something within a VPC. */
export interface InVpc extends Place {
  readonly vpcId: string;
}

/** Everything of one kind in an account's Region, in the order of ids. */
export function allIn<Record>(collection: Collection<Record>, place: Place): readonly Record[] {
  return collection
    .list({ prefix: `${place.accountId}/${place.region}/` })
    .map(({ document }) => document);
}

/** The resource of that id in an account's Region. */
export function findIn<Record>(
  collection: Collection<Record>,
  { accountId, region }: Place,
  id: string,
): Record | undefined {
  return collection.get(networkKey({ accountId, region, id }));
}

export function allInVpc<Record extends InVpc>(
  collection: Collection<Record>,
  place: InVpc,
): readonly Record[] {
  return allIn(collection, place).filter(({ vpcId }) => vpcId === place.vpcId);
}

export function mainTableOf(network: NetworkState, place: InVpc): RouteTableRecord | undefined {
  return allInVpc(network.routeTables, place).find(
    ({ mainAssociationId }) => mainAssociationId !== undefined,
  );
}

/** The route table that a subnet's traffic follows: its own, or the VPC's main one. */
export function routeTableOf(
  network: NetworkState,
  subnet: Pick<SubnetRecord, 'accountId' | 'region' | 'vpcId' | 'id'>,
): RouteTableRecord | undefined {
  const own = allInVpc(network.routeTables, subnet).find(({ associations }) =>
    associations.some(({ subnetId }) => subnetId === subnet.id),
  );
  return own ?? mainTableOf(network, subnet);
}

export function defaultAclOf(network: NetworkState, place: InVpc): NetworkAclRecord | undefined {
  return allInVpc(network.networkAcls, place).find(({ isDefault }) => isDefault);
}

/** The network ACL at the border of a subnet. */
export function networkAclOf(
  network: NetworkState,
  subnet: Pick<SubnetRecord, 'accountId' | 'region' | 'vpcId' | 'id'>,
): NetworkAclRecord | undefined {
  return allInVpc(network.networkAcls, subnet).find(({ associations }) =>
    associations.some(({ subnetId }) => subnetId === subnet.id),
  );
}

export function defaultGroupOf(
  network: NetworkState,
  place: InVpc,
): SecurityGroupRecord | undefined {
  return allInVpc(network.securityGroups, place).find(({ name }) => name === 'default');
}

/** The security groups of an interface that are still there. */
export function groupsOf(
  network: NetworkState,
  { groupIds, ...place }: Pick<NetworkInterfaceRecord, 'accountId' | 'region' | 'groupIds'>,
): readonly SecurityGroupRecord[] {
  return groupIds.flatMap((id) => findIn(network.securityGroups, place, id) ?? []);
}

/** The network interface of a machine; undefined for one that has none yet. */
export function interfaceOfInstance(
  network: NetworkState,
  { instanceId, ...place }: Place & { readonly instanceId: string },
): NetworkInterfaceRecord | undefined {
  return allIn(network.interfaces, place).find((one) => one.instanceId === instanceId);
}

/** The Elastic IP address of an interface. */
export function addressOf(
  network: NetworkState,
  { id, ...place }: Pick<NetworkInterfaceRecord, 'accountId' | 'region' | 'id'>,
): AddressRecord | undefined {
  return allIn(network.addresses, place).find(({ association }) => association?.interfaceId === id);
}

/** The public IPv4 address of an interface, whichever way it has got one. */
export function publicIpOf(network: NetworkState, one: NetworkInterfaceRecord): string | undefined {
  return addressOf(network, one)?.publicIp ?? one.publicIp;
}

/** The gateway endpoints that a route table leads to. */
export function gatewayEndpointsOf(
  network: NetworkState,
  table: RouteTableRecord,
): readonly VpcEndpointRecord[] {
  return allInVpc(network.endpoints, table).filter(({ routeTableIds }) =>
    routeTableIds.includes(table.id),
  );
}
