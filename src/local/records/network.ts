// EC2's networks. Each record is keyed by `account/region/id`. Times are milliseconds since the epoch.

/** What every resource of EC2 has. */
export interface OwnedRecord {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A Region in which an account has its default resources: they are made once, and can be deleted. */
export interface NetworkRegionRecord {
  readonly accountId: string;
  readonly region: string;
}

/** What VPC Block Public Access does in a Region. Its id is `options`. */
export interface PublicAccessRecord extends OwnedRecord {
  readonly mode: 'off' | 'block-bidirectional' | 'block-ingress';
  readonly changedAt: number;
}

/** A VPC or subnet that is excluded from it. */
export interface PublicAccessExclusionRecord extends OwnedRecord {
  readonly mode: 'allow-bidirectional' | 'allow-egress';
  /** Id of the VPC or subnet. */
  readonly resourceId: string;
  readonly createdAt: number;
  readonly changedAt: number;
}

/** A CIDR block, and the id of its association with a VPC or subnet. */
export interface CidrAssociation {
  readonly id: string;
  readonly cidr: string;
}

export interface VpcRecord extends OwnedRecord {
  /** IPv4 blocks, the primary one first. */
  readonly cidrs: readonly CidrAssociation[];
  readonly ipv6Cidrs: readonly CidrAssociation[];
  readonly isDefault: boolean;
  readonly tenancy: string;
  /** Id of a set of DHCP options, or `default` for none. */
  readonly dhcpOptionsId: string;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
}

export interface DhcpOptionsRecord extends OwnedRecord {
  /** By the option's name, such as `domain-name-servers`. */
  readonly options: Readonly<Record<string, readonly string[]>>;
}

export interface SubnetRecord extends OwnedRecord {
  readonly vpcId: string;
  readonly cidr: string;
  readonly ipv6Cidrs: readonly CidrAssociation[];
  /** Name of the Availability Zone, such as `eu-west-1a`. */
  readonly zone: string;
  readonly isDefaultForZone: boolean;
  readonly mapPublicIpOnLaunch: boolean;
  readonly assignIpv6AddressOnCreation: boolean;
  readonly enableDns64: boolean;
  readonly privateDnsHostnameType: string;
  readonly enableResourceNameDnsARecord: boolean;
  readonly enableResourceNameDnsAAAARecord: boolean;
}

export interface InternetGatewayRecord extends OwnedRecord {
  /** Absent while it is detached. */
  readonly vpcId?: string;
}

export interface EgressOnlyGatewayRecord extends OwnedRecord {
  readonly vpcId: string;
}

export interface NatGatewayRecord extends OwnedRecord {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly connectivity: 'public' | 'private';
  readonly allocationId?: string;
  readonly interfaceId: string;
  readonly createdAt: number;
  /** A deleted one is told of for a while. */
  readonly deletedAt?: number;
  /** Connections that others have through it to each host of AWS, since when. */
  readonly busy?: { readonly connections: number; readonly since: number };
}

/** An Elastic IP address. */
export interface AddressRecord extends OwnedRecord {
  readonly publicIp: string;
  readonly association?: { readonly id: string; readonly interfaceId: string };
}

export interface RouteRecord {
  /** An IPv4 or IPv6 CIDR block, or the id of a prefix list. */
  readonly destination: string;
  /** `local`, or the id of a gateway, endpoint, interface, peering connection or transit gateway. */
  readonly target: string;
  readonly origin: 'CreateRouteTable' | 'CreateRoute';
}

export interface RouteTableAssociation {
  readonly id: string;
  /** Absent for the main association and for a gateway's. */
  readonly subnetId?: string;
  readonly gatewayId?: string;
}

export interface RouteTableRecord extends OwnedRecord {
  readonly vpcId: string;
  /** Those of gateway endpoints are not among them: the endpoint names its tables. */
  readonly routes: readonly RouteRecord[];
  readonly associations: readonly RouteTableAssociation[];
  /** Id of the association that makes it the VPC's main route table. */
  readonly mainAssociationId?: string;
}

export interface SecurityGroupRuleRecord {
  readonly id: string;
  readonly isEgress: boolean;
  /** `-1` for all, `tcp`, `udp`, `icmp`, `icmpv6`, or a number. */
  readonly protocol: string;
  /** Absent where the rule is for all ports. For ICMP, the type and the code. */
  readonly fromPort?: number;
  readonly toPort?: number;
  /** Exactly one of these four says who is at the other end. */
  readonly cidrIpv4?: string;
  readonly cidrIpv6?: string;
  readonly prefixListId?: string;
  readonly group?: {
    readonly groupId: string;
    readonly userId: string;
    readonly peeringId?: string;
  };
  readonly description?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface SecurityGroupRecord extends OwnedRecord {
  readonly vpcId: string;
  readonly name: string;
  readonly description: string;
  readonly rules: readonly SecurityGroupRuleRecord[];
}

export interface NetworkAclEntryRecord {
  /** 32767 is the last rule, which can't be changed. */
  readonly number: number;
  readonly isEgress: boolean;
  readonly action: 'allow' | 'deny';
  /** IANA's number, or `-1` for all. */
  readonly protocol: string;
  /** IPv4 or IPv6. */
  readonly cidr: string;
  readonly fromPort?: number;
  readonly toPort?: number;
  readonly icmp?: { readonly type: number; readonly code: number };
}

export interface NetworkAclRecord extends OwnedRecord {
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly entries: readonly NetworkAclEntryRecord[];
  readonly associations: readonly { readonly id: string; readonly subnetId: string }[];
}

export interface VpcEndpointRecord extends OwnedRecord {
  readonly vpcId: string;
  readonly type: 'Interface' | 'Gateway';
  /** Such as `com.amazonaws.eu-west-1.ecr.api`. */
  readonly serviceName: string;
  /** Region of the service, where it is not the endpoint's. */
  readonly serviceRegion?: string;
  /** Text of the endpoint policy. */
  readonly policy: string;
  readonly routeTableIds: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly interfaceIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  readonly ipAddressType: string;
  readonly createdAt: number;
}

/** A prefix list of the account's own; those of AWS are not kept. */
export interface PrefixListRecord extends OwnedRecord {
  readonly name: string;
  readonly addressFamily: 'IPv4' | 'IPv6';
  readonly maxEntries: number;
  readonly version: number;
  readonly entries: readonly { readonly cidr: string; readonly description?: string }[];
}

export interface PeeringConnectionRecord extends OwnedRecord {
  readonly requesterVpcId: string;
  readonly accepter: {
    readonly vpcId: string;
    readonly accountId: string;
    readonly region: string;
  };
  readonly status: 'pending-acceptance' | 'active' | 'rejected' | 'deleted';
  /** The account that rejected or deleted it. */
  readonly endedBy?: string;
}

export interface TransitGatewayRecord extends OwnedRecord {
  readonly description: string;
  readonly amazonSideAsn: number;
  readonly createdAt: number;
}

export interface TransitGatewayAttachmentRecord extends OwnedRecord {
  readonly transitGatewayId: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly createdAt: number;
}

export interface NetworkInterfaceRecord extends OwnedRecord {
  readonly vpcId: string;
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly privateIp: string;
  readonly ipv6Addresses: readonly string[];
  /** The public address that it was given at launch; an Elastic IP address names its interface itself. */
  readonly publicIp?: string;
  readonly kind: 'interface' | 'nat_gateway' | 'vpc_endpoint';
  readonly description: string;
  /** The machine that it belongs to; absent for those of gateways and endpoints. */
  readonly instanceId?: string;
  readonly attachedAt: number;
}
