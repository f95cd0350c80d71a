import { isIPv4, isIPv6 } from 'node:net';

/** A block of addresses, in either family. */
export interface Block {
  readonly family: 4 | 6;
  /** First address. */
  readonly first: bigint;
  readonly last: bigint;
  readonly prefixLength: number;
}

/**
 * Reads a CIDR block such as `10.0.0.0/16`.
 * @returns undefined for what is none. Bits below the mask are cut off, as EC2 does.
 */
export function parseBlock(text: string): Block | undefined {
  const [address = '', bits = '', ...more] = text.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || more.length > 0 || !/^\d{1,3}$/.test(bits)) return undefined;
  const width = parsed.family === 4 ? 32 : 128;
  const prefixLength = Number(bits);
  if (prefixLength > width) return undefined;
  const size = 1n << BigInt(width - prefixLength);
  const first = parsed.value - (parsed.value % size);
  return { family: parsed.family, first, last: first + size - 1n, prefixLength };
}

/** Reads an IPv4 or IPv6 address as a number; undefined for what is none. */
export function parseAddress(text: string): { family: 4 | 6; value: bigint } | undefined {
  if (isIPv4(text)) {
    const value = text.split('.').reduce((sum, part) => (sum << 8n) + BigInt(part), 0n);
    return { family: 4, value };
  }
  if (!isIPv6(text) || text.includes('%') || text.includes('.')) return undefined;
  const [head = '', tail] = text.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const [front, back] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0');
  const value = [...front, ...zeros, ...back].reduce(
    (sum, group) => (sum << 16n) + BigInt(Number.parseInt(group, 16)),
    0n,
  );
  return { family: 6, value };
}

/** Writes an address in its canonical form (RFC 5952 for IPv6). */
export function formatAddress(family: 4 | 6, value: bigint): string {
  if (family === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((value >> BigInt(16 * (7 - at))) & 0xffffn).toString(16),
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

export function formatBlock({ family, first, prefixLength }: Block): string {
  return `${formatAddress(family, first)}/${prefixLength}`;
}

export function overlap(a: Block, b: Block): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Whether all of `inner` lies in `outer`. */
export function contains(outer: Block, inner: Block): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether a text is a block that holds an address. */
export function holds(block: string, address: string): boolean {
  const [of, at] = [parseBlock(block), parseAddress(address)];
  if (of === undefined || at === undefined || of.family !== at.family) return false;
  return of.first <= at.value && at.value <= of.last;
}

/** The block as EC2 writes it: in its canonical form. @returns undefined for what is no block. */
export function canonicalBlock(text: string): string | undefined {
  const block = parseBlock(text);
  return block === undefined ? undefined : formatBlock(block);
}
