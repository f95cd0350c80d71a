import { createHash } from 'node:crypto';
import type { NetworkState } from '../network-state.ts';
import type { HostedZoneRecord, ResolverRuleRecord } from '../records/dns.ts';
import type { NetworkInterfaceRecord, VpcEndpointRecord, VpcRecord } from '../records/network.ts';
import type { State } from '../state.ts';
import { formatAddress, parseBlock } from '../vpc/cidr.ts';
import { endpointService } from '../vpc/endpoint-services.ts';
import { allIn, allInVpc, findIn } from '../vpc/lookups.ts';
import { managedPrefixLists } from '../vpc/prefix-lists.ts';
import type { Outcome } from './outcome.ts';
import { carry } from './packet-walk.ts';

/** An address that a name stands for, or why there is none. */
export type Resolution =
  | { readonly address: string }
  | Extract<Outcome, { kind: 'no such host' | 'no answer from DNS' }>;

/** What names are looked up in. */
export type NamesState = Pick<
  State,
  'network' | 'hostedZones' | 'resolverRules' | 'resolverAssociations'
>;

/** Looks a host up as a machine with that interface does. Source: VPC User Guide, "DNS attributes for your VPC". */
export function resolveName(
  state: NamesState,
  own: NetworkInterfaceRecord,
  host: string,
): Resolution {
  const { network } = state;
  const vpc = findIn(network.vpcs, own, own.vpcId);
  if (vpc === undefined) return { address: publicAddressOf(host) };
  const server = serverOf(network, vpc);
  const unanswered = {
    kind: 'no answer from DNS',
    host,
    server: server.address,
    from: own.privateIp,
  } as const;
  if (!server.isAmazon) {
    // A server of one's own knows public names only: what Amazon's answers is asked of Amazon's.
    const isReached = carry(network, own, server.address, { protocol: 'udp', port: 53 });
    if (isReached === undefined) return unanswered;
    return { address: publicAddressOf(host) };
  }
  if (!vpc.enableDnsSupport) return unanswered;
  const unknown = { kind: 'no such host', host, server: server.address } as const;
  // Zones answer only where both attributes are on (Route 53 Developer Guide, "Private hosted zones").
  const zone = vpc.enableDnsHostnames ? zoneFor(state, vpc, host) : undefined;
  const rule = forwardingRuleFor(state, vpc, host);
  // The longer name decides, and a rule where both have the same (Route 53 Developer Guide, "Private hosted zones").
  if (rule !== undefined && rule.domainName.length >= (zone?.name.length ?? 0)) {
    return { address: publicAddressOf(host) };
  }
  if (zone !== undefined) {
    const address = addressInZone(state, zone, own, host);
    return address === undefined ? unknown : { address };
  }
  const endpoint = privateEndpointFor(network, vpc, host);
  if (endpoint === undefined) return { address: publicAddressOf(host) };
  const address = addressOfEndpoint(network, endpoint, own);
  return address === undefined ? unknown : { address };
}

/** The first DNS server that DHCP gives out; Amazon's is at the VPC's base address plus two. */
function serverOf(
  network: NetworkState,
  vpc: VpcRecord,
): { readonly address: string; readonly isAmazon: boolean } {
  const options = findIn(network.dhcpOptions, vpc, vpc.dhcpOptionsId)?.options;
  const [first = 'AmazonProvidedDNS'] = options?.['domain-name-servers'] ?? [];
  const base = parseBlock(vpc.cidrs[0]?.cidr ?? '');
  const plusTwo = formatAddress(4, (base?.first ?? 0n) + 2n);
  const amazons = ['AmazonProvidedDNS', plusTwo, '169.254.169.253'];
  return amazons.includes(first)
    ? { address: plusTwo, isAmazon: true }
    : { address: first, isAmazon: false };
}

/** The private hosted zone of the longest name that a host is in. */
function zoneFor(
  { hostedZones }: NamesState,
  { id: vpcId }: VpcRecord,
  host: string,
): HostedZoneRecord | undefined {
  return hostedZones
    .list()
    .map(({ document }) => document)
    .filter(({ name, vpcs }) => isIn(host, name) && vpcs.some(({ id }) => id === vpcId))
    .sort((a, b) => b.name.length - a.name.length)[0];
}

function isIn(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * The address in a zone: of the name itself, or of the star closest above it. What no record answers for has none: no
 * public server is asked.
 */
function addressInZone(
  { network }: NamesState,
  { records, name: apex }: HostedZoneRecord,
  own: NetworkInterfaceRecord,
  host: string,
): string | undefined {
  let candidate = host;
  let found = records.filter(({ name }) => name === host);
  while (found.length === 0 && candidate !== apex) {
    candidate = candidate.slice(candidate.indexOf('.') + 1);
    found = records.filter(({ name }) => name === `*.${candidate}`);
    if (records.some(({ name }) => name === candidate)) break;
  }
  const record = found.find(({ type }) => type === 'A' || type === 'CNAME');
  const other = record?.alias?.name ?? (record?.type === 'CNAME' ? record.values[0] : undefined);
  return other === undefined ? record?.values[0] : addressOfName(network, own, other);
}

/** The address of a name that a record stands for: an endpoint's own name leads to it, wherever it is. */
function addressOfName(
  network: NetworkState,
  own: NetworkInterfaceRecord,
  name: string,
): string | undefined {
  const [, id] = /^(?:\*\.)?(vpce-[0-9a-z]+)-.*\.vpce\.amazonaws\.com$/.exec(name) ?? [];
  if (id === undefined) return publicAddressOf(name);
  const endpoint = network.endpoints.list().find(({ document }) => document.id === id)?.document;
  return endpoint && addressOfEndpoint(network, endpoint, own);
}

function forwardingRuleFor(
  { resolverRules, resolverAssociations }: NamesState,
  { accountId, region, id: vpcId }: VpcRecord,
  host: string,
): ResolverRuleRecord | undefined {
  const place = { accountId, region };
  return allIn(resolverAssociations, place)
    .filter((one) => one.vpcId === vpcId)
    .flatMap(({ ruleId }) => findIn(resolverRules, place, ruleId) ?? [])
    .filter(({ ruleType, domainName }) => ruleType === 'FORWARD' && isIn(host, domainName))
    .sort((a, b) => b.domainName.length - a.domainName.length)[0];
}

/** The interface endpoint whose private DNS answers for a host. */
function privateEndpointFor(
  network: NetworkState,
  vpc: VpcRecord,
  host: string,
): VpcEndpointRecord | undefined {
  if (!vpc.enableDnsHostnames) return undefined;
  const { accountId, region, id: vpcId } = vpc;
  return allInVpc(network.endpoints, { accountId, region, vpcId }).find((endpoint) => {
    if (endpoint.type !== 'Interface' || !endpoint.privateDnsEnabled) return false;
    const service = endpointService(endpoint.serviceRegion ?? region, endpoint.serviceName);
    return service?.privateNames.some((name) => stands(name, host)) === true;
  });
}

function stands(name: string, host: string): boolean {
  if (!name.startsWith('*.')) return name === host;
  return host.endsWith(name.slice(1)) && !host.slice(0, 1 - name.length).includes('.');
}

/** The address of an endpoint in the zone of whoever asks, or else in its first zone. */
function addressOfEndpoint(
  network: NetworkState,
  { interfaceIds, ...place }: VpcEndpointRecord,
  own: NetworkInterfaceRecord,
): string | undefined {
  const zoneOf = ({ subnetId }: NetworkInterfaceRecord): string | undefined =>
    findIn(network.subnets, place, subnetId)?.zone;
  const all = interfaceIds.flatMap((id) => findIn(network.interfaces, place, id) ?? []);
  const near = all.find((one) => zoneOf(one) === zoneOf(own));
  return (near ?? all[0])?.privateIp;
}

/** A public address of a host, always the same; that of a bucket is in its Region's prefix list. */
function publicAddressOf(host: string): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256').update(host).digest();
  const region = /\.s3\.(?:dualstack\.)?([a-z0-9-]+)\.amazonaws\.com/.exec(host)?.[1];
  const block =
    region === undefined ? undefined : parseBlock(managedPrefixLists(region)[0]?.cidrs[0] ?? '');
  if (block !== undefined) return formatAddress(4, block.first + 1n + BigInt(a % 250));
  return `18.${200 + (a % 50)}.${b}.${1 + (c % 254)}`;
}
