import type { Operation } from '../../core/service.ts';
import { type NetworkState, networkKey } from '../../network-state.ts';
import type { NetworkInterfaceRecord } from '../../state.ts';
import { macAddressFrom } from '../../vpc/ids.ts';
import { addressOf, findIn, publicIpOf } from '../../vpc/lookups.ts';
import { describeKind, type Filter, type Paging } from './describe.ts';
import { ec2Errors } from './errors.ts';
import { networkOf, requireOne } from './kind.ts';
import { interfaces } from './kinds.ts';
import { groupsWithinLimit } from './limits.ts';
import { at, changes, reads } from './operation.ts';
import type { NetworkInterface, Outputs } from './outputs.generated.ts';
import { securityGroups } from './table-kinds.ts';
import { tagSet } from './tagging.ts';

/** The groups of an interface with their names, as EC2 lists them. */
export function groupSet(
  network: NetworkState,
  one: NetworkInterfaceRecord,
): { GroupId: string; GroupName: string }[] {
  return one.groupIds.map((id) => ({
    GroupId: id,
    GroupName: findIn(network.securityGroups, one, id)?.name ?? '',
  }));
}

export function privateDnsName({
  privateIp,
  region,
}: Pick<NetworkInterfaceRecord, 'privateIp' | 'region'>): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`;
  return `ip-${privateIp.replaceAll('.', '-')}.${domain}`;
}

/** The name of a public address, where the VPC gives out such names. */
export function publicDnsName(
  network: NetworkState,
  one: NetworkInterfaceRecord,
): string | undefined {
  const publicIp = publicIpOf(network, one);
  const hasNames = findIn(network.vpcs, one, one.vpcId)?.enableDnsHostnames === true;
  if (publicIp === undefined || !hasNames) return undefined;
  const domain =
    one.region === 'us-east-1' ? 'compute-1.amazonaws.com' : `${one.region}.compute.amazonaws.com`;
  return `ec2-${publicIp.replaceAll('.', '-')}.${domain}`;
}

export function attachmentId(one: NetworkInterfaceRecord): string {
  return one.id.replace('eni-', 'eni-attach-');
}

function render(network: NetworkState, one: NetworkInterfaceRecord): NetworkInterface {
  const publicIp = publicIpOf(network, one);
  const address = addressOf(network, one);
  const association =
    publicIp === undefined
      ? {}
      : {
          Association: {
            PublicIp: publicIp,
            PublicDnsName: publicDnsName(network, one),
            IpOwnerId: address === undefined ? 'amazon' : one.accountId,
            AllocationId: address?.id,
            AssociationId: address?.association?.id,
          },
        };
  const isOwn = one.kind === 'interface';
  return {
    NetworkInterfaceId: one.id,
    InterfaceType: one.kind,
    Description: one.description,
    OwnerId: one.accountId,
    VpcId: one.vpcId,
    SubnetId: one.subnetId,
    AvailabilityZone: findIn(network.subnets, one, one.subnetId)?.zone,
    Groups: groupSet(network, one),
    MacAddress: macAddressFrom(one.id),
    PrivateDnsName: privateDnsName(one),
    PrivateIpAddress: one.privateIp,
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: one.privateIp,
        PrivateDnsName: privateDnsName(one),
        ...association,
      },
    ],
    Ipv6Addresses: one.ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address })),
    RequesterManaged: !isOwn,
    SourceDestCheck: one.kind !== 'nat_gateway',
    Status: 'in-use',
    ...association,
    Attachment: {
      AttachmentId: attachmentId(one),
      AttachTime: new Date(one.attachedAt),
      DeleteOnTermination: isOwn,
      DeviceIndex: isOwn ? 0 : 1,
      NetworkCardIndex: 0,
      InstanceId: one.instanceId,
      InstanceOwnerId: isOwn ? one.accountId : 'amazon-aws',
      Status: 'attached',
    },
    TagSet: tagSet(one.tags),
  };
}

const describe = reads<
  {
    readonly NetworkInterfaceIds?: readonly string[];
    readonly Filters?: readonly Filter[];
  } & Paging,
  Outputs['DescribeNetworkInterfaces']
>('DescribeNetworkInterfaces', async (input, call) => {
  const { NetworkInterfaceIds, Filters } = input;
  const found = await describeKind(interfaces, call, NetworkInterfaceIds, Filters, input);
  const network = networkOf(call);
  return {
    NetworkInterfaces: found.items.map((one) => render(network, one)),
    NextToken: found.nextToken,
  };
});

interface ModifyInterface {
  readonly NetworkInterfaceId: string;
  readonly Groups?: readonly string[];
  readonly Description?: { readonly Value?: string };
}

const modify = changes<ModifyInterface, Outputs['ModifyNetworkInterfaceAttribute']>(
  'ModifyNetworkInterfaceAttribute',
  ({ NetworkInterfaceId }) => [at(interfaces, NetworkInterfaceId)],
  ({ NetworkInterfaceId, Groups, Description }, call) => {
    const one = requireOne(interfaces, call, NetworkInterfaceId);
    if (Groups?.length === 0) throw ec2Errors.missing('groupId');
    const groupIds = groupsWithinLimit(Groups ?? one.groupIds);
    for (const id of Groups === undefined ? [] : groupIds) {
      if (requireOne(securityGroups, call, id).vpcId !== one.vpcId) {
        throw ec2Errors.invalid(
          `You have specified two resources that belong to different networks: ${id}, ${one.id}`,
        );
      }
    }
    networkOf(call).interfaces.put(networkKey(one), {
      ...one,
      groupIds,
      description: Description?.Value ?? one.description,
    });
    return {};
  },
);

export const interfaceOperations: Readonly<Record<string, Operation>> = {
  DescribeNetworkInterfaces: describe,
  ModifyNetworkInterfaceAttribute: modify,
};
