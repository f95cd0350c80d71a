import { nameOf } from '../names/arn.ts';
import { absent, type Fact, known } from './fact.ts';
import {
  type ClientFacts,
  type InstanceFacts,
  type InstanceProfileFacts,
  type InterfaceFacts,
  instanceAt,
  instanceProfileAt,
  interfaceAt,
  lookUp,
  type NodeFacts,
  nodeAt,
  type ServiceAccountFacts,
  type World,
} from './world.ts';

/** The machine under a client inside the cluster, whose role the client takes where it has none of its own. */
export interface ClientMachine {
  readonly client: Fact<ClientFacts>;
  readonly node: Fact<NodeFacts>;
  readonly instance: Fact<InstanceFacts>;
  readonly networkInterface: Fact<InterfaceFacts>;
  readonly profile: Fact<InstanceProfileFacts>;
}

/** Gathers what the world knows of the machine under a client. */
export function clientMachineOf(
  serviceAccount: Fact<ServiceAccountFacts>,
  world: World,
): ClientMachine {
  const client = follow(serviceAccount, ({ client: seen = absent }) => seen);
  const node = follow(client, ({ node: name }) =>
    name === undefined ? absent : lookUp(world, nodeAt(name)),
  );
  const id = follow(node, ({ providerId }) => known(nameOf(providerId)));
  const instance = follow(id, (name) => lookUp(world, instanceAt(name)));
  return {
    client,
    node,
    instance,
    networkInterface: follow(id, (name) => lookUp(world, interfaceAt(name))),
    profile: follow(instance, ({ instanceProfile: arn }) =>
      arn === undefined ? absent : lookUp(world, instanceProfileAt(arn)),
    ),
  };
}

/**
 * How far a client is from the instance metadata: `off` where it is disabled, `too far` where the answer with the session token
 * does not pass as many hops, the bridge of a pod being one (EC2 User Guide, "Instance metadata options"); without required
 * tokens, SDKs do without.
 */
export function metadataFor(
  { hostNetwork }: ClientFacts,
  { metadata }: InterfaceFacts,
): 'reached' | 'off' | 'too far' | 'unseen' {
  if (metadata === undefined) return 'unseen';
  const { endpoint, tokens, hopLimit } = metadata;
  if (endpoint === 'disabled') return 'off';
  return !hostNetwork && tokens === 'required' && hopLimit < 2 ? 'too far' : 'reached';
}

/** Whether a client finds the role of its node. */
export function takesRoleOfNode({ client, networkInterface }: ClientMachine): boolean {
  if (client.state !== 'known' || networkInterface.state !== 'known') return false;
  const { onFargate } = client.value;
  return !onFargate && metadataFor(client.value, networkInterface.value) === 'reached';
}

/** Whether a service account has no role of its own, for certain. */
export function isOwnless(serviceAccount: Fact<ServiceAccountFacts>): boolean {
  if (serviceAccount.state !== 'known') return false;
  const { annotatedRole, associatedRole } = serviceAccount.value;
  return annotatedRole === undefined && associatedRole.state === 'absent';
}

/** Goes on from a fact that is known; what is absent or unseen stays so. */
export function follow<From, To>(fact: Fact<From>, next: (value: From) => Fact<To>): Fact<To> {
  return fact.state === 'known' ? next(fact.value) : fact;
}
