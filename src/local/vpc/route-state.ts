import type { NetworkState } from '../network-state.ts';
import type { RouteRecord, RouteTableRecord } from '../records/network.ts';
import { findIn } from './lookups.ts';
import { peeringOf } from './peerings.ts';

/**
 * Whether a route leads anywhere: EC2 calls it a blackhole when its target is gone or detached.
 * Source: EC2 API reference, `Route.State`.
 */
export function isActive(
  network: NetworkState,
  table: Pick<RouteTableRecord, 'accountId' | 'region' | 'vpcId'>,
  { target }: RouteRecord,
): boolean {
  if (target === 'local') return true;
  const is = (prefix: string): boolean => target.startsWith(`${prefix}-`);
  if (is('igw')) return findIn(network.internetGateways, table, target)?.vpcId === table.vpcId;
  if (is('eigw')) return findIn(network.egressOnlyGateways, table, target)?.vpcId === table.vpcId;
  if (is('nat')) {
    const nat = findIn(network.natGateways, table, target);
    return nat !== undefined && nat.deletedAt === undefined;
  }
  if (is('vpce')) return findIn(network.endpoints, table, target) !== undefined;
  if (is('eni')) return findIn(network.interfaces, table, target) !== undefined;
  if (is('pcx')) return peeringOf(network, table, target)?.status === 'active';
  if (is('tgw')) {
    return network.transitGatewayAttachments
      .list({ prefix: `${table.accountId}/${table.region}/` })
      .some(
        ({ document }) => document.transitGatewayId === target && document.vpcId === table.vpcId,
      );
  }
  return false;
}
