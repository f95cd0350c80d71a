import type { Network } from './facts.ts';
import { itemsOf } from './seen.ts';

/**
 * Whether all that a route's target leads to was seen with its endpoints, so that an endpoint that is not among them is not
 * behind it. A NAT gateway's own table may lead elsewhere.
 */
export function leadsToSeenOnly(network: Network, next: string): boolean {
  if (/^(igw|eigw)-/.test(next)) return true;
  const behind = next.startsWith('pcx-') ? peersOf(network, next) : attachedTo(network, next);
  return behind?.every((id) => id === network.vpcId || isSeen(network, id)) === true;
}

function peersOf({ peerings }: Network, next: string): string[] | undefined {
  return itemsOf(peerings)
    ?.filter(({ peeringId }) => peeringId === next)
    .map(({ peerVpcId }) => peerVpcId);
}

/** The VPCs of a transit gateway's routes; undefined where one leads to another kind of network. */
function attachedTo({ transitGateways }: Network, next: string): string[] | undefined {
  if (!next.startsWith('tgw-')) return undefined;
  const attachments = itemsOf(transitGateways)?.filter((one) => one.transitGatewayId === next);
  if (attachments === undefined || attachments.length === 0) return undefined;
  const ids: string[] = [];
  for (const { routes } of attachments) {
    const all = itemsOf(routes);
    if (all?.every(({ resourceType }) => resourceType === 'vpc') !== true) return undefined;
    ids.push(...all.map(({ resourceId }) => resourceId));
  }
  return ids;
}

function isSeen({ far }: Network, vpcId: string): boolean {
  return far.some((one) => one.vpcId === vpcId && itemsOf(one.endpoints) !== undefined);
}
