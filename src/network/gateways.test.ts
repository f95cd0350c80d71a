// Ways by routes and gateways. Rules: VPC User Guide, "Route tables", "NAT gateways"; codes: Reachability Analyzer guide.
import type { Network, PublicAccessExclusion } from './facts.ts';
import { publicNode, routes, ways } from './testing/answer.ts';
import {
  changed,
  known,
  layers,
  node,
  registry,
  route,
  table,
  unseen,
  withNat,
} from './testing/private-vpc.ts';

const blocked: Network = { ...withNat, publicAccessBlock: known('block-bidirectional') };
const excluded = (
  resourceId: string,
  mode: PublicAccessExclusion['mode'],
): PublicAccessExclusion => ({ exclusionId: 'x-1', resourceId, mode });

ways('routes and gateways', [
  ['a NAT gateway', withNat, registry, 'reached via nat-1'],
  ['a NAT gateway, for layers', withNat, layers, 'reached via nat-1'],
  [
    'an internet gateway and a public address',
    withNat,
    registry,
    'reached via igw-1',
    { ...publicNode, publicIp: '198.51.100.9' },
  ],
  [
    'an internet gateway without a public address',
    withNat,
    registry,
    'no-public-address at igw-1 IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS',
    publicNode,
  ],
  [
    'no route',
    { ...withNat, routeTables: routes() },
    registry,
    'no-route at rtb-node NO_ROUTE_TO_DESTINATION',
  ],
  [
    'the main route table where the subnet has none',
    { ...withNat, routeTables: known([table('rtb-main', [], route('0.0.0.0/0', 'igw-1'))]) },
    registry,
    'reached via igw-1',
    { ...node, publicIp: '198.51.100.9' },
  ],
  [
    'a blackhole',
    { ...withNat, routeTables: routes(['0.0.0.0/0', 'nat-gone', 'blackhole']) },
    registry,
    'blackhole at rtb-node BAD_STATE_ROUTE',
  ],
  [
    'a longer prefix that covers part of the internet',
    { ...withNat, routeTables: routes(['0.0.0.0/0', 'nat-1'], ['52.0.0.0/8', 'x', 'blackhole']) },
    registry,
    `unseen: nslookup ${registry.name} on the node`,
  ],
  [
    'two halves of the internet',
    { ...withNat, routeTables: routes(['0.0.0.0/1', 'nat-1'], ['128.0.0.0/1', 'nat-1']) },
    registry,
    'reached via nat-1',
  ],
  [
    'a longer prefix of private addresses',
    { ...withNat, routeTables: routes(['0.0.0.0/0', 'nat-1'], ['10.0.0.0/8', 'x', 'blackhole']) },
    registry,
    'reached via nat-1',
  ],
  [
    'a peering connection, which never leads to the internet',
    { ...withNat, routeTables: routes(['0.0.0.0/0', 'pcx-1']) },
    registry,
    'dead-end at pcx-1 PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
  ],
  [
    'a transit gateway, behind which nothing was seen',
    { ...withNat, routeTables: routes(['0.0.0.0/0', 'tgw-1']) },
    registry,
    'unseen: a look from the node: nothing is known of what is behind it',
  ],
  [
    'an egress-only gateway for IPv4',
    { ...withNat, routeTables: routes(['0.0.0.0/0', 'eigw-1']) },
    registry,
    'dead-end at eigw-1',
  ],
  [
    'a NAT gateway that failed',
    {
      ...withNat,
      natGateways: changed(withNat.natGateways, (all) =>
        all.map((one) => ({ ...one, state: 'failed' })),
      ),
    },
    registry,
    'nat-gateway at nat-1 BAD_STATE',
  ],
  [
    'a NAT gateway in a subnet without a way out',
    {
      ...withNat,
      routeTables: changed(withNat.routeTables, (all) =>
        all.filter(({ routeTableId }) => routeTableId !== 'rtb-public'),
      ),
    },
    registry,
    'nat-gateway at nat-1 NO_ROUTE_TO_DESTINATION',
  ],
  [
    'blocked public access',
    { ...withNat, publicAccessBlock: known('block-bidirectional') },
    registry,
    'nat-gateway at nat-1 VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
  ],
  [
    'blocked public access, of which the exclusions were not seen',
    {
      ...blocked,
      publicAccessExclusions: unseen('ec2:DescribeVpcBlockPublicAccessExclusions'),
    },
    registry,
    'unseen: ec2:DescribeVpcBlockPublicAccessExclusions',
  ],
  [
    'blocked public access, from which the VPC is excluded',
    { ...blocked, publicAccessExclusions: known([excluded('vpc-1', 'allow-bidirectional')]) },
    registry,
    'reached via nat-1',
  ],
  [
    'blocked public access, from which the VPC is excluded outwards',
    { ...blocked, publicAccessExclusions: known([excluded('vpc-1', 'allow-egress')]) },
    registry,
    'reached via nat-1',
  ],
  [
    'blocked public access, from which the subnet of the NAT gateway alone is excluded',
    { ...blocked, publicAccessExclusions: known([excluded('subnet-public', 'allow-egress')]) },
    registry,
    'unseen: an exclusion of the VPC, or a look from the node: AWS does not say which decides',
  ],
  [
    'public access that is blocked inwards, and a public address of its own',
    { ...withNat, publicAccessBlock: known('block-ingress') },
    registry,
    'public-access-blocked at igw-1 VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    { ...publicNode, publicIp: '198.51.100.9' },
  ],
  [
    'blocked public access, from which its subnet is excluded outwards only',
    { ...blocked, publicAccessExclusions: known([excluded('subnet-public', 'allow-egress')]) },
    registry,
    'public-access-blocked at igw-1 VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
    { ...publicNode, publicIp: '198.51.100.9' },
  ],
  [
    'public access that is blocked inwards',
    { ...withNat, publicAccessBlock: known('block-ingress') },
    registry,
    'reached via nat-1',
  ],
]);
