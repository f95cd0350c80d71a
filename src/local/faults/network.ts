import { LocalError } from '../errors.ts';
import type {
  NatGatewayRecord,
  NetworkAclRecord,
  NetworkInterfaceRecord,
  SecurityGroupRecord,
  VpcRecord,
} from '../records/network.ts';
import type { State } from '../state.ts';
import { idFrom } from '../vpc/ids.ts';
import { findIn, groupsOf, networkAclOf, routeTableOf } from '../vpc/lookups.ts';
import type { Changes, Fault, Target } from './fault.ts';
import {
  changeRecord,
  type EndpointFault,
  type EndpointService,
  type NodePlace,
  nodePlaceOf,
  putEndpoints,
  putRecord,
  putRoutes,
} from './private-node.ts';

const toAll = '0.0.0.0/0';
const complete: Readonly<Record<EndpointService, EndpointFault>> = {
  'ecr.api': {},
  'ecr.dkr': {},
  s3: {},
};

/** A subnet whose only ways out are endpoints, one of which is not as it should be. */
function endpoints(
  cause: string,
  differing: Readonly<Partial<Record<EndpointService, EndpointFault | undefined>>>,
): Fault {
  const wanted = Object.fromEntries(
    Object.entries({ ...complete, ...differing }).filter(([, fault]) => fault !== undefined),
  );
  return {
    cause,
    needs: ['node'],
    inject: (changes, target, core) => void putEndpoints(changes, core, target, wanted),
  };
}

function vpcOf({ network }: State, { subnet }: NodePlace): VpcRecord {
  const vpc = findIn(network.vpcs, subnet, subnet.vpcId);
  if (vpc === undefined) throw new LocalError('CANNOT_BREAK', `there is no ${subnet.vpcId}`);
  return vpc;
}

function changeVpc(
  changes: Changes,
  state: State,
  place: NodePlace,
  attributes: Partial<VpcRecord>,
): void {
  changeRecord(changes, 'vpcs', vpcOf(state, place), (vpc) => ({ ...vpc, ...attributes }));
}

/** Faults in the network of a node. */
export const networkFaults: readonly Fault[] = [
  {
    cause: 'HW0901',
    needs: ['node'],
    inject: (changes, target, { state }) =>
      changeVpc(changes, state, nodePlaceOf(state, target), { enableDnsSupport: false }),
  },
  {
    cause: 'HW0902',
    needs: ['node'],
    inject(changes, target, core) {
      const place = putEndpoints(changes, core, target, complete);
      changeVpc(changes, core.state, place, { enableDnsHostnames: false });
    },
  },
  endpoints('HW0903', { 'ecr.dkr': { privateDnsEnabled: false } }),
  endpoints('HW1001', { 'ecr.api': undefined, 'ecr.dkr': undefined, s3: undefined }),
  {
    cause: 'HW1002',
    needs: ['node'],
    inject(changes, target, { state }) {
      const { subnet } = nodePlaceOf(state, target);
      const table = routeTableOf(state.network, subnet);
      if (table === undefined) throw new LocalError('CANNOT_BREAK', 'there is no route table');
      changeRecord(changes, 'routeTables', table, (record) => ({
        ...record,
        routes: record.routes.map((route) =>
          route.destination === toAll ? { ...route, target: idFrom('igw', 'gone') } : route,
        ),
      }));
    },
  },
  {
    cause: 'HW1003',
    needs: ['node'],
    inject(changes, target, { state }) {
      const { own } = nodePlaceOf(state, target);
      changeRecord<NetworkInterfaceRecord>(
        changes,
        'interfaces',
        own,
        ({ publicIp: _gone, ...rest }) => rest,
      );
    },
  },
  {
    cause: 'HW1004',
    needs: ['node'],
    inject(changes, target, { state, clock }) {
      const place = nodePlaceOf(state, target);
      const natGatewayId = putNatWithoutAddress(changes, place, clock.now());
      putRoutes(changes, state, place, {
        destination: toAll,
        target: natGatewayId,
        origin: 'CreateRoute',
      });
    },
  },
  endpoints('HW1006', { 'ecr.dkr': undefined }),
  endpoints('HW1007', { 'ecr.api': undefined }),
  endpoints('HW1008', { s3: undefined }),
  endpoints('HW1009', { s3: { routeTableIds: [] } }),
  endpoints('HW1010', { s3: { type: 'Interface', privateDnsEnabled: false } }),
  {
    cause: 'HW1011',
    needs: ['node'],
    inject(changes, target, core) {
      const { subnet } = nodePlaceOf(core.state, target);
      const group = closedGroup(subnet);
      putRecord(changes, 'securityGroups', group);
      const closed = { groupIds: [group.id] };
      const differing = { 'ecr.api': closed, 'ecr.dkr': closed, s3: {} };
      putEndpoints(changes, core, target, differing);
    },
  },
  {
    cause: 'HW1012',
    needs: ['node'],
    inject(changes, target, { state }) {
      const { own } = nodePlaceOf(state, target);
      for (const group of groupsOf(state.network, own)) {
        changeRecord<SecurityGroupRecord>(changes, 'securityGroups', group, (record) => ({
          ...record,
          rules: record.rules.filter(({ isEgress }) => !isEgress),
        }));
      }
    },
  },
  {
    cause: 'HW1013',
    needs: ['node'],
    inject: denyOut,
  },
  endpoints('HW1014', { 'ecr.dkr': { inNoSubnet: true } }),
  {
    cause: 'HW1018',
    needs: ['node'],
    inject(changes, target, core) {
      const there = { inOtherSubnet: true } as const;
      const { otherSubnet } = nodePlaceOf(core.state, target);
      const astray = {
        destination: otherSubnet.cidr,
        target: idFrom('pcx', 'gone'),
        origin: 'CreateRoute',
      } as const;
      putEndpoints(changes, core, target, { 'ecr.api': there, 'ecr.dkr': there, s3: {} }, astray);
    },
  },
  {
    cause: 'HW1024',
    needs: ['node', 'repository'],
    inject(changes, target, core) {
      const [, region = ''] = target.repository.split('/');
      const { subnet } = nodePlaceOf(core.state, target);
      if (region === subnet.region) {
        throw new LocalError('CANNOT_BREAK', `the repository is in ${region}, as the node is`);
      }
      putEndpoints(changes, core, target, complete);
    },
  },
];

/** A public NAT gateway in the other subnet, whose Elastic IP address was taken from it. */
function putNatWithoutAddress(changes: Changes, place: NodePlace, createdAt: number): string {
  const { accountId, region, vpcId, id: subnetId, cidr } = place.otherSubnet;
  const owned = { accountId, region, vpcId, subnetId, tags: {} };
  const nat: NatGatewayRecord = {
    ...owned,
    id: idFrom('nat', 'fault', subnetId),
    connectivity: 'public',
    interfaceId: idFrom('eni', 'fault', 'nat', subnetId),
    createdAt,
  };
  putRecord(changes, 'interfaces', {
    ...owned,
    id: nat.interfaceId,
    groupIds: [],
    privateIp: cidr.replace(/\d+\/\d+$/, '5'),
    ipv6Addresses: [],
    kind: 'nat_gateway',
    description: `Interface for NAT Gateway ${nat.id}`,
    attachedAt: createdAt,
  } as NetworkInterfaceRecord);
  putRecord(changes, 'natGateways', nat);
  return nat.id;
}

/** A security group that lets nobody in. */
function closedGroup({
  accountId,
  region,
  vpcId,
}: Pick<SecurityGroupRecord, 'accountId' | 'region' | 'vpcId'>): SecurityGroupRecord {
  const id = idFrom('sg', 'fault', vpcId);
  const name = 'endpoints';
  return {
    accountId,
    region,
    vpcId,
    id,
    name,
    description: 'lets nobody in',
    rules: [],
    tags: {},
  };
}

function denyOut(changes: Changes, target: Target, { state }: { readonly state: State }): void {
  const { subnet } = nodePlaceOf(state, target);
  const acl = networkAclOf(state.network, subnet);
  if (acl === undefined) throw new LocalError('CANNOT_BREAK', `${subnet.id} has no network ACL`);
  changeRecord<NetworkAclRecord>(changes, 'networkAcls', acl, (record) => ({
    ...record,
    entries: [
      ...record.entries,
      {
        number: 50,
        isEgress: true,
        action: 'deny',
        protocol: '6',
        cidr: toAll,
        fromPort: 443,
        toPort: 443,
      },
    ],
  }));
}
