import { hostsOfPull, type Interface, type Way, wayTo } from '../../network/index.ts';
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

export function interfaceOf({ networkInterface, platform }: InVpc): Interface {
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
  const known = waysFrom(network.value, networkInterface.value);
  return hosts.map((host) => {
    const key = `${host.name} ${subject.platform?.os}`;
    const way = known.get(key) ?? wayTo(network.value, interfaceOf(subject), host);
    known.set(key, way);
    return way;
  });
}

/** Many pods are on one node: a way is walked once for all of them. */
const walked = new WeakMap<NetworkFacts, WeakMap<InterfaceFacts, Map<string, Way>>>();

function waysFrom(network: NetworkFacts, from: InterfaceFacts): Map<string, Way> {
  const ofNetwork = walked.get(network) ?? new WeakMap<InterfaceFacts, Map<string, Way>>();
  walked.set(network, ofNetwork);
  const ways = ofNetwork.get(from) ?? new Map<string, Way>();
  ofNetwork.set(from, ways);
  return ways;
}
