import type { Seen } from './seen.ts';

// What EC2 and Route 53 tell of a VPC, in their own members, as far as they decide about a way through it.

export interface Vpc {
  readonly vpcId: string;
  /** IPv4 and IPv6 blocks that are associated. */
  readonly cidrBlocks: readonly string[];
  readonly dhcpOptionsId?: string;
}

export interface VpcDns {
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
}

export interface DhcpOptions {
  readonly dhcpOptionsId: string;
  readonly domainNameServers: readonly string[];
  /** Id of another set in the account that names the VPC's resolver; looked for where this one names other servers. */
  readonly setWithResolver?: string;
}

export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly cidrBlocks: readonly string[];
  /** Whether the Resolver makes IPv6 addresses of IPv4 ones for it (DNS64). */
  readonly enableDns64: boolean;
}

export interface RouteTable {
  readonly routeTableId: string;
  readonly vpcId: string;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  readonly routes: readonly Route[];
}

export interface Route {
  /** A CIDR block of IPv4 or IPv6, or the id of a prefix list. */
  readonly destination: string;
  /** `local`, or the id of what it points to; empty where EC2 names none. */
  readonly target: string;
  readonly state: 'active' | 'blackhole';
}

export interface NetworkAcl {
  readonly networkAclId: string;
  readonly subnetIds: readonly string[];
  readonly entries: readonly NetworkAclEntry[];
}

export interface NetworkAclEntry {
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly ruleAction: 'allow' | 'deny';
  /** IANA's number, `-1` for all. */
  readonly protocol: string;
  readonly cidrBlock: string;
  /** Left out where the entry is for all ports. */
  readonly portRange?: PortRange;
}

export interface PortRange {
  readonly from: number;
  readonly to: number;
}

export interface SecurityGroup {
  readonly groupId: string;
  readonly groupName: string;
  readonly ipPermissions: readonly IpPermission[];
  readonly ipPermissionsEgress: readonly IpPermission[];
}

export interface IpPermission {
  /** `tcp`, `udp`, a number, or `-1` for all. */
  readonly ipProtocol: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly cidrBlocks: readonly string[];
  readonly groupIds: readonly string[];
  readonly prefixListIds: readonly string[];
}

export interface NatGateway {
  readonly natGatewayId: string;
  readonly state: string;
  readonly connectivityType: 'public' | 'private';
  /** Left out for a regional one, which is in no subnet. */
  readonly subnetId?: string;
  readonly privateIp?: string;
  readonly publicIp?: string;
  readonly failureCode?: string;
  /** Connections of late for which it had no port left; left out where nobody looked. */
  readonly portErrors?: number;
}

export interface VpcEndpoint {
  readonly vpcEndpointId: string;
  /** `Interface`, `Gateway`, or another kind, which is no way to a service of AWS. */
  readonly vpcEndpointType: string;
  /** Such as `com.amazonaws.eu-west-1.ecr.api`. */
  readonly serviceName: string;
  readonly state: string;
  readonly policyDocument: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  /** Of an S3 interface endpoint: its private names are for resolvers outside of the VPC only. */
  readonly privateDnsOnlyForInboundResolverEndpoint: boolean;
  /** `ipv4`, `dualstack` or `ipv6`. */
  readonly ipAddressType: string;
}

/** The interface of an endpoint in one of its subnets. */
export interface EndpointInterface {
  readonly vpcEndpointId: string;
  readonly subnetId: string;
  /** IPv4 and IPv6. */
  readonly addresses: readonly string[];
}

export interface PrefixList {
  readonly prefixListId: string;
  /** Such as `com.amazonaws.eu-west-1.s3`. */
  readonly prefixListName: string;
  readonly cidrBlocks: Seen<readonly string[]>;
}

/** A private hosted zone that is associated with the VPC. */
export interface HostedZone {
  readonly hostedZoneId: string;
  /** Without the dot at its end. */
  readonly name: string;
  readonly records: Seen<readonly ZoneRecord[]>;
  /** Ids of all VPCs that it is associated with. */
  readonly vpcIds: Seen<readonly string[]>;
}

export interface ZoneRecord {
  /** Without the dot at its end; `*.` in front for a wildcard. */
  readonly name: string;
  readonly type: string;
  /** Addresses or names; of an alias the name that it stands for. */
  readonly values: readonly string[];
  /** Seconds; left out for an alias. */
  readonly ttl?: number;
  readonly alias?: { readonly hostedZoneId: string; readonly evaluateTargetHealth: boolean };
  /** Of a record that is one of several of its name and type, between which a routing policy chooses. */
  readonly setIdentifier?: string;
}

export interface ResolverRule {
  readonly resolverRuleId: string;
  /** Without the dot at its end. */
  readonly domainName: string;
  readonly ruleType: 'FORWARD' | 'SYSTEM' | 'RECURSIVE';
}

export interface PublicAccessExclusion {
  readonly exclusionId: string;
  /** Id of a VPC or subnet. */
  readonly resourceId: string;
  readonly mode: 'allow-bidirectional' | 'allow-egress';
}

/** A peering connection, seen from the VPC. */
export interface Peering {
  readonly peeringId: string;
  /** `active`, or another state in which it carries nothing. */
  readonly status: string;
  readonly peerVpcId: string;
  readonly peerAccountId: string;
  readonly peerRegion: string;
  readonly peerCidrBlocks: readonly string[];
}

/** The VPC's attachment to a transit gateway. */
export interface TransitGatewayAttachment {
  readonly attachmentId: string;
  readonly transitGatewayId: string;
  /** `available`, or another state in which it carries nothing. */
  readonly state: string;
  /** At most one in a zone. */
  readonly subnetIds: readonly string[];
  /** Of the gateway's route table that the attachment is associated with. */
  readonly routes: Seen<readonly TransitGatewayRoute[]>;
}

export interface TransitGatewayRoute {
  readonly destination: string;
  readonly state: 'active' | 'blackhole';
  /** `vpc`, `vpn`, `direct-connect-gateway`, `peering` and so on; empty for a blackhole. */
  readonly resourceType: string;
  readonly resourceId: string;
}

/** All that was seen of one VPC. */
export interface Network {
  readonly vpcId: string;
  readonly region: string;
  readonly vpc: Seen<Vpc>;
  readonly dns: Seen<VpcDns>;
  readonly dhcpOptions: Seen<DhcpOptions>;
  readonly subnets: Seen<readonly Subnet[]>;
  readonly routeTables: Seen<readonly RouteTable[]>;
  readonly networkAcls: Seen<readonly NetworkAcl[]>;
  readonly securityGroups: Seen<readonly SecurityGroup[]>;
  readonly natGateways: Seen<readonly NatGateway[]>;
  readonly endpoints: Seen<readonly VpcEndpoint[]>;
  readonly endpointInterfaces: Seen<readonly EndpointInterface[]>;
  readonly prefixLists: Seen<readonly PrefixList[]>;
  readonly hostedZones: Seen<readonly HostedZone[]>;
  /** The addresses that records of these zones name, as far as interfaces of the VPC have them. */
  readonly addressesInUse: Seen<readonly string[]>;
  readonly resolverRules: Seen<readonly ResolverRule[]>;
  /** `off`, `block-bidirectional` or `block-ingress`: what VPC Block Public Access does to internet gateways. */
  readonly publicAccessBlock: Seen<string>;
  /** The VPC, and its subnets, as far as they are excluded from it. */
  readonly publicAccessExclusions: Seen<readonly PublicAccessExclusion[]>;
  readonly peerings: Seen<readonly Peering[]>;
  readonly transitGateways: Seen<readonly TransitGatewayAttachment[]>;
  /** The VPCs that these lead to, as far as they were seen; of those none behind them. */
  readonly far: readonly Network[];
}

/** The interface that asks. */
export interface Interface {
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  /** IPv4 address in the VPC; left out where the interface has IPv6 only. */
  readonly privateIp?: string;
  /** The public IPv4 address that is associated with it. */
  readonly publicIp?: string;
  readonly ipv6Addresses: readonly string[];
  /** The ports that its connections come from (Linux: 32768 to 60999; Windows: 49152 to 65535). */
  readonly ephemeralPorts: PortRange;
}
