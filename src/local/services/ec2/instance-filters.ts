import type { NetworkState } from '../../network-state.ts';
import type { InstanceRecord, NetworkInterfaceRecord, OwnedRecord } from '../../state.ts';
import { findIn, interfaceOfInstance, publicIpOf } from '../../vpc/lookups.ts';
import { publicDnsName } from './interfaces.ts';
import type { FilterValues } from './kind.ts';

/** A machine in the form that filters take. */
export interface FilteredInstance extends OwnedRecord {
  readonly instance: InstanceRecord;
}

function ofInterface(
  values: (own: NetworkInterfaceRecord, network: NetworkState) => readonly (string | undefined)[],
): FilterValues<FilteredInstance> {
  return ({ instance }, network) => {
    const own = interfaceOfInstance(network, instance);
    return own === undefined ? [] : values(own, network);
  };
}

/** By the filter's name. Source: EC2 API reference, `DescribeInstances`. */
export const instanceFilters: Readonly<Record<string, FilterValues<FilteredInstance>>> = {
  'instance-id': ({ id }) => [id],
  'private-dns-name': ({ instance }) => [instance.nodeName],
  'private-ip-address': ({ instance }) => [instance.privateIp],
  'instance-state-name': () => ['running'],
  'iam-instance-profile.arn': ({ instance }) => [instance.instanceProfile ?? ''],
  architecture: ({ instance }) => [instance.architecture],
  'vpc-id': ofInterface(({ vpcId }) => [vpcId]),
  'subnet-id': ofInterface(({ subnetId }) => [subnetId]),
  'instance.group-id': ofInterface(({ groupIds }) => groupIds),
  'network-interface.network-interface-id': ofInterface(({ id }) => [id]),
  'ip-address': ofInterface((own, network) => [publicIpOf(network, own)]),
  'dns-name': ofInterface((own, network) => [publicDnsName(network, own)]),
  'availability-zone': ofInterface((own, network) => [
    findIn(network.subnets, own, own.subnetId)?.zone,
  ]),
};
