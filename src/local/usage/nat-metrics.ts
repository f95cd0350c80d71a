import type { Collection } from '../../storage/metadata.ts';
import type { NatGatewayRecord } from '../state.ts';
import type { CountedBeside } from './metrics.ts';

const minute = 60_000;

/**
 * Connections of others for which a NAT gateway had no port, by minute (CloudWatch metrics of NAT gateways,
 * ErrorPortAllocation).
 * @param ports of a gateway, for each destination.
 * @param now milliseconds since the epoch, of the movable clock.
 */
export function portErrorsOf(
  gateways: Collection<NatGatewayRecord>,
  ports: number,
  now: () => number,
): CountedBeside {
  return ({ account, region, namespace, name, dimensions }, first, last) => {
    if (namespace !== 'AWS/NATGateway' || name !== 'ErrorPortAllocation') return [];
    const id = dimensions.find(([key]) => key === 'NatGatewayId')?.[1] ?? '';
    const { busy } = gateways.get(`${account}/${region}/${id}`) ?? {};
    if (busy === undefined || busy.connections <= ports) return [];
    const from = Math.max(first, Math.floor(busy.since / minute));
    const to = Math.min(last, Math.floor(now() / minute));
    const found: [number, number][] = [];
    for (let slot = from; slot <= to; slot++) found.push([slot, busy.connections - ports]);
    return found;
  };
}
