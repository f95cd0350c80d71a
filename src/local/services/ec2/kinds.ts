import type { Collection } from '../../../storage/metadata.ts';
import type { NetworkState } from '../../network-state.ts';
import type {
  AddressRecord,
  DhcpOptionsRecord,
  EgressOnlyGatewayRecord,
  InternetGatewayRecord,
  NatGatewayRecord,
  NetworkInterfaceRecord,
  OwnedRecord,
  PeeringConnectionRecord,
  PrefixListRecord,
  SubnetRecord,
  TransitGatewayAttachmentRecord,
  TransitGatewayRecord,
  VpcEndpointRecord,
  VpcRecord,
} from '../../state.ts';
import { freeAddressCount } from '../../vpc/interfaces.ts';
import { addressOf, publicIpOf } from '../../vpc/lookups.ts';
import { zoneId } from '../../vpc/zones.ts';
import type { FilterValues, Kind } from './kind.ts';

type Filters<Document> = Readonly<Record<string, FilterValues<Document>>>;

export function kind<Document extends OwnedRecord>(
  collection: (network: NetworkState) => Collection<Document>,
  prefix: string,
  arnType: string,
  notFound: string,
  notFoundText: (id: string) => string,
  filters: Filters<Document>,
): Kind<Document> {
  return { collection, prefix, arnType, notFound, notFoundText, filters };
}

export const vpcs = kind<VpcRecord>(
  ({ vpcs: all }) => all,
  'vpc',
  'vpc',
  'InvalidVpcID.NotFound',
  (id) => `The vpc ID '${id}' does not exist`,
  {
    'vpc-id': ({ id }) => [id],
    cidr: ({ cidrs }) => [cidrs[0]?.cidr],
    'cidr-block-association.cidr-block': ({ cidrs }) => cidrs.map(({ cidr }) => cidr),
    'cidr-block-association.association-id': ({ cidrs }) => cidrs.map(({ id }) => id),
    'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6Cidrs }) =>
      ipv6Cidrs.map(({ cidr }) => cidr),
    'ipv6-cidr-block-association.association-id': ({ ipv6Cidrs }) => ipv6Cidrs.map(({ id }) => id),
    'dhcp-options-id': ({ dhcpOptionsId }) => [dhcpOptionsId],
    'is-default': ({ isDefault }) => [isDefault],
    isDefault: ({ isDefault }) => [isDefault],
    state: () => ['available'],
  },
);

export const dhcpOptions = kind<DhcpOptionsRecord>(
  ({ dhcpOptions: all }) => all,
  'dopt',
  'dhcp-options',
  'InvalidDhcpOptionID.NotFound',
  (id) => `The dhcpOption ID '${id}' does not exist`,
  {
    'dhcp-options-id': ({ id }) => [id],
    key: ({ options }) => Object.keys(options),
    value: ({ options }) => Object.values(options).flat(),
  },
);

export const subnets = kind<SubnetRecord>(
  ({ subnets: all }) => all,
  'subnet',
  'subnet',
  'InvalidSubnetID.NotFound',
  (id) => `The subnet ID '${id}' does not exist`,
  {
    'subnet-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'availability-zone': ({ zone }) => [zone],
    availabilityZone: ({ zone }) => [zone],
    'availability-zone-id': ({ zone }) => [zoneId(zone)],
    'available-ip-address-count': (subnet, network) => [freeAddressCount(network, subnet)],
    'cidr-block': ({ cidr }) => [cidr],
    cidr: ({ cidr }) => [cidr],
    cidrBlock: ({ cidr }) => [cidr],
    'default-for-az': ({ isDefaultForZone }) => [isDefaultForZone],
    defaultForAz: ({ isDefaultForZone }) => [isDefaultForZone],
    'ipv6-cidr-block-association.ipv6-cidr-block': ({ ipv6Cidrs }) =>
      ipv6Cidrs.map(({ cidr }) => cidr),
    'ipv6-cidr-block-association.association-id': ({ ipv6Cidrs }) => ipv6Cidrs.map(({ id }) => id),
    'map-public-ip-on-launch': ({ mapPublicIpOnLaunch }) => [mapPublicIpOnLaunch],
    mapPublicIpOnLaunch: ({ mapPublicIpOnLaunch }) => [mapPublicIpOnLaunch],
    state: () => ['available'],
  },
);

export const internetGateways = kind<InternetGatewayRecord>(
  ({ internetGateways: all }) => all,
  'igw',
  'internet-gateway',
  'InvalidInternetGatewayID.NotFound',
  (id) => `The internetGateway ID '${id}' does not exist`,
  {
    'internet-gateway-id': ({ id }) => [id],
    'attachment.vpc-id': ({ vpcId }) => [vpcId],
    'attachment.state': ({ vpcId }) => [vpcId === undefined ? undefined : 'available'],
  },
);

export const egressOnlyGateways = kind<EgressOnlyGatewayRecord>(
  ({ egressOnlyGateways: all }) => all,
  'eigw',
  'egress-only-internet-gateway',
  'InvalidGatewayID.NotFound',
  (id) => `The gateway ID '${id}' does not exist`,
  {},
);

export const natGateways = kind<NatGatewayRecord>(
  ({ natGateways: all }) => all,
  'nat',
  'natgateway',
  'NatGatewayNotFound',
  (id) => `The Nat Gateway ${id} was not found`,
  {
    'nat-gateway-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'subnet-id': ({ subnetId }) => [subnetId],
    state: ({ deletedAt }) => [deletedAt === undefined ? 'available' : 'deleted'],
  },
);

export const addresses = kind<AddressRecord>(
  ({ addresses: all }) => all,
  'eipalloc',
  'elastic-ip',
  'InvalidAllocationID.NotFound',
  (id) => `The allocation ID '${id}' does not exist`,
  {
    'allocation-id': ({ id }) => [id],
    'association-id': ({ association }) => [association?.id],
    'public-ip': ({ publicIp }) => [publicIp],
    'network-interface-id': ({ association }) => [association?.interfaceId],
    domain: () => ['vpc'],
  },
);

export const endpoints = kind<VpcEndpointRecord>(
  ({ endpoints: all }) => all,
  'vpce',
  'vpc-endpoint',
  'InvalidVpcEndpointId.NotFound',
  (id) => `The Vpc Endpoint Id '${id}' does not exist`,
  {
    'vpc-endpoint-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'service-name': ({ serviceName }) => [serviceName],
    'service-region': ({ serviceRegion, region }) => [serviceRegion ?? region],
    'ip-address-type': ({ ipAddressType }) => [ipAddressType],
    'vpc-endpoint-type': ({ type }) => [type],
    'vpc-endpoint-state': () => ['available'],
  },
);

export const prefixLists = kind<PrefixListRecord>(
  ({ prefixLists: all }) => all,
  'pl',
  'prefix-list',
  'InvalidPrefixListID.NotFound',
  (id) => `The prefix list ID '${id}' does not exist`,
  {
    'prefix-list-id': ({ id }) => [id],
    'prefix-list-name': ({ name }) => [name],
  },
);

export const peerings = kind<PeeringConnectionRecord>(
  ({ peerings: all }) => all,
  'pcx',
  'vpc-peering-connection',
  'InvalidVpcPeeringConnectionID.NotFound',
  (id) => `The vpcPeeringConnection ID '${id}' does not exist`,
  {
    'vpc-peering-connection-id': ({ id }) => [id],
    'requester-vpc-info.owner-id': ({ accountId }) => [accountId],
    'requester-vpc-info.vpc-id': ({ requesterVpcId }) => [requesterVpcId],
    'accepter-vpc-info.vpc-id': ({ accepter }) => [accepter.vpcId],
    'accepter-vpc-info.owner-id': ({ accepter }) => [accepter.accountId],
    'status-code': ({ status }) => [status],
  },
);

export const transitGateways = kind<TransitGatewayRecord>(
  ({ transitGateways: all }) => all,
  'tgw',
  'transit-gateway',
  'InvalidTransitGatewayID.NotFound',
  (id) => `Transit Gateway ${id} was deleted or does not exist.`,
  { 'transit-gateway-id': ({ id }) => [id], state: () => ['available'] },
);

export const transitGatewayAttachments = kind<TransitGatewayAttachmentRecord>(
  ({ transitGatewayAttachments: all }) => all,
  'tgw-attach',
  'transit-gateway-attachment',
  'InvalidTransitGatewayAttachmentID.NotFound',
  (id) => `Transit Gateway Attachment ${id} was deleted or does not exist.`,
  {
    'transit-gateway-attachment-id': ({ id }) => [id],
    'transit-gateway-id': ({ transitGatewayId }) => [transitGatewayId],
    'vpc-id': ({ vpcId }) => [vpcId],
    'resource-id': ({ vpcId }) => [vpcId],
    'resource-type': () => ['vpc'],
    state: () => ['available'],
  },
);

export const interfaces = kind<NetworkInterfaceRecord>(
  ({ interfaces: all }) => all,
  'eni',
  'network-interface',
  'InvalidNetworkInterfaceID.NotFound',
  (id) => `The networkInterface ID '${id}' does not exist`,
  {
    'network-interface-id': ({ id }) => [id],
    'vpc-id': ({ vpcId }) => [vpcId],
    'subnet-id': ({ subnetId }) => [subnetId],
    'group-id': ({ groupIds }) => groupIds,
    'private-ip-address': ({ privateIp }) => [privateIp],
    'addresses.private-ip-address': ({ privateIp }) => [privateIp],
    'ipv6-addresses.ipv6-address': ({ ipv6Addresses }) => ipv6Addresses,
    'association.public-ip': (one, network) => [publicIpOf(network, one)],
    'association.allocation-id': (one, network) => [addressOf(network, one)?.id],
    'attachment.instance-id': ({ instanceId }) => [instanceId],
    'attachment.status': () => ['attached'],
    'interface-type': ({ kind: type }) => [type],
    description: ({ description }) => [description],
    status: () => ['in-use'],
  },
);
