/** An address as its groups: four of 8 bits, or eight of 16 bits. */
export interface Address {
  readonly bits: 32 | 128;
  readonly groups: readonly number[];
}

export interface Range extends Address {
  readonly prefix: number;
}

/** An IPv4 or IPv6 address in any notation; undefined for anything else. */
export function addressOf(text: string): Address | undefined {
  if (text.includes(':')) return ipv6(text);
  const groups = ipv4(text);
  return groups === undefined ? undefined : { bits: 32, groups };
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

/** A range never contains an address of the other family. */
export function rangeHolds(range: Range, address: Address): boolean {
  if (range.bits !== address.bits) return false;
  const size = range.bits === 32 ? 8 : 16;
  for (let i = 0, left = range.prefix; left > 0; i++, left -= size) {
    const ignored = left < size ? size - left : 0;
    if ((range.groups[i] ?? 0) >> ignored !== (address.groups[i] ?? 0) >> ignored) return false;
  }
  return true;
}

function ipv4(text: string): number[] | undefined {
  const groups: number[] = [];
  let value = -1;
  let digits = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 0x2e;
    if (code === 0x2e) {
      if (digits === 0 || value > 255) return undefined;
      groups.push(value);
      value = -1;
      digits = 0;
    } else if (code >= 0x30 && code <= 0x39 && digits < 3) {
      value = Math.max(value, 0) * 10 + code - 0x30;
      digits++;
    } else {
      return undefined;
    }
  }
  return groups.length === 4 ? groups : undefined;
}

function ipv6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return { bits: 128, groups: [...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])] };
}

/** The 16-bit groups of one side of a `::`; the last may be written as an IPv4 address. */
function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (part.includes('.') && index === parts.length - 1) {
      const [a = 0, b = 0, c = 0, d] = ipv4(part) ?? [];
      if (d === undefined) return undefined;
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) {
      groups.push(Number.parseInt(part, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}
