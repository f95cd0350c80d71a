/** An address as a number of 32 or 128 bits, so that ranges compare by shifting. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface Range extends Address {
  readonly prefix: number;
}

/** An IPv4 or IPv6 address in any of its spellings; undefined for anything else. */
export function addressOf(text: string): Address | undefined {
  if (text.includes(':')) return ipv6(text);
  const value = ipv4(text);
  return value === undefined ? undefined : { bits: 32, value };
}

/** An address or CIDR range; without a prefix it is the one address (/32 or /128). */
export function rangeOf(text: string): Range | undefined {
  const slash = text.indexOf('/');
  const address = addressOf(slash === -1 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  if (slash === -1) return { ...address, prefix: address.bits };
  const prefix = text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > address.bits) return undefined;
  return { ...address, prefix: Number(prefix) };
}

/** A range of one family never holds an address of the other. */
export function rangeHolds(range: Range, address: Address): boolean {
  if (range.bits !== address.bits) return false;
  const shift = BigInt(range.bits - range.prefix);
  return range.value >> shift === address.value >> shift;
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return value;
}

function ipv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...new Array<bigint>(missing).fill(0n), ...(tail ?? [])];
  return { bits: 128, value: groups.reduce((value, group) => (value << 16n) | group, 0n) };
}

/** The 16-bit groups of one side of a `::`; the last may be written as an IPv4 address. */
function groupsOf(text: string): bigint[] | undefined {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const value = ipv4(part);
      if (value === undefined) return undefined;
      groups.push(value >> 16n, value & 0xffffn);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(BigInt(`0x${part}`));
    } else {
      return undefined;
    }
  }
  return groups;
}
