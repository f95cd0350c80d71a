import {
  type Address,
  type Cidr,
  contains,
  type Family,
  formatAddress,
  holdsAddress,
  lastOf,
  parseCidr,
} from './address.ts';
import type { Network } from './facts.ts';
import type { Range } from './public-space.ts';
import { itemsOf } from './seen.ts';

/** Where a connection goes: one address, of which only the ranges that it is in may be known. */
export interface Destination {
  /** In words: the host, or the address. */
  readonly label: string;
  readonly family: Family;
  readonly within: readonly Range[];
  /** Prefix lists that hold the address for certain, whether or not their entries were seen. */
  readonly prefixListIds: ReadonlySet<string>;
  /** Services whose gateway endpoints take it, such as `com.amazonaws.eu-west-1.s3`. */
  readonly gatewayService?: string;
  /** The interface endpoint that has the address. */
  readonly vpcEndpointId?: string;
  /** A record of a private hosted zone names the address. */
  readonly isOfZone?: true;
  /** It is no address of the VPC, nor one of the internet. */
  readonly isElsewhere?: true;
}

/** A destination of which the address is settled. */
export interface Target extends Destination {
  readonly address: Address;
}

/**
 * The destination as addresses of which each stands for all that no rule tells from it: rules are made of CIDR blocks, so
 * that it is enough to try the first address of each piece into which they divide the ranges.
 * @param blocks those of all rules that the way may meet, as texts.
 */
export function targetsOf(to: Destination, blocks: Iterable<string>): Target[] {
  const cuts = new Set<bigint>();
  for (const text of blocks) {
    const block = parseCidr(text);
    if (block?.family !== to.family) continue;
    cuts.add(block.value);
    cuts.add(lastOf(block) + 1n);
  }
  const firsts = to.within.flatMap(({ first, last }) => [
    first,
    ...[...cuts].filter((cut) => cut > first && cut <= last),
  ]);
  return [...new Set(firsts)].map((value) => ({ ...to, address: { family: to.family, value } }));
}

/** Whether a CIDR block, or the prefix list of that id, holds the address; undefined where its entries were not seen. */
export function matches(network: Network, block: string, target: Target): boolean | undefined {
  if (!isPrefixList(block)) return holdsAddress(block, target.address);
  const entry = matchingEntry(network, block, target);
  return entry === 'unseen' ? undefined : entry !== undefined;
}

/** The longest entry of a prefix list that holds the address; `unseen` where that cannot be told. */
export function matchingEntry(
  network: Network,
  prefixListId: string,
  target: Target,
): Cidr | 'certain' | 'unseen' | undefined {
  const lists = itemsOf(network.prefixLists);
  const list = lists?.find((one) => one.prefixListId === prefixListId);
  const service = list?.prefixListName ?? serviceRouted(network, prefixListId);
  if (isOfOtherService(service, target)) return undefined;
  const entries = list === undefined ? undefined : itemsOf(list.cidrBlocks);
  const held = (entries ?? [])
    .flatMap((text) => parseCidr(text) ?? [])
    .filter((block) => contains(block, target.address))
    .sort((a, b) => b.length - a.length);
  if (held[0] !== undefined) return held[0];
  if (target.prefixListIds.has(prefixListId)) return 'certain';
  return entries === undefined ? 'unseen' : undefined;
}

/** The service of a gateway endpoint to which routes lead the list. */
function serviceRouted(network: Network, prefixListId: string): string | undefined {
  const routes = (itemsOf(network.routeTables) ?? []).flatMap((table) => table.routes);
  const route = routes.find(({ destination }) => destination === prefixListId);
  const endpoints = itemsOf(network.endpoints) ?? [];
  return endpoints.find(({ vpcEndpointId }) => vpcEndpointId === route?.target)?.serviceName;
}

/** AWS's own lists hold the addresses of one service each, and no other's. */
function isOfOtherService(list: string | undefined, { gatewayService }: Target): boolean {
  return list !== undefined && /^(cn\.)?com\.amazonaws\./.test(list) && list !== gatewayService;
}

export function isPrefixList(destination: string): boolean {
  return destination.startsWith('pl-');
}

/** The address in words, with the host where it has one. */
export function nameOfTarget({ label, address, within, family }: Target): string {
  const isOne = within.length === 1 && within[0]?.first === within[0]?.last;
  const text = formatAddress({ family, value: address.value });
  if (!isOne || label === text) return label;
  return `${label} (${text})`;
}
