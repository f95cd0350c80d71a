import type { AuthorizeSecurityGroup, Ec2Change, ModifyVpcEndpoint } from '../nodes/ec2.ts';
import type { AwsCall } from './api.ts';
import { caller } from './caller.ts';

/** The call of EC2 that makes a change. */
export function ec2Call(change: Ec2Change): AwsCall {
  const { account, region } = change;
  const call = caller('ec2', { account, region });
  switch (change.kind) {
    case 'create-vpc-endpoint': {
      const { where, vpcId: VpcId, serviceName: ServiceName } = change;
      const at =
        where.type === 'Gateway'
          ? { RouteTableIds: where.routeTableIds }
          : {
              SubnetIds: where.subnetIds,
              SecurityGroupIds: where.groupIds,
              PrivateDnsEnabled: true,
            };
      return call('CreateVpcEndpoint', { VpcEndpointType: where.type, VpcId, ServiceName, ...at });
    }
    case 'modify-vpc-endpoint':
      return call('ModifyVpcEndpoint', {
        VpcEndpointId: change.vpcEndpointId,
        ...additionOf(change),
      });
    case 'set-vpc-endpoint-policy':
      return call('ModifyVpcEndpoint', {
        VpcEndpointId: change.vpcEndpointId,
        PolicyDocument: JSON.stringify(change.document),
      });
    case 'replace-route':
      return call('ReplaceRoute', {
        RouteTableId: change.routeTableId,
        DestinationCidrBlock: change.destination,
        NatGatewayId: change.natGatewayId,
      });
    case 'create-route':
      return call('CreateRoute', {
        RouteTableId: change.routeTableId,
        DestinationCidrBlock: change.destination,
        ...('peeringId' in change.target
          ? { VpcPeeringConnectionId: change.target.peeringId }
          : { TransitGatewayId: change.target.transitGatewayId }),
      });
    case 'delete-route':
      return call('DeleteRoute', {
        RouteTableId: change.routeTableId,
        DestinationCidrBlock: change.destination,
      });
    case 'authorize-security-group': {
      const operation = change.direction === 'ingress' ? 'Ingress' : 'Egress';
      return call(`AuthorizeSecurityGroup${operation}`, {
        GroupId: change.groupId,
        IpPermissions: [permissionOf(change)],
      });
    }
    case 'create-network-acl-entry': {
      const [From, To] = change.ports;
      return call('CreateNetworkAclEntry', {
        NetworkAclId: change.networkAclId,
        RuleNumber: change.ruleNumber,
        Protocol: '6',
        RuleAction: 'allow',
        Egress: change.egress,
        CidrBlock: change.cidrBlock,
        PortRange: { From, To },
      });
    }
    case 'enable-instance-metadata':
      return call('ModifyInstanceMetadataOptions', {
        InstanceId: change.instanceId,
        HttpEndpoint: 'enabled',
      });
    case 'let-pods-reach-metadata':
      return call('ModifyInstanceMetadataOptions', {
        InstanceId: change.instanceId,
        HttpEndpoint: 'enabled',
        HttpPutResponseHopLimit: 2,
      });
    case 'associate-dhcp-options':
      return call('AssociateDhcpOptions', {
        DhcpOptionsId: change.dhcpOptionsId,
        VpcId: change.vpcId,
      });
    case 'modify-vpc-attribute':
      return call('ModifyVpcAttribute', {
        VpcId: change.vpcId,
        [change.attribute]: { Value: true },
      });
  }
}

function additionOf({ add }: ModifyVpcEndpoint): AwsCall['input'] {
  if ('routeTableIds' in add) return { AddRouteTableIds: add.routeTableIds };
  return 'subnetIds' in add ? { AddSubnetIds: add.subnetIds } : { PrivateDnsEnabled: true };
}

function permissionOf({ port, peer }: AuthorizeSecurityGroup): object {
  const ports = { IpProtocol: 'tcp', FromPort: port, ToPort: port };
  if ('groupId' in peer) return { ...ports, UserIdGroupPairs: [{ GroupId: peer.groupId }] };
  if ('cidrBlock' in peer) return { ...ports, IpRanges: [{ CidrIp: peer.cidrBlock }] };
  return { ...ports, PrefixListIds: [{ PrefixListId: peer.prefixListId }] };
}
