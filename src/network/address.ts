export type Family = 4 | 6;

/** An IPv4 or IPv6 address as a number. */
export interface Address {
  readonly family: Family;
  readonly value: bigint;
}

/** A CIDR block: its first address and the length of its prefix. */
export interface Cidr extends Address {
  readonly length: number;
}

const bitsOf = { 4: 32, 6: 128 } as const;

/** @returns undefined for a text that is no address (RFC 4291 section 2.2 for IPv6). */
export function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

/** @returns undefined for a text that is no CIDR block. Bits behind the prefix are dropped, as EC2 does. */
export function parseCidr(text: string): Cidr | undefined {
  const [, before = '', length = ''] = /^(.+)\/(\d{1,3})$/.exec(text) ?? [];
  const address = parseAddress(before);
  const prefix = Number(length);
  if (address === undefined || prefix > bitsOf[address.family]) return undefined;
  const host = BigInt(bitsOf[address.family] - prefix);
  return { family: address.family, value: (address.value >> host) << host, length: prefix };
}

/** Whether a block holds an address, both written as texts. */
export function cidrHolds(cidr: string, text: string): boolean {
  const address = parseAddress(text);
  return address !== undefined && holdsAddress(cidr, address);
}

export function lastOf({ family, value, length }: Cidr): bigint {
  return value + (1n << BigInt(bitsOf[family] - length)) - 1n;
}

export function contains(block: Cidr, address: Address): boolean {
  return (
    block.family === address.family &&
    address.value >= block.value &&
    address.value <= lastOf(block)
  );
}

/** Whether a block, written as a text, holds an address; one that is no block holds none. */
export function holdsAddress(cidr: string, address: Address): boolean {
  const block = parseCidr(cidr);
  return block !== undefined && contains(block, address);
}

export function formatAddress({ family, value }: Address): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(16 * (7 - at))) & 0xffffn).toString(16),
  ).join(':');
  const [longest] = [...groups.matchAll(/\b0(?::0\b)+/g)].sort((a, b) => b[0].length - a[0].length);
  if (longest === undefined) return groups;
  const before = groups.slice(0, longest.index).replace(/:$/, '');
  return `${before}::${groups.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}

function parseIpv4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return { family: 4, value: parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n) };
}

function parseIpv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const gap = 8 - left.length - right.length;
  if (halves.length === 1 ? gap !== 0 : gap < 1) return undefined;
  const groups = [...left, ...Array.from({ length: gap }, () => '0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return {
    family: 6,
    value: groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n),
  };
}
