import { parseAddress } from './address.ts';
import { type Destination, isPrefixList, nameOfTarget, targetsOf } from './destination.ts';
import type { Interface, Network, SecurityGroup } from './facts.ts';
import type { Host } from './hosts.ts';
import { type Resolution, resolve } from './names.ts';
import { anyOf, hidden, type Outcome, stops, whichever } from './outcome.ts';
import { itemsOf } from './seen.ts';
import { walk } from './walk.ts';

/** Whether an interface reaches a host on TCP port 443: what its name resolves to, and what becomes of the connection. */
export interface Way {
  readonly host: Host;
  readonly resolution: Resolution;
  /** Undefined where the name does not resolve, or what it resolves to was not seen. */
  readonly outcome?: Outcome;
}

export function wayTo(network: Network, from: Interface, host: Host): Way {
  const resolution = resolve(network, from, host);
  if (!('destinations' in resolution)) return { host, resolution };
  return { host, resolution, outcome: reach(network, from, resolution.destinations) };
}

/** What becomes of a connection to an address that a host was seen to have. */
export function wayToAddress(
  network: Network,
  from: Interface,
  { name }: Host,
  text: string,
): Outcome {
  const address = parseAddress(text);
  if (address === undefined) {
    return hidden({
      fact: `address ${text} of ${name}`,
      permission: 'an address that can be read',
    });
  }
  const { family, value } = address;
  const within = [{ family, first: value, last: value }];
  return reach(network, from, [{ label: name, family, within, prefixListIds: new Set() }]);
}

/** A client tries the addresses of both families, as far as its machine has one itself (RFC 8305). */
export function reach(
  network: Network,
  from: Interface,
  destinations: readonly Destination[],
): Outcome {
  const usable = destinations.filter(({ family }) =>
    family === 4 ? from.privateIp !== undefined : from.ipv6Addresses.length > 0,
  );
  const [first] = destinations;
  if (usable.length === 0 && first !== undefined) {
    const has = from.privateIp === undefined ? 'IPv6' : 'IPv4';
    const other = first.family === 4 ? 'IPv4' : 'IPv6';
    return stops(
      from.subnetId,
      `the interface has ${has} addresses only, and ${first.label} has ${other} addresses only`,
      { kind: 'no-address-of-family' },
    );
  }
  return anyOf(usable.map((destination) => reachOne(network, from, destination)));
}

function reachOne(network: Network, from: Interface, to: Destination): Outcome {
  const targets = targetsOf(to, blocksOf(network, from, to));
  const [first] = targets;
  if (first === undefined) {
    return hidden({ fact: `the addresses of ${to.label}`, permission: 'nslookup on the node' });
  }
  return whichever(
    targets.map((target) => walk(network, from, target)),
    {
      fact: `which address ${nameOfTarget(first)} has for the node: some of those that it may have are reached, others are not`,
      permission: `nslookup ${to.label} on the node`,
    },
  );
}

/** The blocks of all rules that may meet the connection. */
function* blocksOf(network: Network, from: Interface, to: Destination): Generator<string> {
  for (const { routes } of itemsOf(network.routeTables) ?? []) {
    for (const { destination } of routes) if (!isPrefixList(destination)) yield destination;
  }
  for (const { entries } of itemsOf(network.networkAcls) ?? []) {
    for (const { cidrBlock } of entries) yield cidrBlock;
  }
  for (const { cidrBlocks } of itemsOf(network.subnets) ?? []) yield* cidrBlocks;
  for (const group of itemsOf(network.securityGroups) ?? []) {
    if (from.groupIds.includes(group.groupId)) yield* egressBlocks(group);
  }
  for (const list of itemsOf(network.prefixLists) ?? []) {
    if (!to.prefixListIds.has(list.prefixListId)) yield* itemsOf(list.cidrBlocks) ?? [];
  }
}

function egressBlocks({ ipPermissionsEgress }: SecurityGroup): string[] {
  return ipPermissionsEgress.flatMap(({ cidrBlocks }) => cidrBlocks);
}
