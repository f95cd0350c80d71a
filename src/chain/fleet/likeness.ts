import { blocksHolding } from '../../network/index.ts';
import type { ContainerFacts, NodeFacts, PodFacts, World } from '../world.ts';
import { policiesTellApart } from './telling-apart.ts';

/** A node's name that is distinctive enough to be told from other words of a sentence. */
const distinctive = /^(?=.*[.\d-]).{6,}$/;

/**
 * Tells which pulls have the same proof, apart from what it says of pod, workload and node by name. Two pulls are alike
 * when everything that the chain may look at is alike: image, pull policy, Secrets, service account where it has a role,
 * and the node without its name. Facts of kinds that are not known here count as they stand.
 */
export class Likeness {
  readonly #world: World;
  readonly #kinds: readonly string[];
  readonly #nodes = new Map<string, string>();
  readonly #classes = new Map<string, number>();
  /** Policies may tell an instance from another by its session or its addresses: then each is a class of its own. */
  readonly #instancesCount: boolean;

  constructor(world: World) {
    this.#world = world;
    this.#kinds = Object.keys(world).filter(
      (kind) => !['seenAt', 'complete', 'pods'].includes(kind),
    );
    this.#instancesCount = policiesTellApart(world);
  }

  /** The key of a pull; equal keys mean equal proofs. @param own facts that were seen for this pull alone. */
  keyOf(pod: PodFacts, container: ContainerFacts, own: unknown): string {
    const {
      namespace,
      name: _name,
      node,
      serviceAccount,
      containers: _all,
      owner: _owner,
      events: _events,
      ...rest
    } = pod;
    const account = `${namespace}/${serviceAccount}`;
    const matters =
      rest.imagePullSecrets.length > 0 ||
      rest.serviceAccountRole !== undefined ||
      this.#factsAt(account).length > 0 ||
      own !== undefined;
    return JSON.stringify([
      container.image,
      container.imagePullPolicy,
      container.imagePullPolicy === 'Never' && this.#lies(container.image, node),
      rest,
      matters ? account : '',
      node === undefined ? undefined : this.#classOf(node),
      own,
      // Policies among them may tell the node from others.
      own === undefined ? '' : node,
    ]);
  }

  /** The number of a node's class; nodes of a class differ in their names only. */
  #classOf(name: string): number {
    const known = this.#nodes.get(name) ?? this.#describe(name);
    this.#nodes.set(name, known);
    const found = this.#classes.get(known) ?? this.#classes.size;
    this.#classes.set(known, found);
    return found;
  }

  #describe(name: string): string {
    const fact = valueAt(this.#world.nodes, name);
    if (fact?.state !== 'known' || this.#instancesCount || !distinctive.test(name)) {
      return JSON.stringify([name, fact]);
    }
    const { providerId } = fact.value;
    const id = providerId.slice(providerId.lastIndexOf('/') + 1);
    const facts = [
      plainNode(fact.value),
      this.#factsAt(name),
      this.#factsAt(id),
      plainInterface(this.#world, id),
    ];
    const text = JSON.stringify(facts).replaceAll(name, '{node}');
    return id === '' ? text : text.replaceAll(id, '{instance}');
  }

  /** What is known of a key, whatever kind of fact it is. */
  #factsAt(key: string): unknown[] {
    return this.#kinds.flatMap((kind) => {
      if (kind === 'nodes' || kind === 'secrets' || kind === 'interfaces') return [];
      const facts = this.#world[kind as 'instances'];
      const fact = valueAt(facts, key);
      const isEmpty =
        fact?.state === 'known' && Array.isArray(fact.value) && fact.value.length === 0;
      return fact === undefined || isEmpty ? [] : [[kind, fact]];
    });
  }

  #lies(image: string, node: string | undefined): boolean {
    const fact = node === undefined ? undefined : valueAt(this.#world.nodes, node);
    return fact?.state === 'known' && fact.value.images.includes(image);
  }
}

/** A node without what no verdict hangs on: its other images, how often its provider failed, and its zone. */
function plainNode({
  images: _images,
  credentialProvider,
  providerId,
  ...node
}: NodeFacts): object {
  const provider =
    credentialProvider.state === 'known'
      ? { ...credentialProvider.value, failures: 0 }
      : credentialProvider;
  return { ...node, provider, machine: providerId.replace(/(?<=-\d+)[a-z]\//, '/') };
}

/** An interface without its addresses, which count only as far as rules of its VPC tell them from others. */
function plainInterface(world: World, instance: string): unknown {
  const fact = valueAt(world.interfaces, instance);
  if (fact?.state !== 'known') return fact;
  const { privateIp = '', publicIp, ipv6Addresses, ...rest } = fact.value;
  const network = valueAt(world.networks, rest.vpcId);
  const seen = network?.state === 'known' ? network.value : undefined;
  const addresses = [privateIp, ...ipv6Addresses];
  return {
    ...rest,
    families: [privateIp !== '', publicIp !== undefined, ipv6Addresses.length > 0],
    addresses: addresses.map((one) => blocksHolding(seen, one)),
  };
}

function valueAt<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
