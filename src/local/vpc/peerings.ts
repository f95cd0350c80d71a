import type { NetworkState } from '../network-state.ts';
import type { PeeringConnectionRecord } from '../records/network.ts';
import type { Place } from './lookups.ts';

/** Whether a peering connection was asked for from there. */
export function isRequester(
  { accountId, region }: Place,
  connection: PeeringConnectionRecord,
): boolean {
  return connection.accountId === accountId && connection.region === region;
}

/** Whether a peering connection leads there. */
export function isAccepter({ accountId, region }: Place, { accepter }: PeeringConnectionRecord) {
  return accepter.accountId === accountId && accepter.region === region;
}

/**
 * The peering connections of an account's Region, from either side. They are kept at the requester's. Source: VPC
 * Peering Guide, "VPC peering connection lifecycle".
 */
export function peeringsOf(
  network: NetworkState,
  place: Place,
): readonly PeeringConnectionRecord[] {
  return network.peerings
    .list()
    .map(({ document }) => document)
    .filter((one) => isRequester(place, one) || isAccepter(place, one));
}

export function peeringOf(
  network: NetworkState,
  place: Place,
  id: string,
): PeeringConnectionRecord | undefined {
  return peeringsOf(network, place).find((one) => one.id === id);
}
