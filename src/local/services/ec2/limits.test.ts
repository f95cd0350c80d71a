// How much one EC2 call may ask for, and one resource may hold. Sources: EC2 API reference, "Error codes"; EC2 User Guide,
// "Filter resources" and "Tag your resources"; VPC User Guide, "Amazon VPC quotas".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CreateDhcpOptionsCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteTagsCommand,
  DeleteVpcEndpointsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ModifyVpcEndpointCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { region } from '../../../../test/support/local-ecr.ts';
import { ec2, newGroups, newSubnet, newVpc } from './testing/networks.ts';

const times = <Item>(count: number, item: (at: number) => Item) =>
  Array.from({ length: count }, (_, at) => item(at));
const tag = (at: number): Tag => ({ Key: `key-${at}`, Value: 'value' });

async function tagsOf(id: string): Promise<Tag[] | undefined> {
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({ VpcIds: [id] }));
  return Vpcs?.[0]?.Tags;
}

describe('A list of ids', () => {
  it('has at most 1,000 of them', async () => {
    const VpcEndpointIds = times(1_001, (at) => `vpce-${at}`);
    await assert.rejects(ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds })), {
      name: 'InvalidParameterValue',
      message: /VpcEndpointIds/,
    });
  });

  it('may name the same one again', async () => {
    const VpcId = await newVpc();
    const Resources = times(1_000, () => VpcId);
    await ec2.send(new CreateTagsCommand({ Resources, Tags: [tag(0), tag(1)] }));
    await ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'key-0' }] }));
    assert.deepEqual(await tagsOf(VpcId), [tag(1)]);
  });

  it('tells of a missing endpoint once', async () => {
    const VpcEndpointIds = ['vpce-0', 'vpce-0'];
    const { Unsuccessful } = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds }));
    assert.deepEqual(
      Unsuccessful?.map(({ ResourceId, Error: error }) => [ResourceId, error?.Code]),
      [['vpce-0', 'InvalidVpcEndpointId.NotFound']],
    );
  });
});

describe('Tags', () => {
  it('are at most 50 on a resource, those that it has counted in', async () => {
    const VpcId = await newVpc();
    const create = (Tags: Tag[]) =>
      ec2.send(new CreateTagsCommand({ Resources: [VpcId, VpcId], Tags }));
    await create(times(50, tag));
    await create([{ Key: 'key-0', Value: 'again' }]);
    await assert.rejects(create([tag(50)]), { name: 'TagLimitExceeded' });
    await ec2.send(new DeleteTagsCommand({ Resources: [VpcId], Tags: [{ Key: 'key-0' }] }));
    await create([tag(50)]);
  });

  it('are put on all resources or on none', async () => {
    const [full, empty] = [await newVpc(), await newVpc()];
    await ec2.send(new CreateTagsCommand({ Resources: [full], Tags: times(50, tag) }));
    await assert.rejects(
      ec2.send(new CreateTagsCommand({ Resources: [empty, full], Tags: [tag(50)] })),
      { name: 'TagLimitExceeded' },
    );
    assert.deepEqual(await tagsOf(empty), []);
  });

  it('are at most 50 for what is being made', async () => {
    const TagSpecifications = [{ ResourceType: 'vpc' as const, Tags: times(51, tag) }];
    await assert.rejects(
      ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16', TagSpecifications })),
      { name: 'TagLimitExceeded' },
    );
  });

  it('have keys of 128 and values of 256 characters at most', async () => {
    const Resources = [await newVpc()];
    const create = (key: number, value: number) =>
      ec2.send(
        new CreateTagsCommand({
          Resources,
          Tags: [{ Key: 'k'.repeat(key), Value: 'v'.repeat(value) }],
        }),
      );
    await create(128, 256);
    await assert.rejects(create(129, 1), { name: 'InvalidParameterValue' });
    await assert.rejects(create(1, 257), { name: 'InvalidParameterValue' });
  });

  it('have each key once in a call', async () => {
    const Resources = [await newVpc()];
    await assert.rejects(ec2.send(new CreateTagsCommand({ Resources, Tags: [tag(0), tag(0)] })), {
      name: 'InvalidParameterValue',
    });
  });
});

describe('Security groups of an interface', () => {
  async function newEndpoint(VpcId: string, subnetId: string, SecurityGroupIds: string[]) {
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        VpcEndpointType: 'Interface',
        ServiceName: `com.amazonaws.${region}.ecr.api`,
        SubnetIds: [subnetId],
        SecurityGroupIds,
        PrivateDnsEnabled: false,
      }),
    );
    return {
      id: VpcEndpoint?.VpcEndpointId ?? '',
      eni: VpcEndpoint?.NetworkInterfaceIds?.[0] ?? '',
    };
  }

  async function groupsOf(id: string, eni: string): Promise<(string | undefined)[][]> {
    const [endpoints, interfaces] = await Promise.all([
      ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] })),
      ec2.send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [eni] })),
    ]);
    return [endpoints.VpcEndpoints?.[0], interfaces.NetworkInterfaces?.[0]].map(
      (one) => one?.Groups?.map(({ GroupId }) => GroupId) ?? [],
    );
  }

  it('are kept once each', async () => {
    const VpcId = await newVpc();
    const [a = '', b = ''] = await newGroups(VpcId, 2);
    const { id, eni } = await newEndpoint(VpcId, await newSubnet(VpcId), [a, a]);
    assert.deepEqual(await groupsOf(id, eni), [[a], [a]]);
    const more = { VpcEndpointId: id, AddSecurityGroupIds: [b, b, a] };
    await ec2.send(new ModifyVpcEndpointCommand(more));
    assert.deepEqual(await groupsOf(id, eni), [
      [a, b],
      [a, b],
    ]);
    const change = { NetworkInterfaceId: eni, Groups: [b, b] };
    await ec2.send(new ModifyNetworkInterfaceAttributeCommand(change));
    assert.deepEqual((await groupsOf(id, eni))[1], [b]);
  });

  it('are at most 16', async () => {
    const VpcId = await newVpc();
    const groups = await newGroups(VpcId, 17);
    const subnet = await newSubnet(VpcId);
    const limit = { name: 'SecurityGroupsPerInterfaceLimitExceeded' };
    await assert.rejects(newEndpoint(VpcId, subnet, groups), limit);
    const { id, eni } = await newEndpoint(VpcId, subnet, groups.slice(1));
    await assert.rejects(
      ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: id, AddSecurityGroupIds: groups })),
      limit,
    );
    await assert.rejects(
      ec2.send(
        new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId: eni, Groups: groups }),
      ),
      limit,
    );
  });
});

describe('DHCP options', () => {
  it('have at most four name servers', async () => {
    const Values = times(5, (at) => `10.9.0.${at + 4}`);
    await assert.rejects(
      ec2.send(
        new CreateDhcpOptionsCommand({
          DhcpConfigurations: [{ Key: 'domain-name-servers', Values }],
        }),
      ),
      { name: 'InvalidParameterValue' },
    );
  });
});
