import type { Network } from './facts.ts';
import { hidden, type Outcome, passes, stops } from './outcome.ts';
import { itemsOf, missingOf } from './seen.ts';

/** How packets come to a gateway of the internet. */
export interface Passage {
  /** Whether nobody can connect back by it, as through NAT gateways and egress-only internet gateways. */
  readonly isOutwardOnly: boolean;
  /** The subnet from which they reach the gateway. */
  readonly subnetId: string;
  /** The subnet of whoever sent them to a NAT gateway. */
  readonly senderSubnetId?: string;
}

/**
 * Whether VPC Block Public Access lets packets pass a gateway of the internet (EC2 API Reference,
 * VpcBlockPublicAccessOptions: `block-ingress` leaves NAT gateways and egress-only internet gateways;
 * VpcBlockPublicAccessExclusion: `allow-egress` leaves the same to what is excluded).
 */
export function throughPublicAccessBlock(
  network: Network,
  gatewayId: string,
  passage: Passage,
): Outcome {
  const { publicAccessBlock, publicAccessExclusions, vpcId } = network;
  if (publicAccessBlock.state === 'unseen') return hidden(publicAccessBlock.need);
  const mode = publicAccessBlock.state === 'known' ? publicAccessBlock.value : 'off';
  const { isOutwardOnly, subnetId, senderSubnetId = subnetId } = passage;
  if (mode === 'off' || (mode === 'block-ingress' && isOutwardOnly)) {
    return passes(gatewayId, 'public access is not blocked');
  }
  const exclusions = itemsOf(publicAccessExclusions);
  if (exclusions === undefined) return hidden(...missingOf(publicAccessExclusions));
  const isExcluded = (id: string) =>
    exclusions.some(
      ({ resourceId, mode: allows }) =>
        (resourceId === id || resourceId === vpcId) &&
        (allows === 'allow-bidirectional' || isOutwardOnly),
    );
  const [atGateway, atSender] = [isExcluded(subnetId), isExcluded(senderSubnetId)];
  if (atGateway && atSender) return passes(gatewayId, `is excluded from ${mode}`);
  if (atGateway || atSender) {
    const [one, other] = atGateway ? [subnetId, senderSubnetId] : [senderSubnetId, subnetId];
    return hidden({
      fact: `whether packets pass ${gatewayId}: VPC Block Public Access is ${mode}, ${one} is excluded from it and ${other} is not`,
      permission:
        'an exclusion of the VPC, or a look from the node: AWS does not say which decides',
    });
  }
  return stops(
    gatewayId,
    `VPC Block Public Access is ${mode} in ${network.region}, and excludes neither ${vpcId} nor ${subnetId}: it drops packets at ${gatewayId}`,
    { kind: 'public-access-blocked' },
    'VPC_BLOCK_PUBLIC_ACCESS_ENABLED',
  );
}
