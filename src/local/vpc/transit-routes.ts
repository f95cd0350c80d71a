import type { NetworkState } from '../network-state.ts';
import { findIn } from './lookups.ts';

/** The routes of a transit gateway: every attachment propagates the IPv4 blocks of its VPC. */
export function transitRoutes(network: NetworkState, transitGatewayId: string) {
  return network.transitGatewayAttachments
    .list()
    .filter(({ document }) => document.transitGatewayId === transitGatewayId)
    .flatMap(({ document: { vpcId, ...place } }) =>
      (findIn(network.vpcs, place, vpcId)?.cidrs ?? []).map(({ cidr }) => ({
        destination: cidr,
        state: 'active' as const,
        resourceType: 'vpc',
        resourceId: vpcId,
      })),
    );
}
