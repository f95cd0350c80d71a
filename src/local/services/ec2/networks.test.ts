// EC2's networks, asked for by AWS's own SDK. Source of the errors: EC2 API reference, "Error codes".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  DeleteVpcCommand,
  DescribeInstancesCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import { region } from '../../../../test/support/local-ecr.ts';
import { ec2, inVpc, newSubnet, newVpc } from './testing/networks.ts';

describe('An account in a Region', () => {
  it('has a default VPC with a public subnet in each zone', async () => {
    const { Vpcs } = await ec2.send(
      new DescribeVpcsCommand({ Filters: [{ Name: 'is-default', Values: ['true'] }] }),
    );
    assert.deepEqual(
      Vpcs?.map(({ CidrBlock }) => CidrBlock),
      ['172.31.0.0/16'],
    );
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand(inVpc(Vpcs?.[0]?.VpcId ?? '')));
    assert.deepEqual(
      Subnets?.map(({ AvailabilityZone, MapPublicIpOnLaunch, AvailableIpAddressCount }) => [
        AvailabilityZone,
        MapPublicIpOnLaunch,
        AvailableIpAddressCount,
      ]).sort(),
      ['a', 'b', 'c'].map((zone) => [`${region}${zone}`, true, 4091]),
    );
  });

  it('has machines with an interface in a subnet of the cluster', async () => {
    const { Reservations } = await ec2.send(new DescribeInstancesCommand({}));
    const instance = Reservations?.[0]?.Instances?.[0];
    assert.equal(instance?.PrivateIpAddress, '10.0.0.10');
    assert.match(instance?.PublicIpAddress ?? '', /^54\./);
    const { NetworkInterfaces } = await ec2.send(
      new DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'attachment.instance-id', Values: [instance?.InstanceId ?? ''] }],
      }),
    );
    assert.deepEqual(
      NetworkInterfaces?.map(({ SubnetId, Groups }) => [SubnetId, Groups]),
      [[instance?.SubnetId, instance?.SecurityGroups]],
    );
  });

  it("has AWS's prefix list of S3 for its Region", async () => {
    const { PrefixLists } = await ec2.send(
      new DescribeManagedPrefixListsCommand({
        Filters: [{ Name: 'prefix-list-name', Values: [`com.amazonaws.${region}.s3`] }],
      }),
    );
    assert.match(PrefixLists?.[0]?.PrefixListId ?? '', /^pl-[0-9a-f]{8}$/);
    assert.equal(PrefixLists?.[0]?.OwnerId, 'AWS');
  });
});

describe('A new VPC', () => {
  it('comes with a main route table, a network ACL and a security group', async () => {
    const id = await newVpc();
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand(inVpc(id)));
    assert.deepEqual(
      RouteTables?.map(({ Routes, Associations }) => [Routes, Associations?.[0]?.Main]),
      [
        [
          [
            {
              DestinationCidrBlock: '10.9.0.0/16',
              GatewayId: 'local',
              Origin: 'CreateRouteTable',
              State: 'active',
            },
          ],
          true,
        ],
      ],
    );
    const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(inVpc(id)));
    assert.deepEqual(
      NetworkAcls?.[0]?.Entries?.map(({ RuleNumber, RuleAction }) => [RuleNumber, RuleAction]),
      [
        [100, 'allow'],
        [100, 'allow'],
        [32_767, 'deny'],
        [32_767, 'deny'],
      ],
    );
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand(inVpc(id)));
    assert.deepEqual(
      SecurityGroups?.map(({ GroupName }) => GroupName),
      ['default'],
    );
  });

  it('can be deleted when nothing else is in it', async () => {
    const id = await newVpc();
    await newSubnet(id);
    const deleted = ec2.send(new DeleteVpcCommand({ VpcId: id }));
    await assert.rejects(deleted, {
      name: 'DependencyViolation',
      message: `The vpc '${id}' has dependencies and cannot be deleted.`,
    });
    const empty = await newVpc();
    await ec2.send(new DeleteVpcCommand({ VpcId: empty }));
    await assert.rejects(ec2.send(new DescribeVpcsCommand({ VpcIds: [empty] })), {
      name: 'InvalidVpcID.NotFound',
      message: `The vpc ID '${empty}' does not exist`,
    });
  });
});

describe('A subnet', () => {
  const rows: readonly [what: string, cidr: string, error: string][] = [
    ['outside of its VPC', '10.10.0.0/24', 'InvalidSubnet.Range'],
    ['on top of another', '10.9.1.128/25', 'InvalidSubnet.Conflict'],
    ['of no block', '10.9.1.0', 'InvalidParameterValue'],
  ];
  for (const [what, cidr, error] of rows) {
    it(`is refused ${what}`, async () => {
      const id = await newVpc();
      await newSubnet(id);
      await assert.rejects(newSubnet(id, cidr), { name: error });
    });
  }
});
