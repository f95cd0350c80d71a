import { holdsAddress, parseAddress, parseCidr } from './address.ts';
import type { Network, TransitGatewayAttachment, TransitGatewayRoute } from './facts.ts';
import { itemsOf } from './seen.ts';

/** The longest prefix decides; undefined where no route matches. */
export function routeOfGateway(
  { routes }: TransitGatewayAttachment,
  text: string,
): TransitGatewayRoute | 'unseen' | undefined {
  const all = itemsOf(routes);
  if (all === undefined) return 'unseen';
  const address = parseAddress(text);
  const lengthOf = (block: string) => parseCidr(block)?.length ?? 0;
  return all
    .filter(({ destination }) => address !== undefined && holdsAddress(destination, address))
    .sort((a, b) => lengthOf(b.destination) - lengthOf(a.destination))[0];
}

/** The subnet of an attachment in the zone of another subnet of the VPC. */
export function gateOf(
  network: Network,
  { subnetIds }: TransitGatewayAttachment,
  subnetId: string,
): string | undefined {
  const subnets = itemsOf(network.subnets) ?? [];
  const zone = subnets.find((one) => one.subnetId === subnetId)?.availabilityZone;
  return subnets.find((one) => one.availabilityZone === zone && subnetIds.includes(one.subnetId))
    ?.subnetId;
}
