// Blocks of addresses, against Node's own.
import assert from 'node:assert/strict';
import { BlockList } from 'node:net';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  canonicalBlock,
  contains,
  formatAddress,
  holds,
  overlap,
  parseAddress,
  parseBlock,
} from './cidr.ts';

const ipv4 = fc.ipV4();
const ipv6 = fc.bigInt(0n, (1n << 128n) - 1n).map((value) => formatAddress(6, value));

describe('An address', () => {
  it('is written as it was read', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (text) => {
        const parsed = parseAddress(text);
        assert.equal(parsed && formatAddress(parsed.family, parsed.value), text);
      }),
    );
  });
});

describe('A block', () => {
  it('holds the addresses that Node’s holds', () => {
    const cases = [
      ['ipv4', ipv4, 32],
      ['ipv6', ipv6, 128],
    ] as const;
    for (const [family, address, width] of cases) {
      fc.assert(
        fc.property(address, fc.nat(width), address, (base, bits, other) => {
          const list = new BlockList();
          list.addSubnet(base, bits, family);
          for (const one of [base, other]) {
            assert.equal(holds(`${base}/${bits}`, one), list.check(one, family));
          }
        }),
      );
    }
  });

  it('overlaps what it holds a part of, and contains what it holds all of', () => {
    const block = fc
      .tuple(ipv4, fc.nat(32))
      .map(([address, bits]) => parseBlock(`${address}/${bits}`) ?? assert.fail());
    fc.assert(
      fc.property(block, block, (a, b) => {
        assert.equal(overlap(a, b), overlap(b, a));
        assert.equal(overlap(a, b), contains(a, b) || contains(b, a));
      }),
    );
  });

  const rows: readonly [text: string, canonical: string | undefined][] = [
    ['10.0.0.7/16', '10.0.0.0/16'],
    ['2600:1f00:0:0::/56', '2600:1f00::/56'],
    ['10.0.0.0', undefined],
    ['10.0.0.0/33', undefined],
    ['10.0.0.0/8/8', undefined],
    ['10.0.0.0/-1', undefined],
    ['::ffff:10.0.0.1/128', undefined],
    ['fe80::1%eth0/64', undefined],
  ];
  for (const [text, canonical] of rows) {
    it(`${text} is ${canonical ?? 'none'}`, () => assert.equal(canonicalBlock(text), canonical));
  }
});
