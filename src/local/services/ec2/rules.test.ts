// What decides over traffic: routes, rules and endpoints, by AWS's own SDK.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteInternetGatewayCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { region } from '../../../../test/support/local-ecr.ts';
import { ec2, newGroup, newSubnet, newVpc } from './testing/networks.ts';

describe('A route', () => {
  it('is a blackhole once its gateway is gone', async () => {
    const VpcId = await newVpc();
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand({}));
    const gateway = { InternetGatewayId: InternetGateway?.InternetGatewayId ?? '' };
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const route = {
      RouteTableId: RouteTable?.RouteTableId ?? '',
      DestinationCidrBlock: '0.0.0.0/0',
      GatewayId: gateway.InternetGatewayId,
    };
    await assert.rejects(ec2.send(new CreateRouteCommand(route)), {
      name: 'InvalidParameterValue',
    });
    await ec2.send(new AttachInternetGatewayCommand({ ...gateway, VpcId }));
    await ec2.send(new CreateRouteCommand(route));
    await assert.rejects(ec2.send(new CreateRouteCommand(route)), { name: 'RouteAlreadyExists' });
    await ec2.send(
      new AssociateRouteTableCommand({
        RouteTableId: route.RouteTableId,
        SubnetId: await newSubnet(VpcId),
      }),
    );
    const states = async () => {
      const ids = { RouteTableIds: [route.RouteTableId] };
      const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand(ids));
      return RouteTables?.[0]?.Routes?.map(({ State }) => State);
    };
    assert.deepEqual(await states(), ['active', 'active']);
    await ec2.send(new DetachInternetGatewayCommand({ ...gateway, VpcId }));
    await ec2.send(new DeleteInternetGatewayCommand(gateway));
    assert.deepEqual(await states(), ['active', 'blackhole']);
  });
});

describe('A security group', () => {
  it('has every rule once, and tells which are gone', async () => {
    const GroupId = await newGroup(await newVpc());
    const https = {
      GroupId,
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
      ],
    };
    await ec2.send(new AuthorizeSecurityGroupIngressCommand(https));
    await assert.rejects(ec2.send(new AuthorizeSecurityGroupIngressCommand(https)), {
      name: 'InvalidPermission.Duplicate',
      message:
        'the specified rule "peer: 10.0.0.0/8, TCP, from port: 443, to port: 443, ALLOW" already exists',
    });
    const rules = async () => {
      const filters = { Filters: [{ Name: 'group-id', Values: [GroupId] }] };
      const found = await ec2.send(new DescribeSecurityGroupRulesCommand(filters));
      return found.SecurityGroupRules?.map(({ IsEgress, CidrIpv4, FromPort }) => [
        IsEgress,
        CidrIpv4,
        FromPort,
      ]);
    };
    assert.deepEqual(await rules(), [
      [true, '0.0.0.0/0', -1],
      [false, '10.0.0.0/8', 443],
    ]);
    await ec2.send(new RevokeSecurityGroupIngressCommand(https));
    assert.deepEqual(await rules(), [[true, '0.0.0.0/0', -1]]);
    await assert.rejects(ec2.send(new RevokeSecurityGroupIngressCommand(https)), {
      name: 'InvalidPermission.NotFound',
    });
  });
});

describe('A network ACL', () => {
  it('has one entry of a number for each direction', async () => {
    const { NetworkAcl } = await ec2.send(new CreateNetworkAclCommand({ VpcId: await newVpc() }));
    const entry = {
      NetworkAclId: NetworkAcl?.NetworkAclId ?? '',
      RuleNumber: 50,
      Egress: true,
      Protocol: 'tcp',
      RuleAction: 'deny',
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 1024, To: 65_535 },
    } as const;
    await ec2.send(new CreateNetworkAclEntryCommand(entry));
    await assert.rejects(ec2.send(new CreateNetworkAclEntryCommand(entry)), {
      name: 'NetworkAclEntryAlreadyExists',
    });
    await ec2.send(new CreateNetworkAclEntryCommand({ ...entry, Egress: false }));
  });
});

describe('An interface endpoint', () => {
  it('has private DNS in a VPC with DNS, one for a service', async () => {
    const VpcId = await newVpc();
    const wanted = {
      VpcId,
      VpcEndpointType: 'Interface' as const,
      ServiceName: `com.amazonaws.${region}.ecr.dkr`,
      SubnetIds: [await newSubnet(VpcId)],
      PrivateDnsEnabled: true,
    };
    await assert.rejects(ec2.send(new CreateVpcEndpointCommand(wanted)), {
      name: 'InvalidParameter',
      message: `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${VpcId}`,
    });
    const EnableDnsHostnames = { Value: true };
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames }));
    const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand(wanted));
    const names = VpcEndpoint?.DnsEntries?.map(({ DnsName }) => DnsName);
    assert.ok(names?.includes(`*.dkr.ecr.${region}.amazonaws.com`), names?.join(' '));
    assert.equal(VpcEndpoint?.NetworkInterfaceIds?.length, 1);
    await assert.rejects(ec2.send(new CreateVpcEndpointCommand(wanted)), {
      name: 'InvalidParameter',
    });
    const malformed = { VpcEndpointId: VpcEndpoint?.VpcEndpointId, PolicyDocument: '{' };
    await assert.rejects(ec2.send(new ModifyVpcEndpointCommand(malformed)), {
      name: 'InvalidPolicyDocument',
    });
  });
});

describe('A dry run', () => {
  it('tells that the call would succeed, and changes nothing', async () => {
    const dry = new CreateVpcCommand({ CidrBlock: '10.77.0.0/16', DryRun: true });
    await assert.rejects(ec2.send(dry), { name: 'DryRunOperation' });
    const filter = { Filters: [{ Name: 'cidr', Values: ['10.77.*'] }] };
    const { Vpcs } = await ec2.send(new DescribeVpcsCommand(filter));
    assert.deepEqual(Vpcs, []);
  });
});
