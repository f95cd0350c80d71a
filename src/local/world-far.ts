import { known } from '../chain/fact.ts';
import type { State } from './state.ts';
import { allIn, allInVpc, findIn, type InVpc } from './vpc/lookups.ts';
import { isRequester, peeringsOf } from './vpc/peerings.ts';
import { transitRoutes } from './vpc/transit-routes.ts';

/** Whether some route of the VPC leads to such a target: the doctor asks for what is behind it only then. */
function leadsTo({ network }: State, place: InVpc, prefix: string): boolean {
  return allInVpc(network.routeTables, place).some(({ routes }) =>
    routes.some(({ target }) => target.startsWith(prefix)),
  );
}

/** The peering connections of a VPC. */
export function peeringFacts(state: State, place: InVpc) {
  const { network } = state;
  if (!leadsTo(state, place, 'pcx-')) return [];
  return peeringsOf(network, place).flatMap((connection) => {
    const { id, status, accountId, region, requesterVpcId, accepter } = connection;
    const isOurs = isRequester(place, connection) && requesterVpcId === place.vpcId;
    if (!isOurs && accepter.vpcId !== place.vpcId) return [];
    const peer = isOurs ? accepter : { accountId, region, vpcId: requesterVpcId };
    const vpc = status === 'active' ? findIn(network.vpcs, peer, peer.vpcId) : undefined;
    return [
      {
        peeringId: id,
        status,
        peerVpcId: peer.vpcId,
        peerAccountId: peer.accountId,
        peerRegion: peer.region,
        peerCidrBlocks: (vpc?.cidrs ?? []).map(({ cidr }) => cidr),
      },
    ];
  });
}

/** The attachments of a VPC to transit gateways. */
export function transitGatewayFacts(state: State, place: InVpc) {
  const { network } = state;
  if (!leadsTo(state, place, 'tgw-')) return [];
  return allIn(network.transitGatewayAttachments, place)
    .filter(({ vpcId }) => vpcId === place.vpcId)
    .map(({ id, transitGatewayId, subnetIds }) => ({
      attachmentId: id,
      transitGatewayId,
      state: 'available',
      subnetIds,
      routes: known(transitRoutes(network, transitGatewayId)),
    }));
}

/** Ids of the VPCs that these lead to. */
export function farVpcIds(
  own: string,
  peerings: ReturnType<typeof peeringFacts>,
  attachments: ReturnType<typeof transitGatewayFacts>,
): ReadonlySet<string> {
  const ids = new Set([
    ...peerings.filter(({ status }) => status === 'active').map(({ peerVpcId }) => peerVpcId),
    ...attachments.flatMap(({ routes }) =>
      routes.state === 'known' ? routes.value.map(({ resourceId }) => resourceId) : [],
    ),
  ]);
  ids.delete(own);
  return ids;
}
