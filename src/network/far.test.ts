// Ways to endpoints in other VPCs. Rules: VPC Peering Guide; AWS Transit Gateway guide, "Network ACLs".
import type { Network } from './facts.ts';
import { ways } from './testing/answer.ts';
import { attachment, hub, hubRoutes, peering, shared, transitRoutes } from './testing/hub.ts';
import {
  absent,
  changed,
  entry,
  known,
  openAcl,
  permission,
  registry,
  unseen,
  withNat,
} from './testing/private-vpc.ts';

const farAcl = (...denied: Parameters<typeof entry>[]): Partial<Network> => ({
  networkAcls: known([
    {
      networkAclId: 'acl-hub',
      subnetIds: ['subnet-hub'],
      entries: [...denied.map((one) => entry(...one)), ...openAcl],
    },
  ]),
});

ways('endpoints in another VPC', [
  ['a peering connection', shared('pcx-1'), registry, 'reached via vpce-hub'],
  ['a transit gateway', shared('tgw-1'), registry, 'reached via vpce-hub'],
  [
    'the address of the endpoint in a record',
    shared('pcx-1', {
      hostedZones: known([
        {
          hostedZoneId: 'Z1',
          name: 'dkr.ecr.us-east-1.amazonaws.com',
          records: known([
            { name: '*.dkr.ecr.us-east-1.amazonaws.com', type: 'A', values: ['10.250.1.21'] },
          ]),
          vpcIds: known(['vpc-1']),
        },
      ]),
    }),
    registry,
    'reached via vpce-hub',
  ],
  [
    'a peering connection that waits for its acceptance',
    shared('pcx-1', { peerings: known([{ ...peering, status: 'pending-acceptance' }]) }),
    registry,
    'dead-end at pcx-1 BAD_STATE',
  ],
  [
    'a peering connection of which the peer has other addresses',
    shared('pcx-1', { peerings: known([{ ...peering, peerCidrBlocks: ['10.9.0.0/16'] }]) }),
    registry,
    'dead-end at pcx-1 PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
  ],
  [
    'peering connections that were not seen',
    shared('pcx-1', { peerings: unseen('ec2:DescribeVpcPeeringConnections') }),
    registry,
    'unseen: ec2:DescribeVpcPeeringConnections',
  ],
  [
    'no route back',
    shared('pcx-1', {}, hub('pcx-1', { routeTables: hubRoutes() })),
    registry,
    'no-way-back at rtb-hub NO_ROUTE_TO_DESTINATION',
  ],
  [
    'a route back by another gateway',
    shared('pcx-1', {}, hub('tgw-1')),
    registry,
    'no-way-back at rtb-hub',
  ],
  [
    'a group there that lets others in',
    shared(
      'pcx-1',
      {},
      hub('pcx-1', {
        securityGroups: known([
          {
            groupId: 'sg-hub',
            groupName: 'hub',
            ipPermissions: [permission({ cidrBlocks: ['10.9.0.0/16'] })],
            ipPermissionsEgress: [],
          },
        ]),
      }),
    ),
    registry,
    'group-ingress at sg-hub ENI_SG_RULES_MISMATCH',
  ],
  [
    'an ACL there that denies answers',
    shared('tgw-1', {}, hub('tgw-1', farAcl([5, true, 'deny']))),
    registry,
    'network-acl at acl-hub SUBNET_ACL_RESTRICTION',
  ],
  [
    'a transit gateway without a subnet in the zone of the node',
    shared('tgw-1', {
      subnets: changed(withNat.subnets, (all) =>
        all.map((one) =>
          one.subnetId === 'subnet-endpoints' ? { ...one, availabilityZone: 'us-east-1b' } : one,
        ),
      ),
      transitGateways: known([attachment('subnet-endpoints')]),
    }),
    registry,
    'dead-end at tgw-1',
  ],
  [
    'a transit gateway without a route there',
    shared('tgw-1', {
      transitGateways: known([attachment('subnet-node', transitRoutes.slice(0, 1))]),
    }),
    registry,
    'dead-end at tgw-1 NO_ROUTE_TO_DESTINATION',
  ],
  [
    'a transit gateway without a route back',
    shared(
      'tgw-1',
      {},
      hub('tgw-1', {
        transitGateways: known([attachment('subnet-hub', transitRoutes.slice(1))]),
      }),
    ),
    registry,
    'no-way-back at tgw-1 NO_ROUTE_TO_DESTINATION',
  ],
  [
    'a transit gateway that the VPC is not attached to',
    shared('tgw-1', { transitGateways: known([]) }),
    registry,
    'dead-end at tgw-1',
  ],
  [
    'a transit gateway of which the routes were not seen',
    shared('tgw-1', {
      transitGateways: known([
        { ...attachment('subnet-node'), routes: unseen('ec2:SearchTransitGatewayRoutes') },
      ]),
    }),
    registry,
    'unseen: ec2:SearchTransitGatewayRoutes',
  ],
  [
    'an ACL of the subnet of the attachment that lets nothing in',
    shared('tgw-1', {
      transitGateways: known([attachment('subnet-endpoints')]),
      networkAcls: known([
        { networkAclId: 'acl-1', subnetIds: ['subnet-node', 'subnet-public'], entries: openAcl },
        { networkAclId: 'acl-gate', subnetIds: ['subnet-endpoints'], entries: [] },
      ]),
    }),
    registry,
    'network-acl at acl-gate SUBNET_ACL_RESTRICTION',
  ],
  [
    'an endpoint that no VPC has that its routes lead to',
    shared('pcx-1', {}, hub('pcx-1', { endpoints: known([]) })),
    registry,
    'no-route at rtb-node NO_ROUTE_TO_DESTINATION',
  ],
  [
    'a VPC at the other end that may not be looked at',
    shared('pcx-1', { far: [] }),
    registry,
    'unseen: the rights of hawser doctor --permissions in account 111122223333, to look at vpc-hub: name a profile for it with --profile',
  ],
  [
    'a route to an address of nobody, in a VPC without DHCP options',
    shared('pcx-1', { dhcpOptions: absent }),
    registry,
    'reached via vpce-hub',
  ],
]);
