import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import type { VpcRecord } from '../../state.ts';
import { defaultDhcpOptions } from '../../vpc/default-network.ts';
import { allInVpc } from '../../vpc/lookups.ts';
import { createVpc } from '../../vpc/new-vpc.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, placeOf, requireOne } from './kind.ts';
import { vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs, Vpc } from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';
import { amazonIpv6Block, requireVpcBlock } from './vpc-blocks.ts';

export function renderVpc(vpc: VpcRecord): Vpc {
  return {
    VpcId: vpc.id,
    OwnerId: vpc.accountId,
    State: 'available',
    CidrBlock: vpc.cidrs[0]?.cidr ?? '',
    DhcpOptionsId: vpc.dhcpOptionsId,
    InstanceTenancy: vpc.tenancy,
    IsDefault: vpc.isDefault,
    CidrBlockAssociationSet: vpc.cidrs.map(({ id, cidr }) => ({
      AssociationId: id,
      CidrBlock: cidr,
      CidrBlockState: { State: 'associated' },
    })),
    Ipv6CidrBlockAssociationSet: vpc.ipv6Cidrs.map(({ id, cidr }) => ({
      AssociationId: id,
      Ipv6CidrBlock: cidr,
      Ipv6CidrBlockState: { State: 'associated' },
      NetworkBorderGroup: vpc.region,
      Ipv6Pool: 'Amazon',
      Ipv6AddressAttribute: 'public',
      IpSource: 'amazon',
    })),
    Tags: tagSet(vpc.tags),
  };
}

interface CreateVpc extends Tagged {
  readonly CidrBlock?: string;
  readonly InstanceTenancy?: string;
  readonly AmazonProvidedIpv6CidrBlock?: boolean;
}

const create = changes<CreateVpc, Outputs['CreateVpc']>(
  'CreateVpc',
  () => [at(vpcs)],
  (input, call) => {
    if (input.CidrBlock === undefined) throw ec2Errors.missing('cidrBlock');
    const network = networkOf(call);
    const place = placeOf(call);
    const vpc = createVpc(network, {
      ...place,
      cidr: requireVpcBlock(input.CidrBlock),
      ipv6Cidrs: input.AmazonProvidedIpv6CidrBlock === true ? [amazonIpv6Block()] : [],
      tenancy: input.InstanceTenancy ?? 'default',
      dhcpOptionsId: defaultDhcpOptions(network, place).id,
      tags: tagsFor('vpc', input),
    });
    return { Vpc: renderVpc(vpc) };
  },
);

const describe = reads<
  { readonly VpcIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeVpcs']
>('DescribeVpcs', async (input, call) => {
  const { items, nextToken } = await describeKind(vpcs, call, input.VpcIds, input.Filters, input);
  return { Vpcs: items.map(renderVpc), NextToken: nextToken };
});

interface OneVpc {
  readonly VpcId: string;
}

const remove = changes<OneVpc, Outputs['DeleteVpc']>(
  'DeleteVpc',
  ({ VpcId }) => [at(vpcs, VpcId)],
  ({ VpcId }, call) => {
    const vpc = requireOne(vpcs, call, VpcId);
    const network = networkOf(call);
    const within = { ...placeOf(call), vpcId: VpcId };
    const gateways = [
      ...allInVpc(network.egressOnlyGateways, within),
      ...network.internetGateways
        .list({ prefix: `${within.accountId}/${within.region}/` })
        .filter(({ document }) => document.vpcId === VpcId),
    ];
    const tables = allInVpc(network.routeTables, within);
    const groups = allInVpc(network.securityGroups, within);
    const acls = allInVpc(network.networkAcls, within);
    const others =
      allInVpc(network.subnets, within).length +
      allInVpc(network.interfaces, within).length +
      allInVpc(network.endpoints, within).length +
      allInVpc(network.transitGatewayAttachments, within).length +
      gateways.length +
      tables.filter(({ mainAssociationId }) => mainAssociationId === undefined).length +
      groups.filter(({ name }) => name !== 'default').length +
      acls.filter(({ isDefault }) => !isDefault).length;
    if (others > 0) throw ec2Errors.dependency('vpc', VpcId);
    for (const table of tables) network.routeTables.delete(networkKey(table));
    for (const group of groups) network.securityGroups.delete(networkKey(group));
    for (const acl of acls) network.networkAcls.delete(networkKey(acl));
    network.vpcs.delete(networkKey(vpc));
    return {};
  },
);

interface Flag {
  readonly Value?: boolean;
}

interface ModifyVpcAttribute extends OneVpc {
  readonly EnableDnsSupport?: Flag;
  readonly EnableDnsHostnames?: Flag;
  readonly EnableNetworkAddressUsageMetrics?: Flag;
}

const modifyAttribute = changes<ModifyVpcAttribute, Outputs['ModifyVpcAttribute']>(
  'ModifyVpcAttribute',
  ({ VpcId }) => [at(vpcs, VpcId)],
  (input, call) => {
    const vpc = requireOne(vpcs, call, input.VpcId);
    const { EnableDnsSupport, EnableDnsHostnames, EnableNetworkAddressUsageMetrics } = input;
    const given = [EnableDnsSupport, EnableDnsHostnames, EnableNetworkAddressUsageMetrics].filter(
      (flag) => flag?.Value !== undefined,
    );
    if (given.length !== 1) {
      throw ec2Errors.combination('Exactly one attribute must be specified at a time');
    }
    networkOf(call).vpcs.put(networkKey(vpc), {
      ...vpc,
      enableDnsSupport: EnableDnsSupport?.Value ?? vpc.enableDnsSupport,
      enableDnsHostnames: EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames,
      enableNetworkAddressUsageMetrics:
        EnableNetworkAddressUsageMetrics?.Value ?? vpc.enableNetworkAddressUsageMetrics,
    });
    return {};
  },
);

const describeAttribute = reads<
  OneVpc & { readonly Attribute: string },
  Outputs['DescribeVpcAttribute']
>('DescribeVpcAttribute', ({ VpcId, Attribute }, call) => {
  const vpc = requireOne(vpcs, call, VpcId);
  const flag = (name: string, value: boolean) =>
    Attribute === name ? { Value: value } : undefined;
  return {
    VpcId,
    EnableDnsSupport: flag('enableDnsSupport', vpc.enableDnsSupport),
    EnableDnsHostnames: flag('enableDnsHostnames', vpc.enableDnsHostnames),
    EnableNetworkAddressUsageMetrics: flag(
      'enableNetworkAddressUsageMetrics',
      vpc.enableNetworkAddressUsageMetrics,
    ),
  };
});

export const vpcOperations: Readonly<Record<string, Operation>> = {
  CreateVpc: create,
  DescribeVpcs: describe,
  DeleteVpc: remove,
  ModifyVpcAttribute: modifyAttribute,
  DescribeVpcAttribute: describeAttribute,
};
