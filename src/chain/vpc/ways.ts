import {
  blocksHolding,
  hostsOfPull,
  type Interface,
  type Way,
  wayTo,
} from '../../network/index.ts';
import type { Met } from '../requirements.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import type { InterfaceFacts, NetworkFacts } from '../world.ts';

/** A subject of which the VPC was seen. */
export type InVpc = Subject & Pick<Met, 'place' | 'node' | 'networkInterface' | 'network'>;

/** What the links that look at a VPC require. */
export const inVpc = ['place', 'node', 'networkInterface', 'network'] as const;

const linuxPorts = { from: 32_768, to: 60_999 };
const windowsPorts = { from: 49_152, to: 65_535 };

export function interfaceOf({
  networkInterface,
  platform,
}: Pick<InVpc, 'networkInterface' | 'platform'>): Interface {
  const ephemeralPorts = platform?.os === 'windows' ? windowsPorts : linuxPorts;
  return { ...networkInterface.value, ephemeralPorts };
}

/**
 * The ways to the hosts of a pull: the registry and the bucket of its layers, and before them the API that gives tokens,
 * unless a Secret brings one.
 */
export function waysOf(subject: InVpc): readonly Way[] {
  const { place, network, networkInterface } = subject;
  const [api, ...others] = hostsOfPull(place);
  const hosts = secretsFor(subject).working === undefined ? [api, ...others] : others;
  const known = waysIn(network.value);
  const from = likenessOf(network.value, networkInterface.value);
  return hosts.map((host) => {
    const key = `${host.name} ${subject.platform?.os} ${from}`;
    const way = known.get(key) ?? wayTo(network.value, interfaceOf(subject), host);
    known.set(key, way);
    return way;
  });
}

/** Many pods are on one node, and many nodes in one subnet: a way is walked once for all whom no rule tells apart. */
const walked = new WeakMap<NetworkFacts, Map<string, Way>>();

function waysIn(network: NetworkFacts): Map<string, Way> {
  const ways = walked.get(network) ?? new Map<string, Way>();
  walked.set(network, ways);
  return ways;
}

const likenesses = new WeakMap<NetworkFacts, WeakMap<InterfaceFacts, string>>();

function likenessOf(network: NetworkFacts, own: InterfaceFacts): string {
  const ofNetwork = likenesses.get(network) ?? new WeakMap<InterfaceFacts, string>();
  likenesses.set(network, ofNetwork);
  const { subnetId, groupIds, privateIp, publicIp, ipv6Addresses } = own;
  const addresses = [...(privateIp === undefined ? [] : [privateIp]), ...ipv6Addresses];
  const likeness =
    ofNetwork.get(own) ??
    JSON.stringify([
      subnetId,
      groupIds,
      privateIp === undefined,
      publicIp === undefined,
      addresses.map((address) => blocksHolding(network, address)),
    ]);
  ofNetwork.set(own, likeness);
  return likeness;
}
