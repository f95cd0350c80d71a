import { type NetworkState, networkKey } from '../network-state.ts';
import type { NetworkInterfaceRecord, SubnetRecord } from '../records/network.ts';
import { formatAddress, parseBlock } from './cidr.ts';
import { newId, publicAddressFrom } from './ids.ts';
import { allIn } from './lookups.ts';

export interface NewInterface {
  readonly id?: string;
  readonly groupIds: readonly string[];
  readonly kind: NetworkInterfaceRecord['kind'];
  readonly description: string;
  readonly attachedAt: number;
  /** The first free address of the subnet when absent. */
  readonly privateIp?: string;
  readonly instanceId?: string;
  /** Whether it gets a public address if its subnet says so. */
  readonly mayBePublic?: boolean;
}

/**
 * Makes a network interface in a subnet.
 * @returns undefined when the subnet has no free address left.
 */
export function createInterface(
  network: NetworkState,
  subnet: SubnetRecord,
  wanted: NewInterface,
): NetworkInterfaceRecord | undefined {
  const { accountId, region, vpcId, id: subnetId } = subnet;
  const privateIp = wanted.privateIp ?? freeAddress(network, subnet);
  if (privateIp === undefined) return undefined;
  const id = wanted.id ?? newId('eni');
  const isPublic = wanted.mayBePublic === true && subnet.mapPublicIpOnLaunch;
  const made: NetworkInterfaceRecord = {
    accountId,
    region,
    id,
    vpcId,
    subnetId,
    tags: {},
    groupIds: wanted.groupIds,
    privateIp,
    ipv6Addresses: subnet.assignIpv6AddressOnCreation ? ipv6AddressesOf(subnet, privateIp) : [],
    ...(isPublic ? { publicIp: publicAddressFrom(accountId, region, id) } : {}),
    kind: wanted.kind,
    description: wanted.description,
    ...(wanted.instanceId === undefined ? {} : { instanceId: wanted.instanceId }),
    attachedAt: wanted.attachedAt,
  };
  network.interfaces.put(networkKey(made), made);
  return made;
}

/** An address in the subnet's IPv6 block, with the bits of the IPv4 address. */
function ipv6AddressesOf({ ipv6Cidrs }: SubnetRecord, privateIp: string): string[] {
  const block = parseBlock(ipv6Cidrs[0]?.cidr ?? '');
  const host = parseBlock(`${privateIp}/32`);
  if (block === undefined || host === undefined) return [];
  return [formatAddress(6, block.first + host.first)];
}

/** AWS keeps the first four addresses of a subnet and the last one (VPC User Guide, "Subnet sizing"). */
const reservedAtStart = 4n;

function freeAddress(network: NetworkState, subnet: SubnetRecord): string | undefined {
  const block = parseBlock(subnet.cidr);
  if (block === undefined) return undefined;
  const taken = new Set(usedAddresses(network, subnet));
  for (let value = block.first + reservedAtStart; value < block.last; value++) {
    const address = formatAddress(4, value);
    if (!taken.has(address)) return address;
  }
  return undefined;
}

/** How many addresses of a subnet are free. */
export function freeAddressCount(network: NetworkState, subnet: SubnetRecord): number {
  const block = parseBlock(subnet.cidr);
  if (block === undefined) return 0;
  const usable = Number(block.last - block.first) - Number(reservedAtStart);
  return Math.max(0, usable - usedAddresses(network, subnet).length);
}

function usedAddresses(network: NetworkState, subnet: SubnetRecord): string[] {
  return allIn(network.interfaces, subnet)
    .filter(({ subnetId }) => subnetId === subnet.id)
    .map(({ privateIp }) => privateIp);
}
