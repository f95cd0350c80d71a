// Random addresses and blocks, and a naive reading of a block.
import fc from 'fast-check';
import type { Destination, Target } from '../destination.ts';

const octet = fc.integer({ min: 0, max: 255 });
export const ipv4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
export const block = fc
  .tuple(ipv4, fc.integer({ min: 0, max: 32 }))
  .map(([ip, length]) => `${ip}/${length}`);
/** Blocks that lie close together, so that they overlap often. */
export const near = fc
  .tuple(
    fc.constantFrom('52', '54', '10'),
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 0, max: 20 }),
  )
  .map(([first, second, length]) => `${first}.${second}.0.0/${length}`);
export const number = (text: string) =>
  text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
/** Naive: compares the leading bits as text. */
export const isIn = (ip: string, cidr: string): boolean => {
  const [base = '', length = ''] = cidr.split('/');
  const bits = (text: string) =>
    number(text).toString(2).padStart(32, '0').slice(0, Number(length));
  return bits(ip) === bits(base);
};
const destination = (ip: string): Destination => {
  const value = BigInt(number(ip));
  return {
    label: ip,
    family: 4,
    within: [{ family: 4, first: value, last: value }],
    prefixListIds: new Set(),
  };
};
export const targetOf = (ip: string): Target => ({
  ...destination(ip),
  address: { family: 4 as const, value: BigInt(number(ip)) },
});
