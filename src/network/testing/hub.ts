// A VPC whose endpoints another one shares, by peering or a transit gateway.
import type { Network, TransitGatewayRoute } from '../facts.ts';
import { routes } from './answer.ts';
import { endpoint, known, openAcl, permission, route, subnet, withNat } from './private-vpc.ts';

export const toHub = '10.250.0.0/16';
const routed = (destination: string, resourceId: string): TransitGatewayRoute => ({
  destination,
  state: 'active',
  resourceType: 'vpc',
  resourceId,
});
export const transitRoutes = [routed('10.0.0.0/16', 'vpc-1'), routed(toHub, 'vpc-hub')];
export const attachment = (
  subnetId: string,
  all: readonly TransitGatewayRoute[] = transitRoutes,
) => ({
  attachmentId: `attach-${subnetId}`,
  transitGatewayId: 'tgw-1',
  state: 'available',
  subnetIds: [subnetId],
  routes: known(all),
});

/** The hub: endpoints in one subnet, with a route back by whatever leads there. */
export const hub = (by: string, more: Partial<Network> = {}): Network => ({
  ...withNat,
  vpcId: 'vpc-hub',
  vpc: known({ vpcId: 'vpc-hub', cidrBlocks: [toHub] }),
  subnets: known([{ ...subnet('subnet-hub', '10.250.1.0/24'), vpcId: 'vpc-hub' }]),
  routeTables: known([
    {
      routeTableId: 'rtb-hub',
      vpcId: 'vpc-hub',
      main: true,
      subnetIds: [],
      routes: [route(toHub, 'local'), route('10.0.0.0/16', by)],
    },
  ]),
  networkAcls: known([{ networkAclId: 'acl-hub', subnetIds: ['subnet-hub'], entries: openAcl }]),
  securityGroups: known([
    {
      groupId: 'sg-hub',
      groupName: 'hub',
      ipPermissions: [permission({ cidrBlocks: ['10.0.0.0/16'] })],
      ipPermissionsEgress: [],
    },
  ]),
  natGateways: known([]),
  endpoints: known([
    endpoint('vpce-hub', 'ecr.dkr', {
      subnetIds: ['subnet-hub'],
      groupIds: ['sg-hub'],
      privateDnsEnabled: false,
    }),
  ]),
  endpointInterfaces: known([
    { vpcEndpointId: 'vpce-hub', subnetId: 'subnet-hub', addresses: ['10.250.1.21'] },
  ]),
  transitGateways: known([attachment('subnet-hub')]),
  ...more,
});

export const peering = {
  peeringId: 'pcx-1',
  status: 'active',
  peerVpcId: 'vpc-hub',
  peerAccountId: '111122223333',
  peerRegion: 'us-east-1',
  peerCidrBlocks: [toHub],
};
export const shared = (by: string, more: Partial<Network> = {}, far = hub(by)): Network => ({
  ...withNat,
  routeTables: routes([toHub, by]),
  natGateways: known([]),
  hostedZones: known([
    {
      hostedZoneId: 'Z1',
      name: 'dkr.ecr.us-east-1.amazonaws.com',
      records: known([
        {
          name: '*.dkr.ecr.us-east-1.amazonaws.com',
          type: 'A',
          values: ['vpce-hub-1a2b.dkr.ecr.us-east-1.vpce.amazonaws.com'],
        },
      ]),
      vpcIds: known(['vpc-hub', 'vpc-1']),
    },
  ]),
  peerings: known([peering]),
  transitGateways: known([attachment('subnet-node')]),
  far: [far],
  ...more,
});

/** The hub without a route back. */
export function hubRoutes(): Network['routeTables'] {
  return known([
    {
      routeTableId: 'rtb-hub',
      vpcId: 'vpc-hub',
      main: true,
      subnetIds: [],
      routes: [route(toHub, 'local')],
    },
  ]);
}
