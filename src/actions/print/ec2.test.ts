// Each change to a network as a command, an API call and Terraform.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../change.ts';
import { apiCallOf } from './api.ts';
import { diffOf } from './diff.ts';
import { commandOf } from './shell.ts';
import { terraformOf } from './terraform.ts';

const facts = {
  reason: 'it is broken',
  reversibility: 'reversible',
  account: '111122223333',
  region: 'eu-west-1',
} as const;
const serviceName = 'com.amazonaws.eu-west-1.ecr.api';
const document = { Version: '2012-10-17', Statement: [] };
const at = '--region eu-west-1';

const rows: readonly (readonly [Change, command: string, operation: string, terraform: RegExp])[] =
  [
    [
      {
        ...facts,
        kind: 'create-vpc-endpoint',
        vpcId: 'vpc-1',
        serviceName,
        where: { type: 'Interface', subnetIds: ['subnet-1', 'subnet-2'], groupIds: ['sg-1'] },
      },
      `aws ec2 create-vpc-endpoint ${at} --vpc-endpoint-type Interface --vpc-id vpc-1 --service-name ${serviceName} --subnet-ids subnet-1 subnet-2 --security-group-ids sg-1 --private-dns-enabled`,
      'CreateVpcEndpoint',
      /"aws_vpc_endpoint" "ecr_api" \{[\s\S]*subnet_ids {10}= \["subnet-1", "subnet-2"\]/,
    ],
    [
      {
        ...facts,
        kind: 'create-vpc-endpoint',
        vpcId: 'vpc-1',
        serviceName: 'com.amazonaws.eu-west-1.s3',
        where: { type: 'Gateway', routeTableIds: ['rtb-1'] },
      },
      `aws ec2 create-vpc-endpoint ${at} --vpc-endpoint-type Gateway --vpc-id vpc-1 --service-name com.amazonaws.eu-west-1.s3 --route-table-ids rtb-1`,
      'CreateVpcEndpoint',
      /route_table_ids {3}= \["rtb-1"\]/,
    ],
    [
      {
        ...facts,
        kind: 'modify-vpc-endpoint',
        vpcEndpointId: 'vpce-1',
        add: { routeTableIds: ['rtb-1'] },
      },
      `aws ec2 modify-vpc-endpoint ${at} --vpc-endpoint-id vpce-1 --add-route-table-ids rtb-1`,
      'ModifyVpcEndpoint',
      /"aws_vpc_endpoint_route_table_association" "rtb-1"/,
    ],
    [
      {
        ...facts,
        kind: 'modify-vpc-endpoint',
        vpcEndpointId: 'vpce-1',
        add: { subnetIds: ['subnet-1'] },
      },
      `aws ec2 modify-vpc-endpoint ${at} --vpc-endpoint-id vpce-1 --add-subnet-ids subnet-1`,
      'ModifyVpcEndpoint',
      /"aws_vpc_endpoint_subnet_association" "subnet-1"/,
    ],
    [
      { ...facts, kind: 'modify-vpc-endpoint', vpcEndpointId: 'vpce-1', add: { privateDns: true } },
      `aws ec2 modify-vpc-endpoint ${at} --vpc-endpoint-id vpce-1 --private-dns-enabled`,
      'ModifyVpcEndpoint',
      /^undefined$/,
    ],
    [
      {
        ...facts,
        kind: 'set-vpc-endpoint-policy',
        vpcEndpointId: 'vpce-1',
        document,
        before: document,
      },
      `aws ec2 modify-vpc-endpoint ${at} --vpc-endpoint-id vpce-1 --policy-document '${JSON.stringify(document)}'`,
      'ModifyVpcEndpoint',
      /"aws_vpc_endpoint_policy" "vpce-1"/,
    ],
    [
      {
        ...facts,
        kind: 'replace-route',
        routeTableId: 'rtb-1',
        destination: '0.0.0.0/0',
        natGatewayId: 'nat-1',
      },
      `aws ec2 replace-route ${at} --route-table-id rtb-1 --destination-cidr-block 0.0.0.0/0 --nat-gateway-id nat-1`,
      'ReplaceRoute',
      /"aws_route" "rtb-1" \{[\s\S]*nat_gateway_id/,
    ],
    [
      { ...facts, kind: 'delete-route', routeTableId: 'rtb-1', destination: '10.0.0.0/24' },
      `aws ec2 delete-route ${at} --route-table-id rtb-1 --destination-cidr-block 10.0.0.0/24`,
      'DeleteRoute',
      /^undefined$/,
    ],
    [
      {
        ...facts,
        kind: 'authorize-security-group',
        direction: 'ingress',
        groupId: 'sg-1',
        port: 443,
        peer: { groupId: 'sg-2' },
      },
      `aws ec2 authorize-security-group-ingress ${at} --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"sg-2"}]}]'`,
      'AuthorizeSecurityGroupIngress',
      /"aws_vpc_security_group_ingress_rule"[\s\S]*referenced_security_group_id = "sg-2"/,
    ],
    [
      {
        ...facts,
        kind: 'authorize-security-group',
        direction: 'egress',
        groupId: 'sg-1',
        port: 443,
        peer: { prefixListId: 'pl-1' },
      },
      `aws ec2 authorize-security-group-egress ${at} --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"PrefixListIds":[{"PrefixListId":"pl-1"}]}]'`,
      'AuthorizeSecurityGroupEgress',
      /"aws_vpc_security_group_egress_rule"[\s\S]*prefix_list_id {4}= "pl-1"/,
    ],
    [
      {
        ...facts,
        kind: 'authorize-security-group',
        direction: 'egress',
        groupId: 'sg-1',
        port: 443,
        peer: { cidrBlock: '0.0.0.0/0' },
      },
      `aws ec2 authorize-security-group-egress ${at} --group-id sg-1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]'`,
      'AuthorizeSecurityGroupEgress',
      /cidr_ipv4 {9}= "0\.0\.0\.0\/0"/,
    ],
    [
      {
        ...facts,
        kind: 'create-network-acl-entry',
        networkAclId: 'acl-1',
        ruleNumber: 90,
        egress: false,
        cidrBlock: '0.0.0.0/0',
        ports: [32_768, 60_999],
      },
      `aws ec2 create-network-acl-entry ${at} --network-acl-id acl-1 --rule-number 90 --protocol 6 --rule-action allow --ingress --cidr-block 0.0.0.0/0 --port-range From=32768,To=60999`,
      'CreateNetworkAclEntry',
      /"aws_network_acl_rule" "acl-1-90" \{[\s\S]*egress {9}= false/,
    ],
    [
      { ...facts, kind: 'modify-vpc-attribute', vpcId: 'vpc-1', attribute: 'EnableDnsHostnames' },
      `aws ec2 modify-vpc-attribute ${at} --vpc-id vpc-1 --enable-dns-hostnames Value=true`,
      'ModifyVpcAttribute',
      /^undefined$/,
    ],
    [
      {
        ...facts,
        kind: 'create-route',
        routeTableId: 'rtb-1',
        destination: '10.1.0.0/16',
        target: { peeringId: 'pcx-1' },
      },
      `aws ec2 create-route ${at} --route-table-id rtb-1 --destination-cidr-block 10.1.0.0/16 --vpc-peering-connection-id pcx-1`,
      'CreateRoute',
      /"aws_route"[\s\S]*vpc_peering_connection_id = "pcx-1"/,
    ],
    [
      {
        ...facts,
        kind: 'create-route',
        routeTableId: 'rtb-1',
        destination: '10.1.0.0/16',
        target: { transitGatewayId: 'tgw-1' },
      },
      `aws ec2 create-route ${at} --route-table-id rtb-1 --destination-cidr-block 10.1.0.0/16 --transit-gateway-id tgw-1`,
      'CreateRoute',
      /"aws_route"[\s\S]*transit_gateway_id {5}= "tgw-1"/,
    ],
    [
      { ...facts, kind: 'associate-dhcp-options', vpcId: 'vpc-1', dhcpOptionsId: 'dopt-1' },
      `aws ec2 associate-dhcp-options ${at} --dhcp-options-id dopt-1 --vpc-id vpc-1`,
      'AssociateDhcpOptions',
      /"aws_vpc_dhcp_options_association" "vpc-1"/,
    ],
    [
      { ...facts, kind: 'enable-instance-metadata', instanceId: 'i-1' },
      `aws ec2 modify-instance-metadata-options ${at} --instance-id i-1 --http-endpoint enabled`,
      'ModifyInstanceMetadataOptions',
      /^undefined$/,
    ],
  ];

describe('a change to a network', () => {
  for (const [change, command, operation, terraform] of rows) {
    it(`prints as ${operation}`, () => {
      assert.equal(commandOf(change), command);
      const call = apiCallOf(change);
      assert.equal(call && 'operation' in call ? call.operation : '', operation);
      assert.match(String(terraformOf(change)), terraform);
    });
  }

  it('prints as a diff where it replaces a policy', () => {
    const after = { ...document, Statement: [{ Sid: 'New' }] };
    const change: Change = {
      ...facts,
      kind: 'set-vpc-endpoint-policy',
      vpcEndpointId: 'vpce-1',
      document: after,
      before: document,
    };
    assert.ok(diffOf(change)?.includes('+       "Sid": "New"'));
  });
});
