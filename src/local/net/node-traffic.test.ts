// What emulated machines meet, when their network is changed as people change it. Source: VPC User Guide, AWS PrivateLink
// guide, and Go's words (net: OpError, DNSError).
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import {
  AllocateAddressCommand,
  AssociateDhcpOptionsCommand,
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupEgressCommand,
  CreateDhcpOptionsCommand,
  CreateNatGatewayCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import { account, region } from '../../../test/support/local-ecr.ts';
import { connectionFailure } from './machine-connection.ts';
import { Machine } from './testing/machine.ts';

const api = `api.ecr.${region}.amazonaws.com`;
const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;
const layers = `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`;
const everything = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const anywhere = { DestinationCidrBlock: '0.0.0.0/0' };

let machine: Machine;
beforeEach(async () => {
  machine = await Machine.start();
});
afterEach(() => machine.close());

/** Puts the machine's subnet behind a route table without a way out. */
async function isolate(): Promise<string> {
  const { ec2, vpcId: VpcId, subnetId: SubnetId } = machine;
  const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
  const RouteTableId = RouteTable?.RouteTableId ?? '';
  await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  return RouteTableId;
}

describe('A machine in a public subnet', () => {
  it('reaches everything', () => {
    for (const host of [api, registry, layers]) assert.equal(machine.reach(host), 'connected');
  });

  it('reaches registries at port 443 only', () => {
    const failureAt = (port: number) =>
      connectionFailure(
        machine.local.core.state,
        { instanceId: machine.instance.InstanceId ?? '', program: 'runtime', now: Date.now() },
        new URL(`https://${registry}:${port}/v2/`),
      )?.words.replace(/18\.[\d.]+:/, 'PUBLIC:');
    assert.equal(failureAt(443), undefined);
    assert.equal(failureAt(8443), 'dial tcp PUBLIC:8443: i/o timeout');
  });

  it('reaches nothing without a route to the internet gateway', async () => {
    const RouteTableId = await machine.mainTable();
    await machine.ec2.send(new DeleteRouteCommand({ RouteTableId, ...anywhere }));
    assert.equal(machine.reach(registry), 'dial tcp PUBLIC:443: i/o timeout');
  });

  it('reaches nothing that no rule of its security groups lets it', async () => {
    const { ec2, groupId: GroupId } = machine;
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: [everything] }));
    assert.equal(machine.reach(registry), 'dial tcp PUBLIC:443: i/o timeout');
    const https = { ...everything, IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [https] }));
    assert.equal(machine.reach(registry), 'connected');
  });

  it('gets no answers through a network ACL that denies the ports of its connections', async () => {
    await machine.ec2.send(
      new CreateNetworkAclEntryCommand({
        NetworkAclId: await machine.networkAcl(),
        RuleNumber: 50,
        Egress: false,
        Protocol: '6',
        RuleAction: 'deny',
        CidrBlock: '0.0.0.0/0',
        PortRange: { From: 1024, To: 65_535 },
      }),
    );
    assert.equal(machine.reach(registry), 'dial tcp PUBLIC:443: i/o timeout');
  });
});

describe('Names', () => {
  it('are not looked up in a VPC without DNS', async () => {
    const EnableDnsSupport = { Value: false };
    await machine.ec2.send(
      new ModifyVpcAttributeCommand({ VpcId: machine.vpcId, EnableDnsSupport }),
    );
    assert.equal(
      machine.reach(api),
      `dial tcp: lookup ${api} on 10.0.0.2:53: read udp 10.0.0.10:40000->10.0.0.2:53: i/o timeout`,
    );
  });

  it('have their public addresses where a server of one’s own answers', async () => {
    const endpoint = await machine.endpoint('ecr.dkr');
    assert.equal(machine.throughEndpoint(registry), endpoint);
    const { DhcpOptions } = await machine.ec2.send(
      new CreateDhcpOptionsCommand({
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: ['9.9.9.9'] }],
      }),
    );
    const DhcpOptionsId = DhcpOptions?.DhcpOptionsId ?? '';
    const VpcId = machine.vpcId;
    await machine.ec2.send(new AssociateDhcpOptionsCommand({ DhcpOptionsId, VpcId }));
    assert.equal(machine.reach(registry), 'connected');
    assert.equal(machine.throughEndpoint(registry), undefined);
  });
});

describe('A machine in a private subnet', () => {
  it('goes out through a NAT gateway as long as that is there', async () => {
    const { ec2 } = machine;
    const RouteTableId = await isolate();
    assert.equal(machine.reach(layers).endsWith('i/o timeout'), true);
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({}));
    const { NatGateway } = await ec2.send(
      new CreateNatGatewayCommand({ SubnetId: await machine.otherSubnet(), AllocationId }),
    );
    const NatGatewayId = NatGateway?.NatGatewayId ?? '';
    await ec2.send(new CreateRouteCommand({ RouteTableId, NatGatewayId, ...anywhere }));
    assert.equal(machine.reach(layers), 'connected');
    await ec2.send(new DeleteNatGatewayCommand({ NatGatewayId }));
    assert.equal(machine.reach(layers).endsWith('i/o timeout'), true);
  });

  it('reaches through endpoints what they are for, and nothing else', async () => {
    const RouteTableId = await isolate();
    const dkr = await machine.endpoint('ecr.dkr');
    assert.equal(machine.throughEndpoint(registry), dkr);
    assert.equal(machine.reach(api), 'dial tcp PUBLIC:443: i/o timeout');
    assert.equal(machine.reach(layers).endsWith('i/o timeout'), true);
    const { VpcEndpoint } = await machine.ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: machine.vpcId,
        ServiceName: `com.amazonaws.${region}.s3`,
        RouteTableIds: [RouteTableId],
      }),
    );
    assert.equal(machine.throughEndpoint(layers), VpcEndpoint?.VpcEndpointId);
    const elsewhere = 'prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com';
    assert.equal(machine.reach(elsewhere).endsWith('i/o timeout'), true);
  });

  it('does not find an endpoint without private DNS', async () => {
    await isolate();
    const VpcEndpointId = await machine.endpoint('ecr.dkr');
    await machine.ec2.send(
      new ModifyVpcEndpointCommand({ VpcEndpointId, PrivateDnsEnabled: false }),
    );
    assert.equal(machine.reach(registry), 'dial tcp PUBLIC:443: i/o timeout');
  });

  it('is not let in by an endpoint whose security group does not know it', async () => {
    await isolate();
    const { GroupId = '' } = await machine.ec2.send(
      new CreateSecurityGroupCommand({
        VpcId: machine.vpcId,
        GroupName: 'endpoints',
        Description: 'of endpoints',
      }),
    );
    await machine.endpoint('ecr.dkr', [GroupId]);
    assert.equal(machine.reach(registry), 'dial tcp 10.0.0.4:443: i/o timeout');
  });
});
