import type { NetworkState } from '../../network-state.ts';
import type { VpcEndpointRecord } from '../../state.ts';
import { endpointService } from '../../vpc/endpoint-services.ts';
import { findIn } from '../../vpc/lookups.ts';
import type { VpcEndpoint } from './outputs.generated.ts';
import { tagSet } from './tagging.ts';

export function renderEndpoint(network: NetworkState, endpoint: VpcEndpointRecord): VpcEndpoint {
  const isInterface = endpoint.type === 'Interface';
  return {
    VpcEndpointId: endpoint.id,
    VpcEndpointType: endpoint.type,
    VpcId: endpoint.vpcId,
    ServiceName: endpoint.serviceName,
    ServiceRegion: endpoint.serviceRegion ?? endpoint.region,
    State: 'available',
    PolicyDocument: endpoint.policy,
    RouteTableIds: endpoint.routeTableIds,
    SubnetIds: endpoint.subnetIds,
    Groups: endpoint.groupIds.map((id) => ({
      GroupId: id,
      GroupName: findIn(network.securityGroups, endpoint, id)?.name,
    })),
    IpAddressType: endpoint.ipAddressType,
    DnsOptions: { DnsRecordIpType: isInterface ? endpoint.ipAddressType : 'service-defined' },
    PrivateDnsEnabled: endpoint.privateDnsEnabled,
    RequesterManaged: false,
    NetworkInterfaceIds: endpoint.interfaceIds,
    DnsEntries: isInterface ? dnsEntries(network, endpoint) : [],
    CreationTimestamp: new Date(endpoint.createdAt),
    OwnerId: endpoint.accountId,
    Tags: tagSet(endpoint.tags),
  };
}

/** Hosted zones of the names are Amazon's own. */
const zoneOfEndpoints = 'Z38GZ743OKFT7T';

function dnsEntries(network: NetworkState, endpoint: VpcEndpointRecord) {
  const { id, serviceName, region } = endpoint;
  const service = serviceName.split('.').slice(3).join('.');
  const own = `${id}-${id.slice(-8)}`;
  const domain = `${service}.${region}.vpce.amazonaws.com`;
  const zones = endpoint.subnetIds.flatMap(
    (subnet) => findIn(network.subnets, endpoint, subnet)?.zone ?? [],
  );
  const names = [`${own}.${domain}`, ...zones.map((zone) => `${own}-${zone}.${domain}`)];
  const ofService = endpoint.privateDnsEnabled
    ? (endpointService(endpoint.serviceRegion ?? region, serviceName)?.privateNames ?? [])
    : [];
  return [
    ...names.map((DnsName) => ({ DnsName, HostedZoneId: zoneOfEndpoints })),
    ...ofService.map((DnsName) => ({
      DnsName,
      HostedZoneId: `Z0${id.slice(-16).toUpperCase()}`,
    })),
  ];
}
