// What a machine meets on the way to an endpoint in another VPC. Sources: VPC Peering Guide, AWS Transit Gateway guide.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  AcceptVpcPeeringConnectionCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateRouteCommand,
  CreateSubnetCommand,
  CreateTransitGatewayCommand,
  CreateTransitGatewayVpcAttachmentCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  CreateVpcPeeringConnectionCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { account, region } from '../../../test/support/local-ecr.ts';
import { Machine } from './testing/machine.ts';

const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;
const toHub = '10.250.0.0/16';

let machine: Machine;
/** Of the other VPC. */
let hub = { vpcId: '', subnetId: '', tableId: '', groupId: '', endpointId: '' };
beforeEach(async () => {
  machine = await Machine.start();
  hub = await newHub();
});
afterEach(() => machine.close());

/** A VPC with an endpoint of the registry, which a private hosted zone tells the machine's VPC of. */
async function newHub(): Promise<typeof hub> {
  const { ec2 } = machine;
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: toHub }));
  const VpcId = Vpc?.VpcId ?? '';
  for (const attribute of ['EnableDnsSupport', 'EnableDnsHostnames']) {
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, [attribute]: { Value: true } }));
  }
  const near = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [machine.subnetId] }));
  const { Subnet } = await ec2.send(
    new CreateSubnetCommand({
      VpcId,
      CidrBlock: '10.250.1.0/24',
      AvailabilityZone: near.Subnets?.[0]?.AvailabilityZone,
    }),
  );
  const inVpc = { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] };
  const tables = await ec2.send(new DescribeRouteTablesCommand(inVpc));
  const groups = await ec2.send(new DescribeSecurityGroupsCommand(inVpc));
  const GroupId = groups.SecurityGroups?.[0]?.GroupId ?? '';
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, ...fromMachines }));
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${region}.ecr.dkr`,
      SubnetIds: [Subnet?.SubnetId ?? ''],
      SecurityGroupIds: [GroupId],
    }),
  );
  const { hostedZones } = machine.local.core.state;
  hostedZones.put('Z0HUB', {
    id: 'Z0HUB',
    accountId: account,
    name: `dkr.ecr.${region}.amazonaws.com`,
    comment: '',
    callerReference: 'hub',
    vpcs: [{ id: machine.vpcId, region }],
    records: [
      {
        name: `*.dkr.ecr.${region}.amazonaws.com`,
        type: 'A',
        values: [],
        alias: { zoneId: 'Z1', name: VpcEndpoint?.DnsEntries?.[0]?.DnsName ?? '' },
      },
    ],
    createdAt: 0,
  });
  return {
    vpcId: VpcId,
    subnetId: Subnet?.SubnetId ?? '',
    tableId: tables.RouteTables?.[0]?.RouteTableId ?? '',
    groupId: GroupId,
    endpointId: VpcEndpoint?.VpcEndpointId ?? '',
  };
}

const fromMachines = {
  IpPermissions: [
    { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
  ],
};
const timeout = /^dial tcp 10\.250\.1\.\d+:443: i\/o timeout$/;

async function peer(): Promise<{ VpcPeeringConnectionId: string }> {
  const { VpcPeeringConnection } = await machine.ec2.send(
    new CreateVpcPeeringConnectionCommand({ VpcId: machine.vpcId, PeerVpcId: hub.vpcId }),
  );
  const { VpcPeeringConnectionId = '' } = VpcPeeringConnection ?? {};
  await machine.ec2.send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
  return { VpcPeeringConnectionId };
}

async function route(RouteTableId: string, DestinationCidrBlock: string, to: object) {
  await machine.ec2.send(new CreateRouteCommand({ RouteTableId, DestinationCidrBlock, ...to }));
}

describe('an endpoint in another VPC', () => {
  it('is reached by a peering connection with routes there and back', async () => {
    const by = await peer();
    assert.match(machine.reach(registry), timeout);
    await route(await machine.mainTable(), toHub, by);
    assert.match(machine.reach(registry), timeout);
    await route(hub.tableId, '10.0.0.0/16', by);
    assert.equal(machine.reach(registry), 'connected');
    assert.equal(machine.throughEndpoint(registry), hub.endpointId);
  });

  it('is not reached where its group lets nobody in', async () => {
    const by = await peer();
    await route(await machine.mainTable(), toHub, by);
    await route(hub.tableId, '10.0.0.0/16', by);
    const { groupId: GroupId } = hub;
    await machine.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, ...fromMachines }));
    assert.match(machine.reach(registry), timeout);
  });

  it('is reached by a transit gateway with attachments in the zones of both', async () => {
    const { TransitGateway } = await machine.ec2.send(new CreateTransitGatewayCommand({}));
    const { TransitGatewayId = '' } = TransitGateway ?? {};
    const attach = (VpcId: string, subnetId: string) =>
      machine.ec2.send(
        new CreateTransitGatewayVpcAttachmentCommand({
          TransitGatewayId,
          VpcId,
          SubnetIds: [subnetId],
        }),
      );
    await attach(machine.vpcId, machine.subnetId);
    await attach(hub.vpcId, hub.subnetId);
    await route(await machine.mainTable(), toHub, { TransitGatewayId });
    await route(hub.tableId, '10.0.0.0/16', { TransitGatewayId });
    assert.equal(machine.throughEndpoint(registry), hub.endpointId);
  });

  it('is not reached by a transit gateway that is attached in another zone only', async () => {
    const { TransitGateway } = await machine.ec2.send(new CreateTransitGatewayCommand({}));
    const { TransitGatewayId = '' } = TransitGateway ?? {};
    const places = [
      [machine.vpcId, await machine.otherSubnet()],
      [hub.vpcId, hub.subnetId],
    ] as const;
    for (const [VpcId, subnetId] of places) {
      await machine.ec2.send(
        new CreateTransitGatewayVpcAttachmentCommand({
          TransitGatewayId,
          VpcId,
          SubnetIds: [subnetId],
        }),
      );
    }
    await route(await machine.mainTable(), toHub, { TransitGatewayId });
    await route(hub.tableId, '10.0.0.0/16', { TransitGatewayId });
    assert.match(machine.reach(registry), timeout);
  });
});
