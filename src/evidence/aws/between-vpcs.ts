import { listEc2, type QueryContext } from '../../aws/client/ec2-query.ts';
import { itemsAt, textAt, type XmlElement } from '../../aws/client/xml.ts';
import type { Fact } from '../../chain/fact.ts';
import type {
  Peering,
  RouteTable,
  TransitGatewayAttachment,
  TransitGatewayRoute,
} from '../../network/index.ts';
import { observe } from '../observe.ts';

/** Whether some route of the VPC leads to such a target. */
function leadsTo(tables: Fact<readonly RouteTable[]>, prefix: string): boolean {
  const all = tables.state === 'known' ? tables.value : [];
  return all.some(({ routes }) => routes.some(({ target }) => target.startsWith(prefix)));
}

/** The peering connections of a VPC, from either side. Asks only where routes lead to one. */
export async function peeringsOf(
  tables: Fact<readonly RouteTable[]>,
  vpcId: string,
  context: QueryContext,
): Promise<readonly Peering[]> {
  if (!leadsTo(tables, 'pcx-')) return [];
  const found = await Promise.all(
    (['requester', 'accepter'] as const).map(async (side) => {
      const filter = { 'Filter.1.Name': `${side}-vpc-info.vpc-id`, 'Filter.1.Value.1': vpcId };
      const set = 'vpcPeeringConnectionSet';
      const all = await listEc2('DescribeVpcPeeringConnections', set, filter, context);
      const peer = side === 'requester' ? 'accepterVpcInfo' : 'requesterVpcInfo';
      return all.map((one) => peeringOf(one, peer, context.region));
    }),
  );
  return found.flat();
}

function peeringOf(connection: XmlElement, peer: string, region: string): Peering {
  const info = connection.children.find(({ name }) => name === peer);
  const at = (member: string) => (info === undefined ? undefined : textAt(info, member));
  const blocks = info === undefined ? [] : itemsAt(info, 'cidrBlockSet');
  return {
    peeringId: textAt(connection, 'vpcPeeringConnectionId') ?? '',
    status: textAt(connection, 'status', 'code') ?? '',
    peerVpcId: at('vpcId') ?? '',
    peerAccountId: at('ownerId') ?? '',
    peerRegion: at('region') ?? region,
    peerCidrBlocks: blocks.flatMap((block) => textAt(block, 'cidrBlock') ?? []),
  };
}

/** The attachments of a VPC to transit gateways, each with the routes of its gateway. Asks only where routes lead to one. */
export async function transitGatewaysOf(
  tables: Fact<readonly RouteTable[]>,
  vpcId: string,
  context: QueryContext,
): Promise<readonly TransitGatewayAttachment[]> {
  if (!leadsTo(tables, 'tgw-')) return [];
  const ofVpc = { 'Filter.1.Name': 'vpc-id', 'Filter.1.Value.1': vpcId };
  const ofResource = { 'Filter.1.Name': 'resource-id', 'Filter.1.Value.1': vpcId };
  const [own, all] = await Promise.all([
    listEc2('DescribeTransitGatewayVpcAttachments', 'transitGatewayVpcAttachments', ofVpc, context),
    listEc2('DescribeTransitGatewayAttachments', 'transitGatewayAttachments', ofResource, context),
  ]);
  return Promise.all(
    own.map(async (one) => {
      const attachmentId = textAt(one, 'transitGatewayAttachmentId') ?? '';
      const association = all.find(
        (each) => textAt(each, 'transitGatewayAttachmentId') === attachmentId,
      );
      const table = association && textAt(association, 'association', 'transitGatewayRouteTableId');
      return {
        attachmentId,
        transitGatewayId: textAt(one, 'transitGatewayId') ?? '',
        state: textAt(one, 'state') ?? '',
        subnetIds: itemsAt(one, 'subnetIds').map(({ text }) => text.trim()),
        routes: await observeRoutes(table, textAt(one, 'transitGatewayId') ?? '', context),
      };
    }),
  );
}

/** Only the account of a transit gateway is told of its routes. */
function observeRoutes(
  table: string | undefined,
  gateway: string,
  context: QueryContext,
): Promise<Fact<readonly TransitGatewayRoute[]>> {
  const look = {
    fact: `the routes of transit gateway ${gateway}`,
    permission: 'ec2:SearchTransitGatewayRoutes on * in the account that owns it',
    absentOn: [],
  };
  return observe(look, async () => {
    if (table === undefined) return undefined;
    const parameters = {
      TransitGatewayRouteTableId: table,
      'Filter.1.Name': 'state',
      'Filter.1.Value.1': 'active',
      'Filter.1.Value.2': 'blackhole',
    };
    const routes = await listEc2('SearchTransitGatewayRoutes', 'routeSet', parameters, context);
    return routes.map(transitRouteOf);
  });
}

function transitRouteOf(route: XmlElement): TransitGatewayRoute {
  const [attachment] = itemsAt(route, 'transitGatewayAttachments');
  return {
    destination: textAt(route, 'destinationCidrBlock') ?? '',
    state: textAt(route, 'state') === 'blackhole' ? 'blackhole' : 'active',
    resourceType: (attachment && textAt(attachment, 'resourceType')) ?? '',
    resourceId: (attachment && textAt(attachment, 'resourceId')) ?? '',
  };
}
