import { type NetworkState, networkKey } from '../network-state.ts';
import type { SubnetRecord, VpcRecord } from '../records/network.ts';
import { defaultAclOf } from './lookups.ts';
import { type IdMaker, randomIds } from './new-vpc.ts';

export interface NewSubnet {
  readonly cidr: string;
  readonly zone: string;
  readonly ipv6Cidrs?: SubnetRecord['ipv6Cidrs'];
  readonly isDefaultForZone?: boolean;
  readonly mapPublicIpOnLaunch?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Makes a subnet. It has the VPC's default network ACL, and its main route table as long as it has no other. */
export function createSubnet(
  network: NetworkState,
  { accountId, region, id: vpcId }: VpcRecord,
  wanted: NewSubnet,
  idOf: IdMaker = randomIds,
): SubnetRecord {
  const subnet: SubnetRecord = {
    accountId,
    region,
    vpcId,
    id: idOf('subnet', wanted.zone),
    tags: wanted.tags ?? {},
    cidr: wanted.cidr,
    ipv6Cidrs: wanted.ipv6Cidrs ?? [],
    zone: wanted.zone,
    isDefaultForZone: wanted.isDefaultForZone ?? false,
    mapPublicIpOnLaunch: wanted.mapPublicIpOnLaunch ?? false,
    assignIpv6AddressOnCreation: false,
    enableDns64: false,
    privateDnsHostnameType: 'ip-name',
    enableResourceNameDnsARecord: false,
    enableResourceNameDnsAAAARecord: false,
  };
  network.subnets.put(networkKey(subnet), subnet);
  const acl = defaultAclOf(network, subnet);
  if (acl !== undefined) {
    const association = { id: idOf('aclassoc', wanted.zone), subnetId: subnet.id };
    network.networkAcls.put(networkKey(acl), {
      ...acl,
      associations: [...acl.associations, association],
    });
  }
  return subnet;
}
