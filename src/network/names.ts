import { parseAddress, parseCidr } from './address.ts';
import type { Destination } from './destination.ts';
import type { HostedZone, Interface, Network, VpcEndpoint } from './facts.ts';
import { endpointServiceOf, type Host, isPrivateNameOf } from './hosts.ts';
import { toNat64 } from './nat64.ts';
import { publicSpace, type Range, rangeOf } from './public-space.ts';
import { itemsOf, type Missing, missingOf } from './seen.ts';
import { endpointNamed, zoneFor } from './zones.ts';

/** What a host's name resolves to in a VPC. */
export type Resolution =
  | {
      readonly kind: 'endpoint';
      readonly endpoint: VpcEndpoint;
      readonly destinations: readonly Destination[];
    }
  /** The public addresses of the service. */
  | { readonly kind: 'public'; readonly destinations: readonly Destination[] }
  /** The addresses that a private hosted zone has for it, none of which is one of an endpoint here. */
  | {
      readonly kind: 'zone';
      readonly zone: HostedZone;
      readonly values: readonly string[];
      readonly destinations: readonly Destination[];
    }
  /** A private hosted zone answers that there is no such name. */
  | { readonly kind: 'no-record'; readonly zone: HostedZone }
  /** An endpoint has the name, and is in no subnet: it has no address. */
  | { readonly kind: 'no-address'; readonly endpoint: VpcEndpoint }
  /** Nobody answers: the VPC has no resolver. */
  | { readonly kind: 'no-resolver' }
  | {
      readonly kind: 'unseen';
      readonly missing: readonly Missing[];
      /** The DNS servers that the machine asks in place of the VPC's resolver. */
      readonly servers?: readonly string[];
    };

/** The addresses of the VPC's own resolver that instances of any VPC can use (VPC User Guide, "Amazon DNS server"). */
const resolverAddresses = new Set(['AmazonProvidedDNS', '169.254.169.253', 'fd00:ec2::253']);

/**
 * Resolves a host as the interface's machine does, by the VPC's DNS attributes, its DHCP options, Resolver rules, private
 * hosted zones and the private names of endpoints (VPC User Guide, "DNS attributes"; Route 53 Developer Guide,
 * "Considerations when working with a private hosted zone").
 */
export function resolve(network: Network, from: Interface, host: Host): Resolution {
  const asked = resolverOf(network, host);
  if (asked !== 'vpc') return asked;
  const shadow = zoneFor(network, host.name);
  if (shadow.kind === 'unseen') return shadow;
  if (shadow.kind === 'zone' && shadow.values.length === 0) {
    return { kind: 'no-record', zone: shadow.zone };
  }
  const endpoints = itemsOf(network.endpoints);
  if (endpoints === undefined) return { kind: 'unseen', missing: missingOf(network.endpoints) };
  if (shadow.kind === 'zone') {
    return byZone(network, endpoints, host, shadow.zone, shadow.values);
  }
  const named = endpoints.find((one) => answersFor(network, one, host));
  if (named !== undefined) return atEndpoint(network, named, host);
  return { kind: 'public', destinations: publicDestinations(network, from, host) };
}

/** What the records of a private hosted zone stand for: an endpoint of the VPC, or addresses. */
function byZone(
  network: Network,
  endpoints: readonly VpcEndpoint[],
  host: Host,
  zone: HostedZone,
  values: readonly string[],
): Resolution {
  const ids = new Set(values.map((value) => endpointNamed(value) ?? holderOf(network, value)));
  const [id] = ids;
  const endpoint = endpoints.find(({ vpcEndpointId }) => vpcEndpointId === id);
  if (ids.size === 1 && endpoint !== undefined) return atEndpoint(network, endpoint, host);
  if (ids.size === 1 && id !== undefined) {
    const there = network.far.find((one) => endpointIn(one, id) !== undefined);
    const shared = there && endpointIn(there, id);
    if (there !== undefined && shared !== undefined) return atEndpoint(there, shared, host);
  }
  if (values.every((value) => endpointNamed(value) !== undefined)) {
    return { kind: 'zone', zone, values, destinations: [elsewhere(host, values)] };
  }
  const ranges = values.flatMap((value) => parseCidr(asBlock(value)) ?? []).map(rangeOf);
  if (ranges.length < values.length) {
    const { name } = host;
    const fact = `what ${name} resolves to on the node: private hosted zone ${zone.hostedZoneId} (${zone.name}) of the VPC answers ${values.join(', ')}, which is not in it`;
    return { kind: 'unseen', missing: [{ fact, permission: `nslookup ${name} on the node` }] };
  }
  const destinations = ([4, 6] as const).flatMap((family): Destination[] => {
    const within = ranges.filter((range) => range.family === family);
    if (within.length === 0) return [];
    return [{ label: host.name, family, within, prefixListIds: new Set(), isOfZone: true }];
  });
  return { kind: 'zone', zone, values, destinations };
}

/** An endpoint that is gone, or is one of another VPC: nobody here has its addresses, and the internet does not lead to it. */
function elsewhere({ name }: Host, values: readonly string[]): Destination {
  const first = 0n;
  const within = [{ family: 4, first, last: (1n << 32n) - 1n }] as const;
  const label = `${name} (${values.join(', ')})`;
  return { label, family: 4, within, prefixListIds: new Set(), isOfZone: true, isElsewhere: true };
}

/** The endpoint that has an address: one of the VPC, or of another one that routes lead to. */
function holderOf({ endpointInterfaces, far }: Network, address: string): string | undefined {
  const all = [endpointInterfaces, ...far.map((one) => one.endpointInterfaces)];
  return all
    .flatMap((list) => itemsOf(list) ?? [])
    .find(({ addresses }) => addresses.includes(address))?.vpcEndpointId;
}

function endpointIn({ endpoints }: Network, id: string): VpcEndpoint | undefined {
  return itemsOf(endpoints)?.find(({ vpcEndpointId }) => vpcEndpointId === id);
}

/** `vpc` where the machine asks the VPC's resolver. */
function resolverOf(network: Network, { name }: Host): 'vpc' | Resolution {
  const { dns, dhcpOptions } = network;
  if (dns.state !== 'known') return { kind: 'unseen', missing: missingOf(dns) };
  if (dhcpOptions.state === 'unseen') return { kind: 'unseen', missing: [dhcpOptions.need] };
  const servers = dhcpOptions.state === 'known' ? dhcpOptions.value.domainNameServers : [];
  const own = servers.filter((server) => isResolver(network, server));
  if (own.length === servers.length && (servers.length > 0 || dhcpOptions.state === 'absent')) {
    return dns.value.enableDnsSupport ? 'vpc' : { kind: 'no-resolver' };
  }
  const fact = `what ${name} resolves to on the node, which asks ${servers.join(', ') || 'no DNS server of its DHCP options'}`;
  const missing = [{ fact, permission: `nslookup ${name} on the node` }];
  return { kind: 'unseen', missing, servers };
}

/** The network as it is to a machine that asks the VPC's resolver. */
export function askingResolver(network: Network): Network {
  return { ...network, dhcpOptions: { state: 'absent' } };
}

/** The VPC's resolver answers at the base of its first block plus two as well. */
function isResolver({ vpc }: Network, server: string): boolean {
  if (resolverAddresses.has(server)) return true;
  const address = parseAddress(server);
  const blocks = vpc.state === 'known' ? vpc.value.cidrBlocks : [];
  return blocks.some((text) => {
    const block = parseCidr(text);
    return block?.family === 4 && address?.family === 4 && address.value === block.value + 2n;
  });
}

/** Whether private DNS of an endpoint answers for a host: both attributes of the VPC have to be on for it. */
export function answersFor({ dns }: Network, endpoint: VpcEndpoint, host: Host): boolean {
  return (
    servesHost(endpoint, host) &&
    endpoint.privateDnsEnabled &&
    !endpoint.privateDnsOnlyForInboundResolverEndpoint &&
    endpoint.state.toLowerCase() === 'available' &&
    dns.state === 'known' &&
    dns.value.enableDnsSupport &&
    dns.value.enableDnsHostnames
  );
}

/** Whether it is an interface endpoint for the service of the host. */
export function servesHost(endpoint: VpcEndpoint, host: Host): boolean {
  return (
    endpoint.vpcEndpointType === 'Interface' &&
    endpoint.serviceName === endpointServiceOf(host) &&
    isPrivateNameOf(host)
  );
}

function atEndpoint(network: Network, endpoint: VpcEndpoint, { name }: Host): Resolution {
  const { vpcEndpointId, subnetIds } = endpoint;
  if (subnetIds.length === 0) return { kind: 'no-address', endpoint };
  const interfaces = itemsOf(network.endpointInterfaces)?.filter(
    (one) => one.vpcEndpointId === vpcEndpointId,
  );
  const subnets = itemsOf(network.subnets)?.filter(({ subnetId }) => subnetIds.includes(subnetId));
  const blocks =
    interfaces !== undefined && interfaces.length > 0
      ? interfaces.flatMap(({ addresses }) => addresses.map(asBlock))
      : subnets?.flatMap(({ cidrBlocks }) => cidrBlocks);
  if (blocks === undefined || blocks.length === 0) {
    const fact = `the addresses of endpoint ${vpcEndpointId}`;
    const permission = 'ec2:DescribeNetworkInterfaces on *';
    return { kind: 'unseen', missing: [{ fact, permission }] };
  }
  const ranges = blocks.flatMap((text) => parseCidr(text) ?? []).map(rangeOf);
  const families = ([4, 6] as const).filter((family) =>
    family === 4 ? endpoint.ipAddressType !== 'ipv6' : endpoint.ipAddressType !== 'ipv4',
  );
  const destinations = families.flatMap((family): Destination[] => {
    const within = ranges.filter((range) => range.family === family);
    if (within.length === 0) return [];
    return [{ label: name, family, within, prefixListIds: new Set(), vpcEndpointId }];
  });
  return { kind: 'endpoint', endpoint, destinations };
}

function asBlock(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function publicDestinations(network: Network, from: Interface, host: Host): Destination[] {
  const own = host.service === 's3' ? layersOf(network, host) : undefined;
  const at = (family: 4 | 6): Destination => ({
    label: host.name,
    family,
    within: own?.within(family) ?? publicSpace(family),
    prefixListIds: own?.prefixListIds ?? new Set(),
    ...(own === undefined ? {} : { gatewayService: endpointServiceOf(host) }),
  });
  if (host.dualStack) return [at(4), at(6)];
  const subnet = itemsOf(network.subnets)?.find(({ subnetId }) => subnetId === from.subnetId);
  return subnet?.enableDns64 === true ? [at(4), toNat64(at(4))] : [at(4)];
}

/** S3's addresses are those of its prefix list, which a route to a gateway endpoint names too. */
function layersOf(network: Network, host: Host) {
  const service = endpointServiceOf(host);
  const lists = (itemsOf(network.prefixLists) ?? []).filter(
    ({ prefixListName }) => prefixListName === service,
  );
  const gateways = (itemsOf(network.endpoints) ?? [])
    .filter((one) => one.vpcEndpointType === 'Gateway' && one.serviceName === service)
    .map(({ vpcEndpointId }) => vpcEndpointId);
  const routes = (itemsOf(network.routeTables) ?? []).flatMap((table) => table.routes);
  const routed = routes.filter(({ target }) => gateways.includes(target));
  const prefixListIds = new Set([
    ...lists.map(({ prefixListId }) => prefixListId),
    ...routed.map(({ destination }) => destination),
  ]);
  const within = (family: 4 | 6): readonly Range[] | undefined => {
    const entries = lists.flatMap(({ cidrBlocks }) => itemsOf(cidrBlocks) ?? []);
    const ranges = entries
      .flatMap((text) => parseCidr(text) ?? [])
      .filter((block) => block.family === family)
      .map(rangeOf);
    return ranges.length > 0 ? ranges : undefined;
  };
  return { prefixListIds, within };
}
