import { type NetworkState, networkKey } from '../network-state.ts';
import type {
  NetworkInterfaceRecord,
  SecurityGroupRecord,
  SubnetRecord,
  VpcRecord,
} from '../records/network.ts';
import { holds } from './cidr.ts';
import { defaultDhcpOptions, ensureDefaultNetwork, openToInternet } from './default-network.ts';
import { idFrom } from './ids.ts';
import { createInterface } from './interfaces.ts';
import { allIn, findIn, interfaceOfInstance, type Place } from './lookups.ts';
import { createSubnet } from './new-subnet.ts';
import { allowAllOut, createVpc, type IdMaker } from './new-vpc.ts';

/** Name of the emulated cluster. */
export const clusterName = 'hawser';

/** The VPC of the emulated cluster: two public subnets, of which machines are in the first. */
const clusterCidr = '10.0.0.0/16';
const subnetCidrs = ['10.0.0.0/17', '10.0.128.0/17'];

interface Machine extends Place {
  readonly instanceId: string;
  readonly privateIp: string;
  readonly launchedAt: number;
}

/**
 * Gives a machine its network interface, in the cluster's VPC, which is made for the first one.
 * A machine that has one keeps it.
 */
export function ensureNodeNetwork(
  network: NetworkState,
  cluster: string,
  machine: Machine,
): NetworkInterfaceRecord | undefined {
  const known = interfaceOfInstance(network, machine);
  if (known !== undefined) return known;
  const { accountId, region, instanceId, privateIp, launchedAt } = machine;
  const place = { accountId, region };
  ensureDefaultNetwork(network, place);
  const vpc = clusterVpcOf(network, place, cluster) ?? createClusterVpc(network, place, cluster);
  const subnet = allIn(network.subnets, place).find(
    (one) => one.vpcId === vpc.id && holds(one.cidr, privateIp),
  );
  const group = clusterGroupOf(network, place, cluster);
  if (subnet === undefined || group === undefined) return undefined;
  return createInterface(network, subnet, {
    id: idFrom('eni', instanceId),
    groupIds: [group.id],
    kind: 'interface',
    description: '',
    attachedAt: launchedAt,
    privateIp,
    instanceId,
    mayBePublic: true,
  });
}

function idsOf({ accountId, region }: Place, cluster: string): IdMaker {
  return (kind, role) => idFrom(kind, 'cluster', accountId, region, cluster, role);
}

export function clusterVpcOf(
  network: NetworkState,
  place: Place,
  cluster: string,
): VpcRecord | undefined {
  return findIn(network.vpcs, place, idsOf(place, cluster)('vpc', 'vpc'));
}

/** The subnets of the cluster's VPC. */
export function clusterSubnetsOf(
  network: NetworkState,
  place: Place,
  cluster: string,
): readonly SubnetRecord[] {
  const vpcId = clusterVpcOf(network, place, cluster)?.id;
  return allIn(network.subnets, place).filter((subnet) => subnet.vpcId === vpcId);
}

/** The security group that EKS makes for control plane and nodes. */
export function clusterGroupOf(
  network: NetworkState,
  place: Place,
  cluster: string,
): SecurityGroupRecord | undefined {
  return findIn(network.securityGroups, place, idsOf(place, cluster)('sg', 'cluster'));
}

function createClusterVpc(network: NetworkState, place: Place, cluster: string): VpcRecord {
  const { accountId, region } = place;
  const idOf = idsOf(place, cluster);
  const shared = { [`kubernetes.io/cluster/${cluster}`]: 'shared' };
  const vpc = createVpc(
    network,
    {
      accountId,
      region,
      cidr: clusterCidr,
      dhcpOptionsId: defaultDhcpOptions(network, place).id,
      enableDnsHostnames: true,
      tags: { Name: cluster, ...shared },
    },
    idOf,
  );
  for (const [at, cidr] of subnetCidrs.entries()) {
    const zone = `${region}${'ab'.charAt(at)}`;
    const tags = { Name: `${cluster}-public-${zone}`, ...shared, 'kubernetes.io/role/elb': '1' };
    createSubnet(network, vpc, { cidr, zone, mapPublicIpOnLaunch: true, tags }, idOf);
  }
  openToInternet(network, vpc, idOf);
  const group = clusterGroup(place, cluster, vpc, idOf);
  network.securityGroups.put(networkKey(group), group);
  return vpc;
}

/** Source: EKS User Guide, "View Amazon EKS security group requirements for clusters". */
function clusterGroup(
  { accountId, region }: Place,
  cluster: string,
  vpc: VpcRecord,
  idOf: IdMaker,
): SecurityGroupRecord {
  const id = idOf('sg', 'cluster');
  const name = `eks-cluster-sg-${cluster}-${id.slice(-9)}`;
  return {
    accountId,
    region,
    vpcId: vpc.id,
    id,
    name,
    description:
      'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
    rules: [
      {
        id: idOf('sgr', 'cluster-in'),
        isEgress: false,
        protocol: '-1',
        group: { groupId: id, userId: accountId },
        tags: {},
      },
      allowAllOut(idOf('sgr', 'cluster-out')),
    ],
    tags: {
      Name: name,
      [`kubernetes.io/cluster/${cluster}`]: 'owned',
      'aws:eks:cluster-name': cluster,
    },
  };
}
