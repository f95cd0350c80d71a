// What is not seen, and what is told of a way. Rules: VPC User Guide.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wayTo } from './reach.ts';
import { acl, answer, groups, routes } from './testing/answer.ts';
import {
  entry,
  known,
  layers,
  node,
  openAcl,
  permission,
  registry,
  unseen,
  withEndpoints,
  withNat,
} from './testing/private-vpc.ts';

describe('what was not seen', () => {
  const lists = [
    ['dns', withNat, registry],
    ['dhcpOptions', withNat, registry],
    ['routeTables', withNat, registry],
    ['networkAcls', withNat, registry],
    ['securityGroups', withNat, registry],
    ['natGateways', withNat, registry],
    ['endpoints', withEndpoints, registry],
    ['hostedZones', withNat, registry],
    ['resolverRules', withNat, registry],
    ['publicAccessBlock', withNat, registry],
  ] as const;
  for (const [list, network, host] of lists) {
    it(`of ${list} leaves the answer open, and says what would show it`, () => {
      const told = answer({ ...network, [list]: unseen(`see:${list}`) }, host);
      assert.match(told, new RegExp(`unseen: see:${list}$`));
    });
  }

  it('does not matter where something else stops the connection for certain', () => {
    const network = { ...withNat, routeTables: routes(), securityGroups: unseen('see:groups') };
    assert.match(answer(network, registry), /^no-route/);
  });

  it('of the addresses of an endpoint is made up for by its subnets', () => {
    const network = { ...withEndpoints, endpointInterfaces: unseen('see:interfaces') };
    assert.equal(answer(network, registry), 'reached via vpce-dkr');
    const narrow = groups(
      'sg-node',
      'ipPermissionsEgress',
      permission({ cidrBlocks: ['10.0.2.21/32'] }),
    );
    assert.match(answer({ ...network, securityGroups: narrow }, registry), /^unseen/);
    assert.equal(
      answer({ ...withEndpoints, securityGroups: narrow }, registry),
      'reached via vpce-dkr',
    );
  });

  it('of a prefix list leaves open which route or rule takes an address', () => {
    const hiddenList = known([
      { prefixListId: 'pl-x', prefixListName: 'own', cidrBlocks: unseen('see:entries') },
    ]);
    const network = {
      ...withNat,
      prefixLists: hiddenList,
      routeTables: routes(['0.0.0.0/0', 'nat-1'], ['pl-x', 'tgw-1']),
    };
    assert.match(answer(network, registry), /^unseen: ec2:GetManagedPrefixListEntries/);
    const bySome = {
      ...withNat,
      prefixLists: hiddenList,
      securityGroups: groups(
        'sg-node',
        'ipPermissionsEgress',
        permission({ prefixListIds: ['pl-x'] }),
      ),
    };
    assert.match(answer(bySome, registry), /^unseen: ec2:GetManagedPrefixListEntries/);
  });
});

it('tells the deciding rule in words', () => {
  const { outcome } = wayTo(
    {
      ...withNat,
      networkAcls: acl(
        'subnet-node',
        entry(50, true, 'deny', { cidrBlock: '0.0.0.0/0' }),
        ...openAcl,
      ),
    },
    node,
    registry,
  );
  assert.equal(outcome?.kind, 'blocked');
  assert.equal(
    outcome?.kind === 'blocked' ? outcome.block.text : '',
    `rule 50 (0.0.0.0/0) of network ACL acl-x denies port 443 out of subnet-node to ${registry.name}`,
  );
});

it('tells the hops of a way that holds', () => {
  const { outcome } = wayTo(withEndpoints, node, layers);
  assert.deepEqual(
    outcome?.kind === 'reached' ? outcome.hops.map(({ component }) => component) : [],
    ['sg-node', 'acl-1', 'rtb-node', 'vpce-s3', 'acl-1'],
  );
});
