import type { Store } from '../core/call.ts';
import { LocalError } from '../errors.ts';
import { networkCollections, networkKey } from '../network-state.ts';
import type {
  NetworkInterfaceRecord,
  OwnedRecord,
  RouteRecord,
  RouteTableRecord,
  SubnetRecord,
  VpcEndpointRecord,
} from '../records/network.ts';
import type { State } from '../state.ts';
import { formatAddress, parseBlock } from '../vpc/cidr.ts';
import { idFrom } from '../vpc/ids.ts';
import { allInVpc, findIn, interfaceOfInstance, routeTableOf } from '../vpc/lookups.ts';
import type { Changes, Target } from './fault.ts';

/** Where a node is in its network. */
export interface NodePlace {
  readonly own: NetworkInterfaceRecord;
  readonly subnet: SubnetRecord;
  /** The other subnet of the VPC; the same one where it has no other. */
  readonly otherSubnet: SubnetRecord;
}

export function nodePlaceOf({ network, instances }: State, { node }: Target): NodePlace {
  const found = instances.list().find(({ document }) => document.nodeName === node);
  const own = found && interfaceOfInstance(network, found.document);
  const subnet = own && findIn(network.subnets, own, own.subnetId);
  if (own === undefined || subnet === undefined) {
    throw new LocalError('CANNOT_BREAK', `there is no node ${node} in a VPC`);
  }
  const others = allInVpc(network.subnets, subnet).filter(({ id }) => id !== subnet.id);
  return { own, subnet, otherSubnet: others[0] ?? subnet };
}

type Kept = keyof typeof networkCollections;

export function putRecord(changes: Changes, kind: Kept, record: OwnedRecord): void {
  changes.put(networkCollections[kind], networkKey(record), record);
}

export function changeRecord<Record extends OwnedRecord>(
  changes: Changes,
  kind: Kept,
  record: Record,
  to: (record: Record) => Record,
): void {
  changes.change<Record>(networkCollections[kind], networkKey(record), record.id, to);
}

/** Gives the node's subnet a route table of its own. */
export function putRoutes(
  changes: Changes,
  { network }: State,
  { subnet }: NodePlace,
  ...routes: readonly RouteRecord[]
): RouteTableRecord {
  const before = routeTableOf(network, subnet);
  const associated = before?.associations.some(({ subnetId }) => subnetId === subnet.id) === true;
  if (before !== undefined && associated) {
    changeRecord(changes, 'routeTables', before, (table) => ({
      ...table,
      associations: table.associations.filter(({ subnetId }) => subnetId !== subnet.id),
    }));
  }
  const { accountId, region, vpcId } = subnet;
  const local = (before?.routes ?? []).filter(({ target }) => target === 'local');
  const made: RouteTableRecord = {
    accountId,
    region,
    vpcId,
    id: idFrom('rtb', 'fault', subnet.id),
    tags: { Name: 'made by a fault' },
    routes: [...local, ...routes],
    associations: [{ id: idFrom('rtbassoc', 'fault', subnet.id), subnetId: subnet.id }],
  };
  putRecord(changes, 'routeTables', made);
  return made;
}

export type EndpointService = 'ecr.api' | 'ecr.dkr' | 's3';

/** How an endpoint differs from one that is as it should be. */
export interface EndpointFault {
  readonly policy?: string;
  readonly privateDnsEnabled?: boolean;
  readonly groupIds?: readonly string[];
  readonly type?: VpcEndpointRecord['type'];
  readonly routeTableIds?: readonly string[];
  readonly inNoSubnet?: true;
  readonly inOtherSubnet?: true;
}

const everything = JSON.stringify({
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
});

/** Makes the node's subnet a private one, out of which only these endpoints lead. */
export function putEndpoints(
  changes: Changes,
  { state, clock }: Pick<Store, 'state' | 'clock'>,
  target: Target,
  endpoints: Readonly<Partial<Record<EndpointService, EndpointFault>>>,
  ...routes: readonly RouteRecord[]
): NodePlace {
  const place = nodePlaceOf(state, target);
  const table = putRoutes(changes, state, place, ...routes);
  for (const [service, fault] of Object.entries(endpoints)) {
    putEndpoint(changes, place, table.id, service as EndpointService, fault, clock.now());
  }
  return place;
}

function putEndpoint(
  changes: Changes,
  { own, subnet, otherSubnet }: NodePlace,
  routeTableId: string,
  service: EndpointService,
  fault: EndpointFault,
  createdAt: number,
): void {
  const { accountId, region, vpcId } = subnet;
  const type = fault.type ?? (service === 's3' ? 'Gateway' : 'Interface');
  const id = idFrom('vpce', 'fault', subnet.id, service);
  const at = fault.inOtherSubnet === true ? otherSubnet : subnet;
  const groupIds = fault.groupIds ?? own.groupIds;
  const subnetIds = type === 'Gateway' || fault.inNoSubnet === true ? [] : [at.id];
  const interfaceId = idFrom('eni', 'fault', subnet.id, service);
  for (const subnetId of subnetIds) {
    const made: NetworkInterfaceRecord = {
      accountId,
      region,
      vpcId,
      id: interfaceId,
      subnetId,
      groupIds,
      privateIp: lateAddress(at, service),
      ipv6Addresses: [],
      kind: 'vpc_endpoint',
      description: `VPC Endpoint Interface ${id}`,
      attachedAt: createdAt,
      tags: {},
    };
    putRecord(changes, 'interfaces', made);
  }
  const made: VpcEndpointRecord = {
    accountId,
    region,
    vpcId,
    id,
    type,
    serviceName: `com.amazonaws.${region}.${service}`,
    policy: fault.policy ?? everything,
    routeTableIds: type === 'Gateway' ? (fault.routeTableIds ?? [routeTableId]) : [],
    subnetIds,
    groupIds: type === 'Gateway' ? [] : groupIds,
    interfaceIds: subnetIds.map(() => interfaceId),
    privateDnsEnabled: type === 'Interface' && fault.privateDnsEnabled !== false,
    ipAddressType: 'ipv4',
    createdAt,
    tags: { Name: 'made by a fault' },
  };
  putRecord(changes, 'endpoints', made);
}

/** One of the last addresses of a subnet: others are given out from the first on. */
function lateAddress({ cidr }: SubnetRecord, service: EndpointService): string {
  const last = parseBlock(cidr)?.last ?? 0n;
  const place = { 'ecr.api': 5n, 'ecr.dkr': 4n, s3: 3n }[service];
  return formatAddress(4, last - place);
}
