import { AwsError } from '../../protocol/aws-error.ts';
import { transitRoutes } from '../../vpc/transit-routes.ts';
import type { Filter } from './describe.ts';
import { networkOf, ownOf } from './kind.ts';
import { transitGateways } from './kinds.ts';
import { reads } from './operation.ts';
import type { Outputs } from './outputs.generated.ts';

/** A transit gateway has one route table here, of which the id is made of the gateway's. */
export function routeTableOf(transitGatewayId: string): string {
  return transitGatewayId.replace('tgw-', 'tgw-rtb-');
}

/** Filters of routes by their state, as far as routes have states here: all are active. */
export const searchTransitGatewayRoutes = reads<
  { readonly TransitGatewayRouteTableId: string; readonly Filters: readonly Filter[] },
  Outputs['SearchTransitGatewayRoutes']
>('SearchTransitGatewayRoutes', ({ TransitGatewayRouteTableId: table, Filters }, call) => {
  const gateway = ownOf(transitGateways, call).find(({ id }) => routeTableOf(id) === table);
  if (gateway === undefined) {
    throw new AwsError(
      'InvalidRouteTableID.NotFound',
      `Transit Gateway Route Table ${table} was deleted or does not exist.`,
    );
  }
  const states = Filters.filter(({ Name }) => Name === 'state').flatMap(
    ({ Values = [] }) => Values,
  );
  const isWanted = states.length === 0 || states.includes('active');
  const attachmentOf = (vpcId: string) =>
    call.core.state.network.transitGatewayAttachments
      .list()
      .find(({ document: one }) => one.vpcId === vpcId && one.transitGatewayId === gateway.id);
  return {
    Routes: (isWanted ? transitRoutes(networkOf(call), gateway.id) : []).map((route) => ({
      DestinationCidrBlock: route.destination,
      TransitGatewayAttachments: [
        {
          ResourceId: route.resourceId,
          TransitGatewayAttachmentId: attachmentOf(route.resourceId)?.document.id,
          ResourceType: route.resourceType,
        },
      ],
      Type: 'propagated',
      State: route.state,
    })),
    AdditionalRoutesAvailable: false,
    NextToken: undefined,
  };
});
