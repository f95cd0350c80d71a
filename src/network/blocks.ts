import { type Cidr, contains, parseAddress, parseCidr } from './address.ts';
import type { Network } from './facts.ts';
import { itemsOf } from './seen.ts';

/**
 * The blocks of a VPC's rules that hold an address of an interface, in order: addresses that the same blocks hold are
 * told apart by no rule.
 */
export function blocksHolding(network: Network | undefined, text: string): readonly string[] {
  const address = parseAddress(text);
  if (network === undefined || address === undefined) return [];
  return blocksOf(network).flatMap(([block, cidr]) => (contains(cidr, address) ? [block] : []));
}

/** Many interfaces are in one VPC: its blocks are read once. */
const read = new WeakMap<Network, readonly (readonly [string, Cidr])[]>();

function blocksOf(network: Network): readonly (readonly [string, Cidr])[] {
  const known = read.get(network) ?? readBlocks(network);
  read.set(network, known);
  return known;
}

function readBlocks(network: Network): (readonly [string, Cidr])[] {
  const texts = new Set<string>();
  // Endpoints of other VPCs answer by routes that name the blocks of this one.
  for (const far of network.far) {
    for (const [block] of readBlocks(far)) texts.add(block);
    for (const { routes } of itemsOf(far.routeTables) ?? []) {
      for (const { destination } of routes) texts.add(destination);
    }
    for (const { routes } of itemsOf(far.transitGateways) ?? []) {
      for (const { destination } of itemsOf(routes) ?? []) texts.add(destination);
    }
  }
  for (const { cidrBlocks } of itemsOf(network.subnets) ?? []) {
    for (const block of cidrBlocks) texts.add(block);
  }
  for (const { entries } of itemsOf(network.networkAcls) ?? []) {
    for (const { cidrBlock } of entries) texts.add(cidrBlock);
  }
  for (const { ipPermissions } of itemsOf(network.securityGroups) ?? []) {
    for (const { cidrBlocks } of ipPermissions) for (const block of cidrBlocks) texts.add(block);
  }
  for (const { cidrBlocks } of itemsOf(network.prefixLists) ?? []) {
    for (const block of itemsOf(cidrBlocks) ?? []) texts.add(block);
  }
  return [...texts].sort().flatMap((text) => {
    const block = parseCidr(text);
    return block === undefined ? [] : [[text, block] as const];
  });
}
