import {
  type Host,
  type HostedZone,
  servesHost,
  withHostNames,
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
    const shadow = zoneFor(withHostNames(far), host.name);
    if (shadow.kind !== 'zone' || shadow.values.length === 0) continue;
    const { zone } = shadow;
    const isOwn = own.some(({ hostedZoneId }) => hostedZoneId === zone.hostedZoneId);
    if (!isOwn && endpoints.some((one) => servesHost(one, host))) return { zone, vpcId: far.vpcId };
  }
  return undefined;
}

/** The private hosted zone that would lead a host to addresses, if the VPC gave host names. */
export function silentZoneFor(network: NetworkFacts, host: Host): HostedZone | undefined {
  if (network.dns.state !== 'known' || network.dns.value.enableDnsHostnames) return undefined;
  const shadow = zoneFor(withHostNames(network), host.name);
  return shadow.kind === 'zone' && shadow.values.length > 0 ? shadow.zone : undefined;
}
