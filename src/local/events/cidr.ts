import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Kind } from './matcher-kind.ts';

type Family = 'ipv4' | 'ipv6';

/** An address within a block, such as `10.0.0.0/24`. */
export const cidr: Kind = {
  refuses(operand) {
    if (typeof operand !== 'string') return 'prefix match pattern must be a string';
    const [address = '', bits = '', ...more] = operand.split('/');
    if (!operand.includes('/') || more.length > 0) return "Malformed CIDR, one '/' required";
    if (!/^\d{1,9}$/.test(bits)) return 'Malformed CIDR, mask bits must be an integer';
    const family = familyOf(address);
    if (family === undefined) return `Nonstandard IP address: ${address}`;
    const most = family === 'ipv4' ? 32 : 128;
    if (Number(bits) > most) return `Malformed CIDR, at most ${most} mask bits`;
    return undefined;
  },
  holds(operand, value) {
    const [address = '', bits = ''] = String(operand).split('/');
    const family = familyOf(address);
    if (family === undefined || family !== familyOf(value)) return false;
    return blockOf(address, Number(bits), family).check(String(value), family);
  },
};

/** Parsed blocks, cached: each is compared with many addresses. */
const known = new Map<string, BlockList>();
const mostKnown = 1_000;

function blockOf(address: string, bits: number, family: Family): BlockList {
  const name = `${address}/${bits}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const block = new BlockList();
  block.addSubnet(address, bits, family);
  known.set(name, block);
  return block;
}

function familyOf(value: unknown): Family | undefined {
  // Addresses with a zone are in no block.
  if (typeof value !== 'string' || value.includes('%')) return undefined;
  if (isIPv4(value)) return 'ipv4';
  return isIPv6(value) ? 'ipv6' : undefined;
}
