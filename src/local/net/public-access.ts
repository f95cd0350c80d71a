import type { NetworkState } from '../network-state.ts';
import type { SubnetRecord } from '../records/network.ts';
import { allIn, findIn } from '../vpc/lookups.ts';

/** Whether others could connect back by the same way: NAT gateways and egress-only gateways let nobody in. */
type Passage = 'both ways' | 'outwards only';

/**
 * Whether VPC Block Public Access lets packets of a subnet pass the VPC's internet gateway. `block-ingress` leaves the ways
 * that nobody comes in by. Source: EC2 API reference, `VpcBlockPublicAccessOptions`, `VpcBlockPublicAccessExclusion`.
 */
export function reachesInternet(
  network: NetworkState,
  subnet: SubnetRecord,
  passage: Passage,
): boolean {
  const mode = findIn(network.publicAccess, subnet, 'options')?.mode ?? 'off';
  if (mode === 'off' || (mode === 'block-ingress' && passage === 'outwards only')) return true;
  return allIn(network.publicAccessExclusions, subnet)
    .filter(({ resourceId }) => resourceId === subnet.id || resourceId === subnet.vpcId)
    .some((one) => one.mode === 'allow-bidirectional' || passage === 'outwards only');
}
