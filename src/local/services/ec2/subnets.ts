import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { SubnetRecord, VpcRecord } from '../../state.ts';
import { contains, formatBlock, overlap, parseBlock } from '../../vpc/cidr.ts';
import { freeAddressCount } from '../../vpc/interfaces.ts';
import { allIn, allInVpc } from '../../vpc/lookups.ts';
import { createSubnet } from '../../vpc/new-subnet.ts';
import { zoneId, zonesOf } from '../../vpc/zones.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { arnOf, networkOf, placeOf, requireOne } from './kind.ts';
import { subnets, vpcs } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { Outputs, Subnet } from './outputs.generated.ts';
import { ipv6BlockOf } from './subnet-blocks.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

export function renderSubnet(subnet: SubnetRecord, free: number): Subnet {
  return {
    SubnetId: subnet.id,
    SubnetArn: arnOf(subnets, subnet, subnet.id),
    OwnerId: subnet.accountId,
    VpcId: subnet.vpcId,
    State: 'available',
    CidrBlock: subnet.cidr,
    AvailabilityZone: subnet.zone,
    AvailabilityZoneId: zoneId(subnet.zone),
    AvailableIpAddressCount: free,
    DefaultForAz: subnet.isDefaultForZone,
    MapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: subnet.assignIpv6AddressOnCreation,
    EnableDns64: subnet.enableDns64,
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: subnet.privateDnsHostnameType,
      EnableResourceNameDnsARecord: subnet.enableResourceNameDnsARecord,
      EnableResourceNameDnsAAAARecord: subnet.enableResourceNameDnsAAAARecord,
    },
    Ipv6CidrBlockAssociationSet: subnet.ipv6Cidrs.map(({ id, cidr }) => ({
      AssociationId: id,
      Ipv6CidrBlock: cidr,
      Ipv6CidrBlockState: { State: 'associated' },
      Ipv6AddressAttribute: 'public',
      IpSource: 'amazon',
    })),
    Tags: tagSet(subnet.tags),
  };
}

interface CreateSubnet extends Tagged {
  readonly VpcId: string;
  readonly CidrBlock?: string;
  readonly Ipv6CidrBlock?: string;
  readonly AvailabilityZone?: string;
  readonly AvailabilityZoneId?: string;
}

const create = changes<CreateSubnet, Outputs['CreateSubnet']>(
  'CreateSubnet',
  ({ VpcId }) => [at(subnets), at(vpcs, VpcId)],
  (input, call) => {
    const vpc = requireOne(vpcs, call, input.VpcId);
    if (input.CidrBlock === undefined) throw ec2Errors.missing('cidrBlock');
    const network = networkOf(call);
    const others = allInVpc(network.subnets, { ...placeOf(call), vpcId: vpc.id });
    const cidr = requireSubnetBlock(vpc, others, input.CidrBlock);
    const zones = zonesOf(call.region);
    const wanted = zones.find(
      ({ name, id }) => name === input.AvailabilityZone || id === input.AvailabilityZoneId,
    );
    const named = input.AvailabilityZone ?? input.AvailabilityZoneId;
    if (named !== undefined && wanted === undefined) {
      throw ec2Errors.invalidValue(
        named,
        'availabilityZone',
        `Subnets can currently only be created in the following availability zones: ${zones.map(({ name }) => name).join(', ')}.`,
      );
    }
    const subnet = createSubnet(network, vpc, {
      cidr,
      zone: (wanted ?? zones[0])?.name ?? `${call.region}a`,
      ipv6Cidrs: input.Ipv6CidrBlock === undefined ? [] : [ipv6BlockOf(vpc, input.Ipv6CidrBlock)],
      tags: tagsFor('subnet', input),
    });
    return { Subnet: renderSubnet(subnet, freeAddressCount(network, subnet)) };
  },
);

/** @throws AwsError when the text is no block within the VPC, or one that is taken. */
function requireSubnetBlock(vpc: VpcRecord, others: readonly SubnetRecord[], text: string): string {
  const block = parseBlock(text);
  const within = vpc.cidrs.flatMap(({ cidr }) => parseBlock(cidr) ?? []);
  if (block === undefined || block.family !== 4) {
    throw ec2Errors.invalidValue(text, 'cidrBlock', 'This is not a valid CIDR block.');
  }
  if (block.prefixLength > 28 || !within.some((outer) => contains(outer, block))) {
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${text}' is invalid.`);
  }
  const clash = others.some(({ cidr }) => {
    const other = parseBlock(cidr);
    return other !== undefined && overlap(other, block);
  });
  if (clash) {
    throw new AwsError(
      'InvalidSubnet.Conflict',
      `The CIDR '${text}' conflicts with another subnet`,
    );
  }
  return formatBlock(block);
}

const describe = reads<
  { readonly SubnetIds?: readonly string[]; readonly Filters?: readonly Filter[] } & Paging,
  Outputs['DescribeSubnets']
>('DescribeSubnets', async (input, call) => {
  const network = networkOf(call);
  const found = await describeKind(subnets, call, input.SubnetIds, input.Filters, input);
  return {
    Subnets: found.items.map((one) => renderSubnet(one, freeAddressCount(network, one))),
    NextToken: found.nextToken,
  };
});

interface OneSubnet {
  readonly SubnetId: string;
}

const remove = changes<OneSubnet, Outputs['DeleteSubnet']>(
  'DeleteSubnet',
  ({ SubnetId }) => [at(subnets, SubnetId)],
  ({ SubnetId }, call) => {
    const subnet = requireOne(subnets, call, SubnetId);
    const network = networkOf(call);
    if (allIn(network.interfaces, subnet).some((one) => one.subnetId === SubnetId)) {
      throw ec2Errors.dependency('subnet', SubnetId);
    }
    for (const acl of allInVpc(network.networkAcls, subnet)) {
      const associations = acl.associations.filter((one) => one.subnetId !== SubnetId);
      network.networkAcls.put(networkKey(acl), { ...acl, associations });
    }
    for (const table of allInVpc(network.routeTables, subnet)) {
      const associations = table.associations.filter((one) => one.subnetId !== SubnetId);
      network.routeTables.put(networkKey(table), { ...table, associations });
    }
    network.subnets.delete(networkKey(subnet));
    return {};
  },
);

interface Flag {
  readonly Value?: boolean;
}

interface ModifySubnetAttribute extends OneSubnet {
  readonly MapPublicIpOnLaunch?: Flag;
  readonly AssignIpv6AddressOnCreation?: Flag;
  readonly EnableDns64?: Flag;
  readonly PrivateDnsHostnameTypeOnLaunch?: string;
  readonly EnableResourceNameDnsARecordOnLaunch?: Flag;
  readonly EnableResourceNameDnsAAAARecordOnLaunch?: Flag;
}

const modify = changes<ModifySubnetAttribute, Outputs['ModifySubnetAttribute']>(
  'ModifySubnetAttribute',
  ({ SubnetId }) => [at(subnets, SubnetId)],
  (input, call) => {
    const subnet = requireOne(subnets, call, input.SubnetId);
    networkOf(call).subnets.put(networkKey(subnet), {
      ...subnet,
      mapPublicIpOnLaunch: input.MapPublicIpOnLaunch?.Value ?? subnet.mapPublicIpOnLaunch,
      assignIpv6AddressOnCreation:
        input.AssignIpv6AddressOnCreation?.Value ?? subnet.assignIpv6AddressOnCreation,
      enableDns64: input.EnableDns64?.Value ?? subnet.enableDns64,
      privateDnsHostnameType: input.PrivateDnsHostnameTypeOnLaunch ?? subnet.privateDnsHostnameType,
      enableResourceNameDnsARecord:
        input.EnableResourceNameDnsARecordOnLaunch?.Value ?? subnet.enableResourceNameDnsARecord,
      enableResourceNameDnsAAAARecord:
        input.EnableResourceNameDnsAAAARecordOnLaunch?.Value ??
        subnet.enableResourceNameDnsAAAARecord,
    });
    return {};
  },
);

export const subnetOperations: Readonly<Record<string, Operation>> = {
  CreateSubnet: create,
  DescribeSubnets: describe,
  DeleteSubnet: remove,
  ModifySubnetAttribute: modify,
};
