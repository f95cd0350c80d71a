import { LocalError } from '../errors.ts';
import type { HostedZoneRecord, ZoneRecordSet } from '../records/dns.ts';
import type { DhcpOptionsRecord, NetworkInterfaceRecord } from '../records/network.ts';
import type { State } from '../state.ts';
import { formatAddress, parseBlock } from '../vpc/cidr.ts';
import { idFrom } from '../vpc/ids.ts';
import { findIn } from '../vpc/lookups.ts';
import type { Changes, Fault, Target } from './fault.ts';
import { hubFor } from './hub.ts';
import {
  changeRecord,
  type NodePlace,
  nodePlaceOf,
  putEndpoints,
  putRecord,
} from './private-node.ts';

/** A private hosted zone in the VPC of the node, under a name that is above hosts of a pull. */
function zone(
  cause: string,
  nameIn: (region: string) => string,
  recordsIn: (place: NodePlace, name: string) => readonly ZoneRecordSet[],
): Fault {
  return {
    cause,
    needs: ['node'],
    inject(changes: Changes, target: Target, { state, clock }): void {
      const place = nodePlaceOf(state, target);
      const { accountId, region, vpcId } = place.subnet;
      const name = nameIn(region);
      const id = `Z0FAULT${cause.slice(2)}`;
      if (isTaken(state, vpcId, name)) {
        throw new LocalError('CANNOT_BREAK', `${vpcId} has a hosted zone ${name}`);
      }
      const made: HostedZoneRecord = {
        id,
        accountId,
        name,
        comment: 'made by a fault',
        callerReference: id,
        vpcs: [{ id: vpcId, region }],
        records: recordsIn(place, name),
        createdAt: clock.now(),
      };
      changes.put('route53.hosted-zones', id, made);
    },
  };
}

function isTaken({ hostedZones }: State, vpcId: string, name: string): boolean {
  return hostedZones
    .list()
    .some(({ document }) => document.name === name && document.vpcs.some(({ id }) => id === vpcId));
}

/** Near the end of the subnet, where no interface is. */
function unusedAddress({ subnet: { cidr } }: NodePlace): string {
  return formatAddress(4, (parseBlock(cidr)?.last ?? 0n) - 9n);
}

/** A DNS server in the VPC that does not know what the VPC's resolver knows, on a machine of its own. */
const ownServer: Fault = {
  cause: 'HW0904',
  needs: ['node'],
  inject(changes, target, core) {
    const place = putEndpoints(changes, core, target, { 'ecr.api': {}, 'ecr.dkr': {}, s3: {} });
    const { accountId, region, vpcId, id: subnetId } = place.subnet;
    const owned = { accountId, region, tags: { Name: 'made by a fault' } };
    const server: NetworkInterfaceRecord = {
      ...owned,
      vpcId,
      subnetId,
      id: idFrom('eni', 'fault', 'dns', subnetId),
      groupIds: place.own.groupIds,
      privateIp: unusedAddress(place),
      ipv6Addresses: [],
      kind: 'interface',
      description: 'a DNS server',
      attachedAt: core.clock.now(),
    };
    putRecord(changes, 'interfaces', server);
    const options: DhcpOptionsRecord = {
      ...owned,
      id: idFrom('dopt', 'fault', vpcId),
      options: { 'domain-name-servers': [server.privateIp] },
    };
    putRecord(changes, 'dhcpOptions', options);
    const vpc = findIn(core.state.network.vpcs, place.subnet, vpcId);
    if (vpc === undefined) throw new LocalError('CANNOT_BREAK', `there is no ${vpcId}`);
    changeRecord(changes, 'vpcs', vpc, (record) => ({ ...record, dhcpOptionsId: options.id }));
  },
};

/** Endpoints that VPCs share, of which one has no hosted zone in the node's VPC. */
const zoneLeftOut: Fault = {
  cause: 'HW0905',
  needs: ['node'],
  inject(changes, target, core) {
    const { subnet } = nodePlaceOf(core.state, target);
    const vpc = findIn(core.state.network.vpcs, subnet, subnet.vpcId);
    if (vpc === undefined) throw new LocalError('CANNOT_BREAK', `there is no ${subnet.vpcId}`);
    const hub = hubFor(vpc, subnet, { by: 'peering' }, core.clock.now());
    for (const [kind, record] of hub.records) putRecord(changes, kind, record);
    putEndpoints(changes, core, target, { s3: {} }, hub.route);
    const [api, registry] = hub.zones;
    const vpcs = [...api.vpcs, { id: vpc.id, region: vpc.region }];
    changes.put('route53.hosted-zones', api.id, { ...api, vpcs });
    changes.put('route53.hosted-zones', registry.id, registry);
  },
};

/** Faults in what names resolve to. */
export const nameFaults: readonly Fault[] = [
  ownServer,
  zoneLeftOut,
  zone(
    'HW0906',
    (region) => `dkr.ecr.${region}.amazonaws.com`,
    (place, name) => [{ name: `*.${name}`, type: 'A', ttl: 60, values: [unusedAddress(place)] }],
  ),
  zone(
    'HW0909',
    (region) => `s3.${region}.amazonaws.com`,
    () => [],
  ),
  zone(
    'HW0910',
    (region) => `dkr.ecr.${region}.amazonaws.com`,
    (_place, name) => [{ name: `other.${name}`, type: 'CNAME', ttl: 60, values: ['example.com'] }],
  ),
];
