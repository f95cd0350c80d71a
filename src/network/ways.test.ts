// What holds of every way, whatever the rules are.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Destination, targetsOf } from './destination.ts';
import type { Network } from './facts.ts';
import { publicSpace } from './public-space.ts';
import { reach, wayTo } from './reach.ts';
import {
  changed,
  entry,
  known,
  node,
  permission,
  registry,
  route,
  table,
  withEndpoints,
  withNat,
} from './testing/private-vpc.ts';
import { near } from './testing/random.ts';
import { walk } from './walk.ts';

describe('a way', () => {
  const rule = fc.record({
    cidrBlocks: fc.array(fc.oneof(near, fc.constant('0.0.0.0/0'), fc.constant('10.0.2.0/24')), {
      maxLength: 2,
    }),
    fromPort: fc.constantFrom(0, 443, 444),
    toPort: fc.constantFrom(442, 443, 65_535),
    groupIds: fc.subarray(['sg-node', 'sg-endpoints']),
  });
  const withRules = (
    base: Network,
    id: string,
    part: 'ipPermissions' | 'ipPermissionsEgress',
    rules: readonly Partial<ReturnType<typeof permission>>[],
  ): Network => ({
    ...base,
    securityGroups: changed(base.securityGroups, (all) =>
      all.map((one) => (one.groupId === id ? { ...one, [part]: rules.map(permission) } : one)),
    ),
  });

  it('is never closed by one more rule of a security group, which can only allow', () => {
    const base = fc.constantFrom(withNat, withEndpoints);
    const place = fc.constantFrom(
      ['sg-node', 'ipPermissionsEgress'] as const,
      ['sg-endpoints', 'ipPermissions'] as const,
    );
    fc.assert(
      fc.property(
        base,
        place,
        fc.array(rule, { maxLength: 4 }),
        rule,
        (network, [id, part], rules, more) => {
          const before = wayTo(withRules(network, id, part, rules), node, registry).outcome;
          const after = wayTo(
            withRules(network, id, part, [...rules, more]),
            node,
            registry,
          ).outcome;
          if (before?.kind === 'reached') assert.equal(after?.kind, 'reached');
          if (after?.kind === 'blocked') assert.equal(before?.kind, 'blocked');
        },
      ),
    );
  });

  it('to an address that is not settled is told as of every address that it may have', () => {
    const cidrs = fc.array(near, { maxLength: 5 });
    const fraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(cidrs, cidrs, fraction, (routed, denied, where) => {
        const network: Network = {
          ...withNat,
          routeTables: known([
            table(
              'rtb-node',
              ['subnet-node'],
              route('0.0.0.0/0', 'nat-1'),
              ...routed.map((cidr) => route(cidr, 'x', 'blackhole')),
            ),
            table('rtb-public', ['subnet-public'], route('0.0.0.0/0', 'igw-1')),
          ]),
          networkAcls: changed(withNat.networkAcls, (all) =>
            all.map((acl) => ({
              ...acl,
              entries: [
                ...denied.map((cidrBlock, at) => entry(at + 1, true, 'deny', { cidrBlock })),
                ...acl.entries,
              ],
            })),
          ),
        };
        const to: Destination = {
          label: 'host',
          family: 4,
          within: publicSpace(4),
          prefixListIds: new Set(),
        };
        const told = reach(network, node, [to]);
        const space = publicSpace(4);
        const range = space[Math.min(space.length - 1, Math.floor(where * space.length))];
        assert.ok(range !== undefined);
        const value =
          range.first + ((range.last - range.first) * BigInt(Math.floor(where * 1000))) / 1000n;
        const one = walk(network, node, { ...to, address: { family: 4, value } });
        if (told.kind !== 'unseen') assert.equal(one.kind, told.kind);
        const all = targetsOf(to, [...routed, ...denied]).map(
          (target) => walk(network, node, target).kind,
        );
        assert.ok(all.includes(one.kind));
      }),
    );
  });

  it('is never told as reached or blocked against what hides behind an unseen fact', () => {
    const lists = [
      'routeTables',
      'networkAcls',
      'securityGroups',
      'natGateways',
      'endpoints',
      'endpointInterfaces',
      'prefixLists',
      'subnets',
    ] as const;
    const hide = fc.subarray([...lists]);
    const need = { fact: 'a list', permission: 'a right' };
    fc.assert(
      fc.property(
        fc.constantFrom(withNat, withEndpoints),
        fc.array(rule, { maxLength: 3 }),
        hide,
        (base, rules, hiddenLists) => {
          const network = withRules(base, 'sg-node', 'ipPermissionsEgress', rules);
          const partly = {
            ...network,
            ...Object.fromEntries(hiddenLists.map((list) => [list, { state: 'unseen', need }])),
          };
          const whole = wayTo(network, node, registry).outcome?.kind;
          const seen = wayTo(partly, node, registry).outcome?.kind ?? 'unseen';
          if (seen !== 'unseen') assert.equal(seen, whole);
        },
      ),
    );
  });
});
