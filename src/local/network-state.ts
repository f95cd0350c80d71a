import type { Collection, Metadata } from '../storage/metadata.ts';
import type {
  AddressRecord,
  DhcpOptionsRecord,
  EgressOnlyGatewayRecord,
  InternetGatewayRecord,
  NatGatewayRecord,
  NetworkAclRecord,
  NetworkInterfaceRecord,
  NetworkRegionRecord,
  PeeringConnectionRecord,
  PrefixListRecord,
  PublicAccessExclusionRecord,
  PublicAccessRecord,
  RouteTableRecord,
  SecurityGroupRecord,
  SubnetRecord,
  TransitGatewayAttachmentRecord,
  TransitGatewayRecord,
  VpcEndpointRecord,
  VpcRecord,
} from './records/network.ts';

/** The networks of all accounts and Regions. Every record but a Region's is keyed by `networkKey`. */
export interface NetworkState {
  readonly regions: Collection<NetworkRegionRecord>;
  readonly vpcs: Collection<VpcRecord>;
  readonly dhcpOptions: Collection<DhcpOptionsRecord>;
  readonly subnets: Collection<SubnetRecord>;
  readonly internetGateways: Collection<InternetGatewayRecord>;
  readonly egressOnlyGateways: Collection<EgressOnlyGatewayRecord>;
  readonly natGateways: Collection<NatGatewayRecord>;
  readonly addresses: Collection<AddressRecord>;
  readonly routeTables: Collection<RouteTableRecord>;
  readonly securityGroups: Collection<SecurityGroupRecord>;
  readonly networkAcls: Collection<NetworkAclRecord>;
  readonly endpoints: Collection<VpcEndpointRecord>;
  readonly prefixLists: Collection<PrefixListRecord>;
  readonly peerings: Collection<PeeringConnectionRecord>;
  readonly transitGateways: Collection<TransitGatewayRecord>;
  readonly transitGatewayAttachments: Collection<TransitGatewayAttachmentRecord>;
  readonly publicAccess: Collection<PublicAccessRecord>;
  readonly publicAccessExclusions: Collection<PublicAccessExclusionRecord>;
  readonly interfaces: Collection<NetworkInterfaceRecord>;
}

/** Names of the collections, for faults, which change documents by them. */
export const networkCollections = {
  regions: 'ec2.regions',
  vpcs: 'ec2.vpcs',
  dhcpOptions: 'ec2.dhcp-options',
  subnets: 'ec2.subnets',
  internetGateways: 'ec2.internet-gateways',
  egressOnlyGateways: 'ec2.egress-only-gateways',
  natGateways: 'ec2.nat-gateways',
  addresses: 'ec2.addresses',
  routeTables: 'ec2.route-tables',
  securityGroups: 'ec2.security-groups',
  networkAcls: 'ec2.network-acls',
  endpoints: 'ec2.vpc-endpoints',
  prefixLists: 'ec2.prefix-lists',
  peerings: 'ec2.peering-connections',
  transitGateways: 'ec2.transit-gateways',
  transitGatewayAttachments: 'ec2.transit-gateway-attachments',
  publicAccess: 'ec2.public-access',
  publicAccessExclusions: 'ec2.public-access-exclusions',
  interfaces: 'ec2.network-interfaces',
} as const satisfies Record<keyof NetworkState, string>;

export function openNetworkState(metadata: Metadata): NetworkState {
  const entries = Object.entries(networkCollections).map(([name, collection]) => [
    name,
    metadata.collection(collection),
  ]);
  return Object.fromEntries(entries) as NetworkState;
}

/** Key of a resource of EC2. */
export function networkKey(of: {
  readonly accountId: string;
  readonly region: string;
  readonly id: string;
}): string {
  return `${of.accountId}/${of.region}/${of.id}`;
}
