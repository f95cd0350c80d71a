import {
  askingResolver,
  type Host,
  type HostedZone,
  servesHost,
  zoneFor,
} from '../../network/index.ts';
import type { NetworkFacts } from '../world.ts';

/**
 * The private hosted zone that leads a host to an endpoint in a VPC behind a peering connection or a transit gateway, and
 * that this VPC does not have: endpoints that several VPCs share are found by such zones only (AWS PrivateLink guide,
 * "Access an AWS service through an interface endpoint in another VPC").
 */
export function sharedZoneFor(
  network: NetworkFacts,
  host: Host,
): { readonly zone: HostedZone; readonly vpcId: string } | undefined {
  const own = network.hostedZones.state === 'known' ? network.hostedZones.value : [];
  for (const far of network.far) {
    const endpoints = far.endpoints.state === 'known' ? far.endpoints.value : [];
    const shadow = zoneFor(askingResolver(far), host.name);
    if (shadow.kind !== 'zone' || shadow.values.length === 0) continue;
    const { zone } = shadow;
    const isOwn = own.some(({ hostedZoneId }) => hostedZoneId === zone.hostedZoneId);
    if (!isOwn && endpoints.some((one) => servesHost(one, host))) return { zone, vpcId: far.vpcId };
  }
  return undefined;
}
