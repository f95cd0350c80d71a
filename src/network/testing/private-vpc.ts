// A VPC with a private node subnet, a subnet of endpoints, a public subnet with a NAT gateway, and ways to change it.
import type {
  Interface,
  IpPermission,
  Network,
  NetworkAclEntry,
  Route,
  RouteTable,
  Subnet,
  VpcEndpoint,
} from '../facts.ts';
import { hostsOfPull } from '../hosts.ts';
import type { Seen } from '../seen.ts';

export const known = <Value>(value: Value) => ({ state: 'known', value }) as const;
export const absent = { state: 'absent' } as const;
export const unseen = (permission: string): Seen<never> => ({
  state: 'unseen',
  need: { fact: `what ${permission} shows`, permission },
});

export const region = 'us-east-1';
export const s3List = 'pl-6da54004';
export const s3Block = '52.218.0.0/17';
export const [api, registry, layers] = hostsOfPull({
  host: `111122223333.dkr.ecr.${region}.amazonaws.com`,
  registryId: '111122223333',
  region,
});

export const route = (destination: string, target: string, state = 'active'): Route => ({
  destination,
  target,
  state: state as Route['state'],
});
export const local = route('10.0.0.0/16', 'local');

export const table = (
  routeTableId: string,
  subnetIds: readonly string[],
  ...routes: readonly Route[]
): RouteTable => ({
  routeTableId,
  vpcId: 'vpc-1',
  main: subnetIds.length === 0,
  subnetIds,
  routes: [local, ...routes],
});

export const subnet = (subnetId: string, ...cidrBlocks: readonly string[]): Subnet => ({
  subnetId,
  vpcId: 'vpc-1',
  availabilityZone: 'us-east-1a',
  cidrBlocks,
  enableDns64: false,
});

export const permission = (more: Partial<IpPermission>): IpPermission => ({
  ipProtocol: 'tcp',
  fromPort: 443,
  toPort: 443,
  cidrBlocks: [],
  groupIds: [],
  prefixListIds: [],
  ...more,
});
export const everywhere = permission({ ipProtocol: '-1', cidrBlocks: ['0.0.0.0/0', '::/0'] });

export const entry = (
  ruleNumber: number,
  egress: boolean,
  ruleAction: 'allow' | 'deny',
  more: Partial<NetworkAclEntry> = {},
): NetworkAclEntry => ({
  ruleNumber,
  egress,
  ruleAction,
  protocol: '-1',
  cidrBlock: '0.0.0.0/0',
  ...more,
});
export const openAcl = [entry(100, true, 'allow'), entry(100, false, 'allow')];

export const endpoint = (
  id: string,
  service: string,
  more: Partial<VpcEndpoint> = {},
): VpcEndpoint => ({
  vpcEndpointId: id,
  vpcEndpointType: 'Interface',
  serviceName: `com.amazonaws.${region}.${service}`,
  state: 'available',
  policyDocument: '',
  routeTableIds: [],
  subnetIds: ['subnet-endpoints'],
  groupIds: ['sg-endpoints'],
  privateDnsEnabled: true,
  privateDnsOnlyForInboundResolverEndpoint: false,
  ipAddressType: 'ipv4',
  ...more,
});

export const node: Interface = {
  subnetId: 'subnet-node',
  groupIds: ['sg-node'],
  privateIp: '10.0.1.10',
  ipv6Addresses: [],
  ephemeralPorts: { from: 32_768, to: 60_999 },
};

/** The node reaches everything through a NAT gateway; there are no endpoints. */
export const withNat: Network = {
  vpcId: 'vpc-1',
  region,
  vpc: known({ vpcId: 'vpc-1', cidrBlocks: ['10.0.0.0/16'], dhcpOptionsId: 'dopt-1' }),
  dns: known({ enableDnsSupport: true, enableDnsHostnames: true }),
  dhcpOptions: known({ dhcpOptionsId: 'dopt-1', domainNameServers: ['AmazonProvidedDNS'] }),
  subnets: known([
    subnet('subnet-node', '10.0.1.0/24'),
    subnet('subnet-endpoints', '10.0.2.0/24'),
    subnet('subnet-public', '10.0.3.0/24'),
  ]),
  routeTables: known([
    table('rtb-main', []),
    table('rtb-node', ['subnet-node'], route('0.0.0.0/0', 'nat-1')),
    table('rtb-public', ['subnet-public'], route('0.0.0.0/0', 'igw-1')),
  ]),
  networkAcls: known([
    {
      networkAclId: 'acl-1',
      subnetIds: ['subnet-node', 'subnet-endpoints', 'subnet-public'],
      entries: openAcl,
    },
  ]),
  securityGroups: known([
    { groupId: 'sg-node', groupName: 'node', ipPermissions: [], ipPermissionsEgress: [everywhere] },
    {
      groupId: 'sg-endpoints',
      groupName: 'endpoints',
      ipPermissions: [permission({ groupIds: ['sg-node'] })],
      ipPermissionsEgress: [],
    },
  ]),
  natGateways: known([
    {
      natGatewayId: 'nat-1',
      state: 'available',
      connectivityType: 'public',
      subnetId: 'subnet-public',
      privateIp: '10.0.3.5',
      publicIp: '198.51.100.7',
    },
  ]),
  endpoints: known([]),
  endpointInterfaces: known([]),
  prefixLists: known([
    {
      prefixListId: s3List,
      prefixListName: `com.amazonaws.${region}.s3`,
      cidrBlocks: known([s3Block]),
    },
  ]),
  hostedZones: known([]),
  addressesInUse: known([]),
  resolverRules: known([]),
  publicAccessBlock: known('off'),
  publicAccessExclusions: known([]),
  peerings: known([]),
  transitGateways: known([]),
  far: [],
};

/** The node has no way out but endpoints for the three hosts of a pull. */
export const withEndpoints: Network = {
  ...withNat,
  routeTables: known([
    table('rtb-main', []),
    table('rtb-node', ['subnet-node'], route(s3List, 'vpce-s3')),
  ]),
  natGateways: known([]),
  endpoints: known([
    endpoint('vpce-api', 'ecr.api'),
    endpoint('vpce-dkr', 'ecr.dkr'),
    endpoint('vpce-s3', 's3', {
      vpcEndpointType: 'Gateway',
      routeTableIds: ['rtb-node'],
      subnetIds: [],
      groupIds: [],
      privateDnsEnabled: false,
    }),
  ]),
  endpointInterfaces: known([
    { vpcEndpointId: 'vpce-api', subnetId: 'subnet-endpoints', addresses: ['10.0.2.20'] },
    { vpcEndpointId: 'vpce-dkr', subnetId: 'subnet-endpoints', addresses: ['10.0.2.21'] },
  ]),
};

/** Changes the items of a list that is known. */
export function changed<Item>(
  list: Seen<readonly Item[]>,
  change: (items: readonly Item[]) => readonly Item[],
): Seen<readonly Item[]> {
  return list.state === 'known' ? known(change(list.value)) : list;
}
