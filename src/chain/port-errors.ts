import type { Need } from '../causes/need.ts';
import { type Fact, known } from './fact.ts';
import type { Subject } from './subject.ts';
import { triedLines } from './waiting.ts';
import { lookUp, type NetworkFacts, portErrorsAt, type World } from './world.ts';

/** How containerd, and Go's clients, tell of a connection that nobody answered. */
const unanswered = /i\/o timeout|context deadline exceeded|Client\.Timeout|TLS handshake timeout/;

/** Whether a pod waits because connections were not answered: a NAT gateway without ports drops them. */
export function wasUnanswered(subject: Pick<Subject, 'container' | 'pod' | 'image'>): boolean {
  return triedLines(subject as Subject).some((line) => unanswered.test(line));
}

/** Networks with what their NAT gateways told: many pods share one. */
const annotated = new WeakMap<
  NetworkFacts,
  WeakMap<NonNullable<World['portErrors']>, NetworkFacts>
>();

/** The network of a pod whose connections were not answered, with what its NAT gateways told of their ports. */
export function withPortErrors(
  subject: Pick<Subject, 'world' | 'network' | 'container' | 'pod' | 'image'>,
): Fact<NetworkFacts> {
  const { world, network } = subject;
  if (world.portErrors === undefined || network.state !== 'known') return network;
  if (!wasUnanswered(subject)) return network;
  const byErrors = annotated.get(network.value) ?? new WeakMap();
  annotated.set(network.value, byErrors);
  const done = byErrors.get(world.portErrors) ?? withErrors(network.value, world);
  byErrors.set(world.portErrors, done);
  return known(done);
}

function withErrors(network: NetworkFacts, world: World): NetworkFacts {
  const { natGateways } = network;
  if (natGateways.state !== 'known') return network;
  const value = natGateways.value.map((gateway) => {
    const errors = lookUp(world, portErrorsAt(gateway.natGatewayId));
    return errors.state === 'known' ? { ...gateway, portErrors: errors.value } : gateway;
  });
  return { ...network, natGateways: known(value) };
}

/**
 * What would show whether a gateway on the way has ports left, of a pod whose connections were not answered.
 * @param components that a connection passes.
 */
export function unseenPorts(subject: Subject, components: readonly string[]): Need[] {
  const { portErrors = {} } = subject.world;
  if (!wasUnanswered(subject)) return [];
  return [...new Set(components)].flatMap((id) => {
    const fact = Object.hasOwn(portErrors, id) ? portErrors[id] : undefined;
    return fact?.state === 'unseen' ? [fact.need] : [];
  });
}
