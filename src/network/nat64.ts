import { type Cidr, lastOf, parseCidr } from './address.ts';
import type { Destination, Target } from './destination.ts';

/** Under which IPv4 addresses are written as IPv6 ones: DNS64 answers with them, a NAT gateway takes them back (RFC 6052). */
const prefix = parseCidr('64:ff9b::/96') as Cidr;

/** The destination as DNS64 gives it to those who ask for IPv6 addresses. */
export function toNat64(to: Destination): Destination {
  const within = to.within.map(({ first, last }) => ({
    family: 6 as const,
    first: prefix.value + first,
    last: prefix.value + last,
  }));
  return { ...to, family: 6, within };
}

/** The IPv4 target of one that DNS64 made; undefined for others. */
export function fromNat64(target: Target): Target | undefined {
  const { value } = target.address;
  if (value < prefix.value || value > lastOf(prefix)) return undefined;
  const within = target.within.map(({ first, last }) => ({
    family: 4 as const,
    first: first - prefix.value,
    last: last - prefix.value,
  }));
  return { ...target, family: 4, address: { family: 4, value: value - prefix.value }, within };
}
