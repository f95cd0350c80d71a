import { partitionOf } from '../../names/partitions.ts';
import type { EksClusterRecord, State } from '../state.ts';
import { clusterGroupOf, clusterSubnetsOf, clusterVpcOf } from '../vpc/node-network.ts';

interface Place {
  readonly accountId: string;
  readonly region: string;
}

export function clusterKey({ accountId, region, name }: Place & { readonly name: string }): string {
  return `${accountId}/${region}/${name}`;
}

/** Key of a part of a cluster. */
export function partKey(part: Place & { readonly cluster: string; readonly name: string }): string {
  return `${part.accountId}/${part.region}/${part.cluster}/${part.name}`;
}

export function eksArn({ accountId, region }: Place, rest: string): string {
  return `arn:${partitionOf(region).id}:eks:${region}:${accountId}:${rest}`;
}

/** The minor version that clusters have unless asked otherwise. */
export const defaultVersion = '1.34';

export interface EmulatedClusterFacts extends Place {
  readonly name: string;
  readonly endpoint: string;
  readonly issuer: string;
  readonly now: number;
}

/** Has EKS know of the emulated cluster, in the VPC of its machines; one that was deleted from EKS comes back. */
export function ensureEmulatedCluster(
  state: Pick<State, 'eksClusters' | 'network'>,
  { now, ...cluster }: EmulatedClusterFacts,
): EksClusterRecord {
  const { accountId, region, name, endpoint, issuer } = cluster;
  const key = clusterKey(cluster);
  const known = state.eksClusters.get(key);
  if (known !== undefined) {
    const again = { ...known, endpoint, issuer };
    if (known.endpoint !== endpoint || known.issuer !== issuer) state.eksClusters.put(key, again);
    return again;
  }
  const made: EksClusterRecord = {
    accountId,
    region,
    name,
    arn: eksArn(cluster, `cluster/${name}`),
    version: defaultVersion,
    roleArn: `arn:${partitionOf(region).id}:iam::${accountId}:role/${name}-cluster`,
    endpoint,
    issuer,
    vpcId: clusterVpcOf(state.network, cluster, name)?.id ?? '',
    subnetIds: clusterSubnetsOf(state.network, cluster, name).map(({ id }) => id),
    securityGroupIds: [],
    clusterSecurityGroupId: clusterGroupOf(state.network, cluster, name)?.id ?? '',
    endpointPublicAccess: true,
    endpointPrivateAccess: false,
    publicAccessCidrs: ['0.0.0.0/0'],
    serviceIpv4Cidr: '172.20.0.0/16',
    ipFamily: 'ipv4',
    authenticationMode: 'API_AND_CONFIG_MAP',
    remoteNodeCidrs: [],
    tags: {},
    createdAt: now,
  };
  state.eksClusters.put(key, made);
  return made;
}
