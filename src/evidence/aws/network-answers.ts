import { itemsAt, textAt, type XmlElement } from '../../aws/client/xml.ts';
import type {
  EndpointInterface,
  IpPermission,
  NatGateway,
  NetworkAcl,
  NetworkAclEntry,
  PortRange,
  Route,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from '../../network/index.ts';

// What EC2 answers, as facts (EC2 API Reference).

const texts = (element: XmlElement, list: string, member?: string): string[] =>
  itemsAt(element, list).flatMap((item) =>
    member === undefined ? item.text.trim() || [] : (textAt(item, member) ?? []),
  );

export function vpcOf(vpc: XmlElement): Vpc {
  const associated = (list: string, member: string, state: string) =>
    itemsAt(vpc, list)
      .filter((one) => textAt(one, state, 'state') === 'associated')
      .flatMap((one) => textAt(one, member) ?? []);
  const ipv4 = associated('cidrBlockAssociationSet', 'cidrBlock', 'cidrBlockState');
  const ipv6 = associated('ipv6CidrBlockAssociationSet', 'ipv6CidrBlock', 'ipv6CidrBlockState');
  const primary = textAt(vpc, 'cidrBlock');
  const dhcpOptionsId = textAt(vpc, 'dhcpOptionsId');
  // The resolver answers at the base of the primary block, which stands first.
  const others = ipv4.filter((block) => block !== primary);
  return {
    vpcId: textAt(vpc, 'vpcId') ?? '',
    cidrBlocks: [...(primary === undefined ? [] : [primary]), ...others, ...ipv6],
    ...(dhcpOptionsId === undefined ? {} : { dhcpOptionsId }),
  };
}

export function subnetOf(subnet: XmlElement): Subnet {
  const ipv6 = itemsAt(subnet, 'ipv6CidrBlockAssociationSet')
    .filter((one) => textAt(one, 'ipv6CidrBlockState', 'state') === 'associated')
    .flatMap((one) => textAt(one, 'ipv6CidrBlock') ?? []);
  const ipv4 = textAt(subnet, 'cidrBlock');
  return {
    subnetId: textAt(subnet, 'subnetId') ?? '',
    vpcId: textAt(subnet, 'vpcId') ?? '',
    availabilityZone: textAt(subnet, 'availabilityZone') ?? '',
    cidrBlocks: [...(ipv4 === undefined ? [] : [ipv4]), ...ipv6],
    enableDns64: textAt(subnet, 'enableDns64') === 'true',
  };
}

export function routeTableOf(table: XmlElement): RouteTable {
  const associations = itemsAt(table, 'associationSet').filter(
    (one) => (textAt(one, 'associationState', 'state') ?? 'associated') === 'associated',
  );
  return {
    routeTableId: textAt(table, 'routeTableId') ?? '',
    vpcId: textAt(table, 'vpcId') ?? '',
    main: associations.some((one) => textAt(one, 'main') === 'true'),
    subnetIds: associations.flatMap((one) => textAt(one, 'subnetId') ?? []),
    routes: itemsAt(table, 'routeSet').map(routeOf),
  };
}

/** The members in which a route names what it points to. */
const targets = [
  'gatewayId',
  'natGatewayId',
  'transitGatewayId',
  'egressOnlyInternetGatewayId',
  'vpcPeeringConnectionId',
  'networkInterfaceId',
  'instanceId',
  'localGatewayId',
  'carrierGatewayId',
  'coreNetworkArn',
  'odbNetworkArn',
];

function routeOf(route: XmlElement): Route {
  const destination =
    textAt(route, 'destinationCidrBlock') ??
    textAt(route, 'destinationIpv6CidrBlock') ??
    textAt(route, 'destinationPrefixListId') ??
    '';
  const target = targets.map((name) => textAt(route, name)).find((one) => one !== undefined);
  return {
    destination,
    target: target ?? '',
    state: textAt(route, 'state') === 'blackhole' ? 'blackhole' : 'active',
  };
}

export function networkAclOf(acl: XmlElement): NetworkAcl {
  return {
    networkAclId: textAt(acl, 'networkAclId') ?? '',
    subnetIds: texts(acl, 'associationSet', 'subnetId'),
    entries: itemsAt(acl, 'entrySet').map(aclEntryOf),
  };
}

function aclEntryOf(entry: XmlElement): NetworkAclEntry {
  const portRange = portsOf(entry, 'portRange');
  return {
    ruleNumber: Number(textAt(entry, 'ruleNumber')),
    egress: textAt(entry, 'egress') === 'true',
    ruleAction: textAt(entry, 'ruleAction') === 'allow' ? 'allow' : 'deny',
    protocol: textAt(entry, 'protocol') ?? '',
    cidrBlock: textAt(entry, 'cidrBlock') ?? textAt(entry, 'ipv6CidrBlock') ?? '',
    ...(portRange === undefined ? {} : { portRange }),
  };
}

function portsOf(element: XmlElement, name: string): PortRange | undefined {
  const [from, to] = [textAt(element, name, 'from'), textAt(element, name, 'to')];
  return from === undefined || to === undefined
    ? undefined
    : { from: Number(from), to: Number(to) };
}

export function securityGroupOf(group: XmlElement): SecurityGroup {
  return {
    groupId: textAt(group, 'groupId') ?? '',
    groupName: textAt(group, 'groupName') ?? '',
    ipPermissions: itemsAt(group, 'ipPermissions').map(permissionOf),
    ipPermissionsEgress: itemsAt(group, 'ipPermissionsEgress').map(permissionOf),
  };
}

function permissionOf(permission: XmlElement): IpPermission {
  const [from, to] = [textAt(permission, 'fromPort'), textAt(permission, 'toPort')];
  return {
    ipProtocol: textAt(permission, 'ipProtocol') ?? '',
    ...(from === undefined ? {} : { fromPort: Number(from) }),
    ...(to === undefined ? {} : { toPort: Number(to) }),
    cidrBlocks: [
      ...texts(permission, 'ipRanges', 'cidrIp'),
      ...texts(permission, 'ipv6Ranges', 'cidrIpv6'),
    ],
    groupIds: texts(permission, 'groups', 'groupId'),
    prefixListIds: texts(permission, 'prefixListIds', 'prefixListId'),
  };
}

export function natGatewayOf(gateway: XmlElement): NatGateway {
  const [address] = itemsAt(gateway, 'natGatewayAddressSet');
  const optional = {
    subnetId: textAt(gateway, 'subnetId'),
    privateIp: address && textAt(address, 'privateIp'),
    publicIp: address && textAt(address, 'publicIp'),
    failureCode: textAt(gateway, 'failureCode'),
  };
  return {
    natGatewayId: textAt(gateway, 'natGatewayId') ?? '',
    state: textAt(gateway, 'state') ?? '',
    connectivityType: textAt(gateway, 'connectivityType') === 'private' ? 'private' : 'public',
    ...definedOf(optional),
  };
}

export function endpointOf(endpoint: XmlElement): VpcEndpoint {
  const only = textAt(endpoint, 'dnsOptions', 'privateDnsOnlyForInboundResolverEndpoint');
  return {
    vpcEndpointId: textAt(endpoint, 'vpcEndpointId') ?? '',
    vpcEndpointType: textAt(endpoint, 'vpcEndpointType') ?? '',
    serviceName: textAt(endpoint, 'serviceName') ?? '',
    state: textAt(endpoint, 'state') ?? '',
    policyDocument: textAt(endpoint, 'policyDocument') ?? '',
    routeTableIds: texts(endpoint, 'routeTableIdSet'),
    subnetIds: texts(endpoint, 'subnetIdSet'),
    groupIds: texts(endpoint, 'groupSet', 'groupId'),
    privateDnsEnabled: textAt(endpoint, 'privateDnsEnabled') === 'true',
    privateDnsOnlyForInboundResolverEndpoint: only === 'true',
    ipAddressType: textAt(endpoint, 'ipAddressType') ?? 'ipv4',
  };
}

export function endpointInterfacesOf(
  endpoints: readonly XmlElement[],
  interfaces: readonly XmlElement[],
): EndpointInterface[] {
  return endpoints.flatMap((endpoint) => {
    const own = texts(endpoint, 'networkInterfaceIdSet');
    return interfaces
      .filter((one) => own.includes(textAt(one, 'networkInterfaceId') ?? ''))
      .map((one) => ({
        vpcEndpointId: textAt(endpoint, 'vpcEndpointId') ?? '',
        subnetId: textAt(one, 'subnetId') ?? '',
        addresses: [
          ...texts(one, 'privateIpAddressesSet', 'privateIpAddress'),
          ...texts(one, 'ipv6AddressesSet', 'ipv6Address'),
        ],
      }));
  });
}

function definedOf<Of extends Readonly<Record<string, string | undefined>>>(
  fields: Of,
): { readonly [Name in keyof Of]?: string } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof Of]?: string;
  };
}
