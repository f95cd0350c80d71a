// What a filter of EC2 finds, and how much it may ask for. Sources: EC2 API reference, "Error codes"; EC2 User Guide, "Filter
// resources".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CreateTagsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { networkKey } from '../../network-state.ts';
import { core, ec2, newGroups, newVpc } from './testing/networks.ts';

const times = <Item>(count: number, item: (at: number) => Item) =>
  Array.from({ length: count }, (_, at) => item(at));

async function found(name: string, value: string): Promise<(string | undefined)[] | undefined> {
  const filter = { Filters: [{ Name: name, Values: [value] }] };
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand(filter));
  return Vpcs?.map(({ VpcId }) => VpcId);
}

describe('A filter', () => {
  it('answers at once for many wildcards and a value that nearly matches', async () => {
    const VpcId = await newVpc();
    const x = { Key: 'x', Value: 'a'.repeat(256) };
    await ec2.send(new CreateTagsCommand({ Resources: [VpcId], Tags: [x] }));
    assert.deepEqual(await found('tag:x', `${'*a'.repeat(100)}*b`), []);
    assert.deepEqual(await found('tag:x', `${'*a'.repeat(100)}*`), [VpcId]);
  });

  it('of 200 wildcards lets others have their turn while many near values are compared', async () => {
    const values = times(200, (at) => `*${'a'.repeat(120)}${at}*`);
    await newGroups(await newVpc(), 1);
    const { network } = core().state;
    const group = [...network.securityGroups.list()].at(0)?.document;
    assert.ok(group);
    const tagged = times(300, (at) => ({
      ...group,
      id: `sg-many${at}`,
      tags: { near: 'a'.repeat(250) + String.fromCharCode(98 + at) },
    }));
    for (const one of tagged) network.securityGroups.put(networkKey(one), one);
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    const filter = { Filters: [{ Name: 'tag:near', Values: values }] };
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(filter));
    clearInterval(counting);
    assert.deepEqual(SecurityGroups, []);
    assert.ok(turns > 3, `${turns} turns of others`);
    for (const one of tagged) network.securityGroups.delete(networkKey(one));
  });

  it('takes a wildcard after a backslash for itself', async () => {
    const VpcId = await newVpc();
    const star = { Key: 'star', Value: 'a*b\\c' };
    await ec2.send(new CreateTagsCommand({ Resources: [VpcId], Tags: [star] }));
    assert.deepEqual(await found('tag:star', 'a\\*b\\\\?'), [VpcId]);
    assert.deepEqual(await found('tag:star', 'a\\?b\\\\c'), []);
  });

  it('is refused with more than 200 values in a call', async () => {
    const ask = (...counts: number[]) =>
      ec2.send(
        new DescribeVpcsCommand({
          Filters: counts.map((count) => ({ Name: 'vpc-id', Values: times(count, String) })),
        }),
      );
    await ask(100, 100);
    await assert.rejects(ask(201), { name: 'FilterLimitExceeded' });
    await assert.rejects(ask(100, 101), { name: 'FilterLimitExceeded' });
  });

  it('is refused as one of more than 50 in a call', async () => {
    const Filters = times(51, () => ({ Name: 'vpc-id', Values: ['*'] }));
    await assert.rejects(ec2.send(new DescribeVpcsCommand({ Filters })), {
      name: 'FilterLimitExceeded',
    });
  });

  it('is refused with a value of more than 255 characters', async () => {
    await assert.rejects(found('tag:x', '*a'.repeat(128)), { name: 'InvalidParameterValue' });
  });
});
