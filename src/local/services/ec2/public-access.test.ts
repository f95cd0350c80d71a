// VPC Block Public Access and its exclusions. Source: VPC User Guide, "Block public access to VPCs and subnets".
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  CreateVpcBlockPublicAccessExclusionCommand,
  DeleteVpcBlockPublicAccessExclusionCommand,
  DescribeVpcBlockPublicAccessExclusionsCommand,
  DescribeVpcBlockPublicAccessOptionsCommand,
  ModifyVpcBlockPublicAccessExclusionCommand,
  ModifyVpcBlockPublicAccessOptionsCommand,
  SearchTransitGatewayRoutesCommand,
} from '@aws-sdk/client-ec2';
import { account, region } from '../../../../test/support/local-ecr.ts';
import { clientOf, ec2, newSubnet, newVpc } from './testing/networks.ts';

const outwards = { InternetGatewayExclusionMode: 'allow-egress' } as const;
const options = async (client = ec2) =>
  (await client.send(new DescribeVpcBlockPublicAccessOptionsCommand({})))
    .VpcBlockPublicAccessOptions;

describe('VPC Block Public Access', () => {
  it('is off until it is switched on, for one Region of one account', async () => {
    assert.deepEqual(
      [(await options())?.InternetGatewayBlockMode, (await options())?.State],
      ['off', 'default-state'],
    );
    await ec2.send(
      new ModifyVpcBlockPublicAccessOptionsCommand({ InternetGatewayBlockMode: 'block-ingress' }),
    );
    assert.equal((await options())?.InternetGatewayBlockMode, 'block-ingress');
    assert.equal((await options(clientOf(account, 'us-west-2')))?.InternetGatewayBlockMode, 'off');
    const other = clientOf('222222222222', region);
    assert.equal((await options(other))?.InternetGatewayBlockMode, 'off');
  });

  it('excludes a VPC or a subnet, and either only', async () => {
    const VpcId = await newVpc();
    const SubnetId = await newSubnet(VpcId);
    const create = (input: { VpcId?: string; SubnetId?: string }) =>
      ec2.send(new CreateVpcBlockPublicAccessExclusionCommand({ ...input, ...outwards }));
    await assert.rejects(create({ VpcId, SubnetId }), { name: 'InvalidParameterCombination' });
    await assert.rejects(create({}), { name: 'MissingParameter' });
    await assert.rejects(create({ VpcId: 'vpc-0gone' }), { name: 'InvalidVpcID.NotFound' });
    await create({ SubnetId });
    const { VpcBlockPublicAccessExclusion: made } = await create({ VpcId });
    assert.match(made?.ExclusionId ?? '', /^vpcbpa-exclude-/);
    assert.equal(made?.ResourceArn, `arn:aws:ec2:${region}:${account}:vpc/${VpcId}`);
    assert.equal(made?.State, 'create-complete');
    const found = await ec2.send(
      new DescribeVpcBlockPublicAccessExclusionsCommand({
        Filters: [{ Name: 'resource-arn', Values: [made?.ResourceArn ?? ''] }],
      }),
    );
    assert.deepEqual(
      found.VpcBlockPublicAccessExclusions?.map((one) => one.InternetGatewayExclusionMode),
      ['allow-egress'],
    );
  });

  it('takes an exclusion back, or changes it', async () => {
    const VpcId = await newVpc();
    const made = await ec2.send(
      new CreateVpcBlockPublicAccessExclusionCommand({ VpcId, ...outwards }),
    );
    const ExclusionId = made.VpcBlockPublicAccessExclusion?.ExclusionId ?? '';
    const changed = await ec2.send(
      new ModifyVpcBlockPublicAccessExclusionCommand({
        ExclusionId,
        InternetGatewayExclusionMode: 'allow-bidirectional',
      }),
    );
    assert.equal(
      changed.VpcBlockPublicAccessExclusion?.InternetGatewayExclusionMode,
      'allow-bidirectional',
    );
    await ec2.send(new DeleteVpcBlockPublicAccessExclusionCommand({ ExclusionId }));
    await assert.rejects(
      ec2.send(new DescribeVpcBlockPublicAccessExclusionsCommand({ ExclusionIds: [ExclusionId] })),
      { name: 'InvalidVpcBlockPublicAccessExclusionId.NotFound' },
    );
  });
});

describe('the routes of a transit gateway', () => {
  it('are refused of a table that is not there', async () => {
    await assert.rejects(
      ec2.send(
        new SearchTransitGatewayRoutesCommand({
          TransitGatewayRouteTableId: 'tgw-rtb-0gone',
          Filters: [{ Name: 'state', Values: ['active'] }],
        }),
      ),
      { name: 'InvalidRouteTableID.NotFound' },
    );
  });
});
