import type { Call } from '../../core/call.ts';
import type { Operation } from '../../core/service.ts';
import { networkKey } from '../../network-state.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { AddressRecord } from '../../state.ts';
import { newId, publicAddressFrom } from '../../vpc/ids.ts';
import { findIn, interfaceOfInstance } from '../../vpc/lookups.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, notFound, ownOf, placeOf, requireOne } from './kind.ts';
import { addresses, interfaces } from './kinds.ts';
import { at, changes, reads } from './operation.ts';
import type { Address, Outputs } from './outputs.generated.ts';
import { type Tagged, tagSet, tagsFor } from './tagging.ts';

function render(address: AddressRecord, call: Call): Address {
  const { association } = address;
  const own = findIn(networkOf(call).interfaces, address, association?.interfaceId ?? '');
  const base = {
    AllocationId: address.id,
    PublicIp: address.publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: address.region,
    Tags: tagSet(address.tags),
  };
  if (association === undefined) return base;
  return {
    ...base,
    AssociationId: association.id,
    NetworkInterfaceId: association.interfaceId,
    NetworkInterfaceOwnerId: address.accountId,
    PrivateIpAddress: own?.privateIp,
    InstanceId: own?.instanceId,
  };
}

const allocate = changes<Tagged, Outputs['AllocateAddress']>(
  'AllocateAddress',
  () => [at(addresses)],
  (input, call) => {
    const place = placeOf(call);
    const id = newId('eipalloc');
    const made: AddressRecord = {
      ...place,
      id,
      publicIp: publicAddressFrom(place.accountId, place.region, id),
      tags: tagsFor('elastic-ip', input),
    };
    networkOf(call).addresses.put(networkKey(made), made);
    return {
      AllocationId: id,
      PublicIp: made.publicIp,
      PublicIpv4Pool: 'amazon',
      NetworkBorderGroup: place.region,
      Domain: 'vpc',
      CustomerOwnedIp: undefined,
      CustomerOwnedIpv4Pool: undefined,
      CarrierIp: undefined,
    };
  },
);

const release = changes<
  { readonly AllocationId?: string; readonly PublicIp?: string },
  Outputs['ReleaseAddress']
>(
  'ReleaseAddress',
  ({ AllocationId }) => [at(addresses, AllocationId)],
  ({ AllocationId, PublicIp }, call) => {
    const address = requireAddress(call, AllocationId, PublicIp);
    if (address.association !== undefined) {
      throw new AwsError('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
    }
    networkOf(call).addresses.delete(networkKey(address));
    return {};
  },
);

function requireAddress(
  call: Call,
  allocationId: string | undefined,
  publicIp: string | undefined,
): AddressRecord {
  if (allocationId !== undefined) return requireOne(addresses, call, allocationId);
  if (publicIp === undefined) throw ec2Errors.missing('allocationId');
  const found = ownOf(addresses, call).find((one) => one.publicIp === publicIp);
  if (found === undefined) throw unknownAddress(publicIp);
  return found;
}

function unknownAddress(publicIp: string): AwsError {
  return new AwsError('InvalidAddress.NotFound', `Address '${publicIp}' not found.`);
}

const describe = reads<
  {
    readonly AllocationIds?: readonly string[];
    readonly PublicIps?: readonly string[];
    readonly Filters?: readonly Filter[];
  },
  Outputs['DescribeAddresses']
>('DescribeAddresses', async ({ AllocationIds, PublicIps = [], Filters }, call) => {
  const { items } = await describeKind(addresses, call, AllocationIds, Filters, {});
  const asked = new Set(PublicIps);
  const known = new Set(ownOf(addresses, call).map(({ publicIp }) => publicIp));
  const missing = PublicIps.find((ip) => !known.has(ip));
  if (missing !== undefined) throw unknownAddress(missing);
  const wanted = asked.size === 0 ? items : items.filter(({ publicIp }) => asked.has(publicIp));
  return { Addresses: wanted.map((one) => render(one, call)) };
});

/** No address has a reverse DNS name of its own here. */
const describeAttributes = reads<
  { readonly AllocationIds?: readonly string[] } & Paging,
  Outputs['DescribeAddressesAttribute']
>('DescribeAddressesAttribute', async ({ AllocationIds }, call) => {
  const { items } = await describeKind(addresses, call, AllocationIds, [], {});
  return {
    Addresses: items.map(({ id, publicIp }) => ({ AllocationId: id, PublicIp: publicIp })),
    NextToken: undefined,
  };
});

interface AssociateAddress {
  readonly AllocationId?: string;
  readonly PublicIp?: string;
  readonly InstanceId?: string;
  readonly NetworkInterfaceId?: string;
  readonly AllowReassociation?: boolean;
}

const associate = changes<AssociateAddress, Outputs['AssociateAddress']>(
  'AssociateAddress',
  ({ AllocationId }) => [at(addresses, AllocationId)],
  (input, call) => {
    const address = requireAddress(call, input.AllocationId, input.PublicIp);
    const network = networkOf(call);
    const own =
      input.InstanceId === undefined
        ? requireOne(interfaces, call, input.NetworkInterfaceId ?? '')
        : interfaceOfInstance(network, { ...placeOf(call), instanceId: input.InstanceId });
    if (own === undefined) throw notFound(interfaces, input.InstanceId ?? '');
    if (address.association !== undefined && input.AllowReassociation === false) {
      throw new AwsError(
        'Resource.AlreadyAssociated',
        `resource ${address.id} is already associated with associate-id ${address.association.id}`,
      );
    }
    const association = { id: newId('eipassoc'), interfaceId: own.id };
    network.addresses.put(networkKey(address), { ...address, association });
    return { AssociationId: association.id };
  },
);

const disassociate = changes<
  { readonly AssociationId?: string; readonly PublicIp?: string },
  Outputs['DisassociateAddress']
>(
  'DisassociateAddress',
  () => [at(addresses)],
  ({ AssociationId, PublicIp }, call) => {
    const address =
      AssociationId === undefined
        ? requireAddress(call, undefined, PublicIp)
        : ownOf(addresses, call).find(({ association }) => association?.id === AssociationId);
    if (address === undefined) {
      throw new AwsError(
        'InvalidAssociationID.NotFound',
        `The association ID '${AssociationId}' does not exist`,
      );
    }
    const { association: _gone, ...rest } = address;
    networkOf(call).addresses.put(networkKey(address), rest);
    return {};
  },
);

export const addressOperations: Readonly<Record<string, Operation>> = {
  AllocateAddress: allocate,
  ReleaseAddress: release,
  DescribeAddresses: describe,
  DescribeAddressesAttribute: describeAttributes,
  AssociateAddress: associate,
  DisassociateAddress: disassociate,
};
