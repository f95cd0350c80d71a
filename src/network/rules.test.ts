// Each rule of the network beside a naive reading of the same rule, on random input.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Cidr, contains, formatAddress, lastOf, parseAddress, parseCidr } from './address.ts';
import type { Network, Route } from './facts.ts';
import { entryFor } from './network-acls.ts';
import { publicSpace } from './public-space.ts';
import { longestMatch } from './routes.ts';
import { entry, known, route, withNat } from './testing/private-vpc.ts';
import { block, ipv4, isIn, near, number, targetOf } from './testing/random.ts';

describe('addresses and blocks', () => {
  it('hold what their leading bits say', () => {
    fc.assert(
      fc.property(ipv4, block, (ip, cidr) => {
        const address = parseAddress(ip);
        const parsed = parseCidr(cidr);
        assert.ok(address !== undefined && parsed !== undefined);
        assert.equal(contains(parsed, address), isIn(ip, cidr));
        assert.equal(formatAddress(address), ip);
      }),
    );
  });

  it('of IPv6 are read as they are written', () => {
    fc.assert(
      fc.property(
        fc.ipV6().filter((text) => !text.includes('.')),
        (text) => {
          const address = parseAddress(text);
          assert.ok(address !== undefined, text);
          assert.deepEqual(parseAddress(formatAddress(address)), address);
        },
      ),
    );
    assert.equal(formatAddress({ family: 6, value: 1n }), '::1');
    assert.equal(formatAddress({ family: 6, value: 0x20010db8n << 96n }), '2001:db8::');
    assert.equal(formatAddress({ family: 6, value: 0n }), '::');
  });

  it('are refused where they are none', () => {
    for (const text of [
      '',
      '1.2.3',
      '1.2.3.256',
      '1.2.3.4.5',
      ':::',
      '1::2::3',
      'g::',
      '1:2:3:4:5:6:7:8:9',
    ]) {
      assert.equal(parseAddress(text), undefined, text);
    }
    for (const text of ['1.2.3.4', '1.2.3.4/33', '::/129', '/8', '1.2.3.4/x']) {
      assert.equal(parseCidr(text), undefined, text);
    }
  });

  it('of the internet leave out what is private, and overlap nowhere', () => {
    const space = publicSpace(4);
    for (const text of [
      '10.0.0.0/8',
      '100.64.0.0/10',
      '172.16.0.0/12',
      '192.168.0.0/16',
      '224.0.0.0/4',
    ]) {
      const special = parseCidr(text) as Cidr;
      assert.ok(
        space.every(({ first, last }) => last < special.value || first > lastOf(special)),
        text,
      );
    }
    const has = (ip: string) =>
      space.some(({ first, last }) => first <= BigInt(number(ip)) && BigInt(number(ip)) <= last);
    assert.ok(has('52.95.1.1') && has('3.5.140.2') && has('172.32.0.1') && has('100.63.255.255'));
  });
});

describe('the route that a packet takes', () => {
  it('is that of the longest prefix, also where prefix lists hold the prefixes', () => {
    const routes = fc.uniqueArray(near, { maxLength: 8 });
    fc.assert(
      fc.property(
        ipv4,
        near,
        routes,
        fc.array(near, { maxLength: 4 }),
        (far, close, cidrs, entries) => {
          for (const ip of [far, close.slice(0, close.indexOf('/'))]) {
            const own = cidrs.map((cidr, at) => route(cidr, `nat-${at}`));
            const network: Network = {
              ...withNat,
              prefixLists: known([
                { prefixListId: 'pl-1', prefixListName: 'own', cidrBlocks: known(entries) },
              ]),
            };
            const found = longestMatch(
              network,
              { routes: [...own, route('pl-1', 'list')] },
              targetOf(ip),
            );
            const lengths = [
              ...own.map(({ destination: cidr, target }) => ({ cidr, target })),
              ...entries.map((cidr) => ({ cidr, target: 'list' })),
            ].filter(({ cidr }) => isIn(ip, cidr));
            const most = Math.max(...lengths.map(({ cidr }) => Number(cidr.split('/')[1])));
            const expected = lengths
              .filter(({ cidr }) => Number(cidr.split('/')[1]) === most)
              .map(({ target }) => target);
            if (expected.length === 0) assert.equal(found, undefined);
            else assert.ok(expected.includes((found as Route).target));
          }
        },
      ),
    );
  });

  it('does not hang on the order of the routes', () => {
    fc.assert(
      fc.property(
        ipv4,
        fc.uniqueArray(block, {
          maxLength: 8,
          selector: (cidr) =>
            JSON.stringify(parseCidr(cidr), (_, value) =>
              typeof value === 'bigint' ? `${value}` : value,
            ),
        }),
        (ip, cidrs) => {
          const routes = cidrs.map((cidr, at) => route(cidr, `nat-${at}`));
          const one = longestMatch(withNat, { routes }, targetOf(ip));
          assert.deepEqual(
            longestMatch(withNat, { routes: [...routes].reverse() }, targetOf(ip)),
            one,
          );
        },
      ),
    );
  });
});

describe('the entry of a network ACL that decides', () => {
  it('is the first by number that matches', () => {
    const entries = fc.uniqueArray(
      fc.record({
        ruleNumber: fc.integer({ min: 1, max: 50 }),
        egress: fc.boolean(),
        ruleAction: fc.constantFrom('allow' as const, 'deny' as const),
        protocol: fc.constantFrom('-1', '6', '17'),
        cidrBlock: near,
        from: fc.integer({ min: 0, max: 600 }),
        size: fc.integer({ min: 0, max: 600 }),
      }),
      { selector: ({ ruleNumber, egress }) => `${ruleNumber} ${egress}`, maxLength: 10 },
    );
    fc.assert(
      fc.property(
        entries,
        near,
        fc.integer({ min: 0, max: 600 }),
        fc.boolean(),
        (list, close, port, egress) => {
          const ip = close.slice(0, close.indexOf('/'));
          const peer = parseAddress(ip);
          assert.ok(peer !== undefined);
          const acl = {
            entries: list.map(({ from, size, ...rest }) =>
              entry(rest.ruleNumber, rest.egress, rest.ruleAction, {
                protocol: rest.protocol,
                cidrBlock: rest.cidrBlock,
                ...(rest.protocol === '-1' ? {} : { portRange: { from, to: from + size } }),
              }),
            ),
          };
          // Naive: goes through all numbers from the lowest.
          let expected: number | undefined;
          for (let at = 1; at <= 50 && expected === undefined; at++) {
            const one = list.find(
              ({ ruleNumber, egress: out }) => ruleNumber === at && out === egress,
            );
            if (one === undefined || !isIn(ip, one.cidrBlock) || one.protocol === '17') continue;
            const inPorts = port >= one.from && port <= one.from + one.size;
            if (one.protocol === '-1' || inPorts) expected = at;
          }
          assert.equal(entryFor(acl, { egress, peer }, port)?.ruleNumber, expected);
        },
      ),
    );
  });
});
