import type { Network } from '../../network/index.ts';
import type { Place } from './place.ts';

/** A VPC with all that decides about ways through it: each list is a fact of its own. By id. */
export type NetworkFacts = Network;

/** What each list is called, and what shows it. */
export const networkLists = {
  vpc: { fact: 'the CIDR blocks', permission: 'ec2:DescribeVpcs' },
  dns: { fact: 'the DNS attributes', permission: 'ec2:DescribeVpcAttribute' },
  dhcpOptions: { fact: 'the DHCP options', permission: 'ec2:DescribeDhcpOptions' },
  subnets: { fact: 'the subnets', permission: 'ec2:DescribeSubnets' },
  routeTables: { fact: 'the route tables', permission: 'ec2:DescribeRouteTables' },
  networkAcls: { fact: 'the network ACLs', permission: 'ec2:DescribeNetworkAcls' },
  securityGroups: { fact: 'the security groups', permission: 'ec2:DescribeSecurityGroups' },
  natGateways: { fact: 'the NAT gateways', permission: 'ec2:DescribeNatGateways' },
  endpoints: { fact: 'the VPC endpoints', permission: 'ec2:DescribeVpcEndpoints' },
  endpointInterfaces: {
    fact: 'the network interfaces of the endpoints',
    permission: 'ec2:DescribeNetworkInterfaces',
  },
  prefixLists: { fact: 'the prefix lists', permission: 'ec2:DescribeManagedPrefixLists' },
  hostedZones: { fact: 'the private hosted zones', permission: 'route53:ListHostedZonesByVPC' },
  addressesInUse: {
    fact: 'the network interfaces with addresses of hosted zones',
    permission: 'ec2:DescribeNetworkInterfaces',
  },
  resolverRules: {
    fact: 'the Resolver rules',
    permission:
      'route53resolver:ListResolverRuleAssociations and route53resolver:ListResolverRules',
  },
  peerings: {
    fact: 'the peering connections',
    permission: 'ec2:DescribeVpcPeeringConnections',
  },
  transitGateways: {
    fact: 'the attachments to transit gateways',
    permission:
      'ec2:DescribeTransitGatewayAttachments and ec2:DescribeTransitGatewayVpcAttachments',
  },
  publicAccessBlock: {
    fact: 'VPC Block Public Access',
    permission: 'ec2:DescribeVpcBlockPublicAccessOptions',
  },
  publicAccessExclusions: {
    fact: 'the exclusions from VPC Block Public Access',
    permission: 'ec2:DescribeVpcBlockPublicAccessExclusions',
  },
} as const;

export type NetworkList = keyof typeof networkLists;

export function networkListOf(
  list: NetworkList,
  vpcId: string,
): { readonly fact: string; readonly permission: string } {
  const { fact, permission } = networkLists[list];
  return { fact: `${fact} of ${vpcId}`, permission: `${permission} on *` };
}

export function networkAt(vpcId: string): Place<'networks'> {
  const permission = 'ec2:DescribeVpcs on *';
  return { kind: 'networks', key: vpcId, fact: `network ${vpcId}`, permission };
}
