import type { State } from '../state.ts';
import { interfaceOfInstance } from '../vpc/lookups.ts';
import type { Outcome } from './outcome.ts';
import { carry } from './packet-walk.ts';
import { type NamesState, resolveName } from './resolve-name.ts';

/** What decides over the traffic of machines. */
export type Networks = NamesState & Pick<State, 'instances'>;

/** Where a machine's traffic to a host went. */
export interface Journey {
  readonly outcome: Outcome;
  readonly vpcId: string;
  readonly privateIp: string;
}

/**
 * What comes of a connection from a machine to port 443 of a host.
 * @returns undefined for a machine that stands in no network: nothing is in its way.
 */
export function journeyTo(state: Networks, instanceId: string, host: string): Journey | undefined {
  const { network, instances } = state;
  const instance = instances.get(instanceId);
  const own = instance && interfaceOfInstance(network, instance);
  if (own === undefined) return undefined;
  const { vpcId, privateIp } = own;
  const found = resolveName(state, own, host);
  if ('kind' in found) return { outcome: found, vpcId, privateIp };
  const { address } = found;
  const arrival = carry(network, own, address, { protocol: 'tcp', port: 443 });
  const outcome = (): Outcome => {
    if (arrival === undefined) return { kind: 'timeout', address };
    if (arrival.at === 'internet') return { kind: 'connected', address };
    if (arrival.at === 'endpoint') {
      return { kind: 'connected', address, endpointId: arrival.endpointId };
    }
    const { kind, id, ...place } = arrival.interface;
    // A machine has nobody who listens there.
    if (kind !== 'vpc_endpoint') return { kind: 'refused', address };
    const endpointId = network.endpoints
      .list({ prefix: `${place.accountId}/${place.region}/` })
      .find(({ document }) => document.interfaceIds.includes(id))?.document.id;
    return endpointId === undefined
      ? { kind: 'refused', address }
      : { kind: 'connected', address, endpointId };
  };
  return { outcome: outcome(), vpcId, privateIp };
}
