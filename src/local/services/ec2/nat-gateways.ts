import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { NatGatewayRecord } from '../../state.ts';
import { newId } from '../../vpc/ids.ts';
import { createInterface } from '../../vpc/interfaces.ts';
import { findIn } from '../../vpc/lookups.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, ownOf, placeOf, requireOne } from './kind.ts';
import { addresses, natGateways, subnets } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { NatGateway, Outputs } from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

/** How long a deleted gateway is told of (VPC User Guide, "Work with NAT gateways"). */
const rememberedFor = 3_600_000;

function render(nat: NatGatewayRecord, call: Call): NatGateway {
  const network = networkOf(call);
  const own = findIn(network.interfaces, nat, nat.interfaceId);
  const address = findIn(network.addresses, nat, nat.allocationId ?? '');
  return {
    NatGatewayId: nat.id,
    VpcId: nat.vpcId,
    SubnetId: nat.subnetId,
    ConnectivityType: nat.connectivity,
    State: nat.deletedAt === undefined ? 'available' : 'deleted',
    CreateTime: new Date(nat.createdAt),
    DeleteTime: nat.deletedAt === undefined ? undefined : new Date(nat.deletedAt),
    NatGatewayAddresses: [
      {
        NetworkInterfaceId: nat.interfaceId,
        PrivateIp: own?.privateIp,
        AllocationId: nat.allocationId,
        AssociationId: address?.association?.id,
        PublicIp: address?.publicIp,
        IsPrimary: true,
        Status: 'succeeded',
      },
    ],
    Tags: tagSet(nat.tags),
  };
}

interface CreateNatGateway extends Tagged {
  readonly SubnetId?: string;
  readonly AllocationId?: string;
  readonly ConnectivityType?: 'public' | 'private';
  readonly PrivateIpAddress?: string;
}

const create = changes<CreateNatGateway, Outputs['CreateNatGateway']>(
  'CreateNatGateway',
  ({ SubnetId, AllocationId }) => [
    at(natGateways),
    at(subnets, SubnetId),
    ...(AllocationId === undefined ? [] : [at(addresses, AllocationId)]),
  ],
  (input, call) => {
    if (input.SubnetId === undefined) throw ec2Errors.missing('subnetId');
    const subnet = requireOne(subnets, call, input.SubnetId);
    const network = networkOf(call);
    const connectivity = input.ConnectivityType ?? 'public';
    if (connectivity === 'public' && input.AllocationId === undefined) {
      throw ec2Errors.missing('allocationId');
    }
    const address =
      connectivity === 'public' ? requireOne(addresses, call, input.AllocationId ?? '') : undefined;
    if (address?.association !== undefined) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `Elastic IP address [${address.id}] is already associated`,
      );
    }
    const hasGateway = network.internetGateways
      .list({ prefix: `${subnet.accountId}/${subnet.region}/` })
      .some(({ document }) => document.vpcId === subnet.vpcId);
    if (connectivity === 'public' && !hasGateway) {
      throw new AwsError(
        'Gateway.NotAttached',
        `Network ${subnet.vpcId} has no Internet gateway attached`,
      );
    }
    const id = newId('nat');
    const own = createInterface(network, subnet, {
      groupIds: [],
      kind: 'nat_gateway',
      description: `Interface for NAT Gateway ${id}`,
      attachedAt: call.now,
      ...(input.PrivateIpAddress === undefined ? {} : { privateIp: input.PrivateIpAddress }),
    });
    if (own === undefined) throw noAddressLeft(subnet.id);
    if (address !== undefined) {
      const association = { id: newId('eipassoc'), interfaceId: own.id };
      network.addresses.put(networkKey(address), { ...address, association });
    }
    const made: NatGatewayRecord = {
      ...placeOf(call),
      id,
      vpcId: subnet.vpcId,
      subnetId: subnet.id,
      connectivity,
      interfaceId: own.id,
      ...(address === undefined ? {} : { allocationId: address.id }),
      createdAt: call.now,
      tags: tagsFor('natgateway', input),
    };
    network.natGateways.put(networkKey(made), made);
    forgetDeleted(call);
    return { NatGateway: render(made, call), ClientToken: undefined };
  },
);

export function noAddressLeft(subnetId: string): AwsError {
  return new AwsError(
    'InsufficientFreeAddressesInSubnet',
    `The specified subnet does not have enough free addresses to satisfy the request: ${subnetId}`,
  );
}

function forgetDeleted(call: Call): void {
  const { natGateways: all } = networkOf(call);
  for (const nat of ownOf(natGateways, call)) {
    if ((nat.deletedAt ?? call.now) + rememberedFor < call.now) all.delete(networkKey(nat));
  }
}

const describe = reads<
  { readonly NatGatewayIds?: readonly string[]; readonly Filter?: readonly Filter[] } & Paging,
  Outputs['DescribeNatGateways']
>('DescribeNatGateways', async (input, call) => {
  const found = await describeKind(natGateways, call, input.NatGatewayIds, input.Filter, input);
  return {
    NatGateways: found.items
      .filter(({ deletedAt = call.now }) => deletedAt + rememberedFor >= call.now)
      .map((nat) => render(nat, call)),
    NextToken: found.nextToken,
  };
});

const remove = changes<{ readonly NatGatewayId: string }, Outputs['DeleteNatGateway']>(
  'DeleteNatGateway',
  ({ NatGatewayId }) => [at(natGateways, NatGatewayId)],
  ({ NatGatewayId }, call) => {
    const nat = requireOne(natGateways, call, NatGatewayId);
    const network = networkOf(call);
    if (nat.deletedAt === undefined) {
      const own = { ...placeOf(call), id: nat.interfaceId };
      network.interfaces.delete(networkKey(own));
      const address = findIn(network.addresses, nat, nat.allocationId ?? '');
      if (address !== undefined) {
        const { association: _gone, ...rest } = address;
        network.addresses.put(networkKey(address), rest);
      }
      network.natGateways.put(networkKey(nat), { ...nat, deletedAt: call.now });
    }
    return { NatGatewayId };
  },
);

export const natGatewayOperations: Readonly<Record<string, Operation>> = {
  CreateNatGateway: create,
  DescribeNatGateways: describe,
  DeleteNatGateway: remove,
};
