import type { Call } from '../../core/call.ts';
import type { NetworkState } from '../../network-state.ts';
import type { InstanceRecord, NetworkInterfaceRecord } from '../../state.ts';
import { metadataOptionsOf, nameKey } from '../../state.ts';
import { macAddressFrom } from '../../vpc/ids.ts';
import { findIn, interfaceOfInstance, publicIpOf } from '../../vpc/lookups.ts';
import { attachmentId, groupSet, publicDnsName } from './interfaces.ts';
import { networkOf } from './kind.ts';
import type { Instance, Reservation } from './outputs.generated.ts';
import { tagSet } from './tagging.ts';

export function renderReservation(call: Call, instance: InstanceRecord): Reservation {
  return {
    ReservationId: `r-${instance.instanceId.slice(2)}`,
    OwnerId: instance.accountId,
    Instances: [renderInstance(call, instance)],
  };
}

function renderInstance(call: Call, instance: InstanceRecord): Instance {
  const network = networkOf(call);
  const own = interfaceOfInstance(network, instance);
  const zone = findIn(network.subnets, instance, own?.subnetId ?? '')?.zone;
  return {
    InstanceId: instance.instanceId,
    State: { Code: 16, Name: 'running' },
    PrivateDnsName: instance.nodeName,
    PrivateIpAddress: instance.privateIp,
    InstanceType: instance.architecture === 'arm64' ? 'm7g.large' : 'm7i.large',
    Architecture: instance.architecture,
    LaunchTime: new Date(instance.launchedAt),
    Placement: { AvailabilityZone: zone ?? `${instance.region}a`, Tenancy: 'default' },
    MetadataOptions: renderMetadataOptions(instance),
    SourceDestCheck: true,
    Tags: tagSet(instance.tags ?? {}),
    ...profileOf(call, instance),
    ...(own === undefined ? {} : networkMembers(network, own)),
  };
}

export function renderMetadataOptions(instance: InstanceRecord) {
  const options = metadataOptionsOf(instance);
  return {
    State: 'applied',
    HttpTokens: options.httpTokens,
    HttpPutResponseHopLimit: options.hopLimit,
    HttpEndpoint: options.httpEndpoint,
    HttpProtocolIpv6: 'disabled',
    InstanceMetadataTags: 'disabled',
  };
}

function profileOf({ core }: Call, { accountId, instanceProfile }: InstanceRecord) {
  if (instanceProfile === undefined) return {};
  const name = instanceProfile.slice(instanceProfile.lastIndexOf('/') + 1);
  const profile = core.state.instanceProfiles.get(nameKey(accountId, name));
  return { IamInstanceProfile: { Arn: instanceProfile, Id: profile?.id ?? '' } };
}

function networkMembers(network: NetworkState, own: NetworkInterfaceRecord) {
  const groups = groupSet(network, own);
  const publicIp = publicIpOf(network, own);
  const publicName = publicDnsName(network, own) ?? '';
  const association =
    publicIp === undefined
      ? {}
      : { Association: { PublicIp: publicIp, PublicDnsName: publicName, IpOwnerId: 'amazon' } };
  return {
    VpcId: own.vpcId,
    SubnetId: own.subnetId,
    SecurityGroups: groups,
    PublicDnsName: publicName,
    ...(publicIp === undefined ? {} : { PublicIpAddress: publicIp }),
    NetworkInterfaces: [
      {
        NetworkInterfaceId: own.id,
        InterfaceType: 'interface',
        Description: own.description,
        OwnerId: own.accountId,
        VpcId: own.vpcId,
        SubnetId: own.subnetId,
        Groups: groups,
        MacAddress: macAddressFrom(own.id),
        PrivateIpAddress: own.privateIp,
        PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: own.privateIp, ...association }],
        Ipv6Addresses: own.ipv6Addresses.map((Ipv6Address) => ({ Ipv6Address })),
        SourceDestCheck: true,
        Status: 'in-use',
        Attachment: {
          AttachmentId: attachmentId(own),
          AttachTime: new Date(own.attachedAt),
          DeleteOnTermination: true,
          DeviceIndex: 0,
          NetworkCardIndex: 0,
          Status: 'attached',
        },
        ...association,
      },
    ],
  };
}
