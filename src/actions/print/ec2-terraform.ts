import type { AuthorizeSecurityGroup, Ec2Change } from '../nodes/ec2.ts';
import { json, resource, text } from './hcl.ts';

const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;

/**
 * A change to a network as resources of Terraform's AWS provider; undefined for changes to arguments of an
 * existing resource.
 */
export function ec2Terraform(
  change: Exclude<
    Ec2Change,
    {
      kind:
        | 'delete-route'
        | 'modify-vpc-attribute'
        | 'enable-instance-metadata'
        | 'let-pods-reach-metadata';
    }
  >,
): string | undefined {
  switch (change.kind) {
    case 'create-vpc-endpoint': {
      const { where, serviceName, vpcId } = change;
      const at: Record<string, string> =
        where.type === 'Gateway'
          ? { route_table_ids: list(where.routeTableIds) }
          : {
              subnet_ids: list(where.subnetIds),
              security_group_ids: list(where.groupIds),
              private_dns_enabled: 'true',
            };
      return resource('aws_vpc_endpoint', serviceName.split('.').slice(-2).join('_'), {
        vpc_id: text(vpcId),
        service_name: text(serviceName),
        vpc_endpoint_type: text(where.type),
        ...at,
      });
    }
    case 'modify-vpc-endpoint': {
      const { add, vpcEndpointId } = change;
      if ('routeTableIds' in add) {
        return association('route_table', vpcEndpointId, add.routeTableIds);
      }
      return 'subnetIds' in add ? association('subnet', vpcEndpointId, add.subnetIds) : undefined;
    }
    case 'set-vpc-endpoint-policy':
      return resource('aws_vpc_endpoint_policy', change.vpcEndpointId, {
        vpc_endpoint_id: text(change.vpcEndpointId),
        policy: json(change.document),
      });
    case 'associate-dhcp-options':
      return resource('aws_vpc_dhcp_options_association', change.vpcId, {
        vpc_id: text(change.vpcId),
        dhcp_options_id: text(change.dhcpOptionsId),
      });
    case 'replace-route':
      return resource('aws_route', change.routeTableId, {
        route_table_id: text(change.routeTableId),
        destination_cidr_block: text(change.destination),
        nat_gateway_id: text(change.natGatewayId),
      });
    case 'create-route':
      return resource('aws_route', `${change.routeTableId}-${change.destination}`, {
        route_table_id: text(change.routeTableId),
        destination_cidr_block: text(change.destination),
        ...('peeringId' in change.target
          ? { vpc_peering_connection_id: text(change.target.peeringId) }
          : { transit_gateway_id: text(change.target.transitGatewayId) }),
      });
    case 'authorize-security-group':
      return securityGroupRule(change);
    case 'create-network-acl-entry': {
      const [from, to] = change.ports;
      return resource('aws_network_acl_rule', `${change.networkAclId}-${change.ruleNumber}`, {
        network_acl_id: text(change.networkAclId),
        rule_number: `${change.ruleNumber}`,
        egress: `${change.egress}`,
        protocol: text('tcp'),
        rule_action: text('allow'),
        cidr_block: text(change.cidrBlock),
        from_port: `${from}`,
        to_port: `${to}`,
      });
    }
  }
}

function association(
  what: 'route_table' | 'subnet',
  vpcEndpointId: string,
  ids: readonly string[],
): string {
  return ids
    .map((id) =>
      resource(`aws_vpc_endpoint_${what}_association`, id, {
        [`${what}_id`]: text(id),
        vpc_endpoint_id: text(vpcEndpointId),
      }),
    )
    .join('\n\n');
}

function securityGroupRule({ direction, groupId, port, peer }: AuthorizeSecurityGroup): string {
  return resource(`aws_vpc_security_group_${direction}_rule`, `${groupId}-${port}`, {
    security_group_id: text(groupId),
    ip_protocol: text('tcp'),
    from_port: `${port}`,
    to_port: `${port}`,
    ...peerOf(peer),
  });
}

function peerOf(peer: AuthorizeSecurityGroup['peer']): Record<string, string> {
  if ('groupId' in peer) return { referenced_security_group_id: text(peer.groupId) };
  if ('cidrBlock' in peer) return { cidr_ipv4: text(peer.cidrBlock) };
  return { prefix_list_id: text(peer.prefixListId) };
}
