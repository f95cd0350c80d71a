import { type Address, type Cidr, type Family, lastOf, parseCidr } from './address.ts';

/**
 * Blocks in which no service of the internet has its address (RFC 6890, IANA's special-purpose registries), in order.
 */
const special = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** From the first to the last address. */
export interface Range {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

export function rangeOf(block: Cidr): Range {
  return { family: block.family, first: block.value, last: lastOf(block) };
}

/** Where the public addresses of a service may be: all of IPv4 but what is special, or IPv6's global unicast. */
export function publicSpace(family: Family): readonly Range[] {
  if (family === 6) return [{ family: 6, first: 0x2n << 124n, last: (0x4n << 124n) - 1n }];
  const ranges: Range[] = [];
  let first = 0n;
  for (const text of special) {
    const block = parseCidr(text) as Cidr;
    if (block.value > first) ranges.push({ family: 4, first, last: block.value - 1n });
    first = lastOf(block) + 1n;
  }
  return ranges;
}

/** Whether a service of the internet may have the address. */
export function isPublic({ family, value }: Address): boolean {
  return publicSpace(family).some(({ first, last }) => first <= value && value <= last);
}
