// Endpoints in another VPC, to which a peering connection or a transit gateway leads.
import { type Hub, hubFor } from '../../src/local/faults/hub.ts';
import type { NetworkState } from '../../src/local/network-state.ts';
import type { HostedZoneRecord } from '../../src/local/records/dns.ts';
import type { NetworkInterfaceRecord, RouteRecord } from '../../src/local/records/network.ts';
import { findIn } from '../../src/local/vpc/lookups.ts';
import type { Mistake, Topology } from './topology-kinds.ts';

export interface SharedEndpoints {
  readonly records: Hub['records'];
  readonly routes: readonly RouteRecord[];
  readonly zones: readonly HostedZoneRecord[];
}

export function sharedEndpoints(
  network: NetworkState,
  node: NetworkInterfaceRecord,
  topology: Topology,
): SharedEndpoints {
  const wrong = new Set<Mistake>(topology.wrong);
  const vpc = findIn(network.vpcs, node, node.vpcId);
  const subnet = findIn(network.subnets, node, node.subnetId);
  if (vpc === undefined || subnet === undefined) throw new Error('the node is in no whole VPC');
  const hub = hubFor(
    vpc,
    subnet,
    {
      by: topology.way === 'endpoints of a peer' ? 'peering' : 'transit gateway',
      hasNoWayBack: wrong.has('no route back from the shared endpoints'),
      isClosed: wrong.has('shared endpoints that let nobody in'),
    },
    0,
  );
  const none = wrong.has('no hosted zone of the shared endpoints');
  const isLeftOut = (zone: HostedZoneRecord) =>
    none || (zone.id === 'Z0HUBDKR' && wrong.has('no hosted zone of the shared registry'));
  const here = { id: vpc.id, region: vpc.region };
  return {
    records: hub.records,
    // Something else leads there, so that what is behind it is looked at.
    routes: wrong.has('no route to the shared endpoints')
      ? [{ ...hub.route, destination: '10.251.0.0/16' }]
      : [hub.route],
    zones: hub.zones.map((zone) =>
      isLeftOut(zone) ? zone : { ...zone, vpcs: [...zone.vpcs, here] },
    ),
  };
}
