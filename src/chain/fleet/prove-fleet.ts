import type { Need } from '../../causes/need.ts';
import { known } from '../fact.ts';
import type { CauseFound, Proof } from '../proof.ts';
import { prove } from '../prove.ts';
import type { ContainerFacts, World } from '../world.ts';
import { type FailsWhen, failsWhen } from './fails-when.ts';
import { type Fleet, type PodPull, podsOf, type SeenPod, workloadOf, worldOf } from './fleet.ts';
import { Likeness } from './likeness.ts';

/** A pull of a fleet, and what became of it. */
export interface ProvenPull {
  readonly pull: PodPull;
  /** Such as `deployment/web`. */
  readonly workload: string;
  readonly image: string;
  readonly proof: Proof;
  /** Set where it is broken. */
  readonly fails?: FailsWhen;
}

export interface ProvenFleet {
  readonly pulls: readonly ProvenPull[];
  /** How many proofs it took: pulls that are alike are proven once. */
  readonly proofs: number;
}

/** Proves every pull of a fleet: of all containers of all pods, also those that initialize. */
export function proveFleet(fleet: Fleet): ProvenFleet {
  const prover = new Prover(fleet);
  const pulls = podsOf(fleet).flatMap((pod) =>
    pod.facts.containers.map((container) => prover.prove(pod, container)),
  );
  return { pulls, proofs: prover.proofs };
}

interface Kept {
  readonly proof: Proof;
  /** The node on which it was proven, and its instance. */
  readonly machine: readonly string[];
}

class Prover {
  readonly #fleet: Fleet;
  readonly #likeness: Likeness;
  readonly #kept = new Map<string, Kept>();

  constructor(fleet: Fleet) {
    this.#fleet = fleet;
    this.#likeness = new Likeness(fleet.world);
  }

  get proofs(): number {
    return this.#kept.size;
  }

  prove(pod: SeenPod, container: ContainerFacts): ProvenPull {
    const { namespace, name } = pod.facts;
    const pull: PodPull = { kind: 'pod', namespace, pod: name, container: container.name };
    const { proof, machine } = this.#proofOf(pull, pod, container);
    const fails = proof.verdict === 'broken' ? failsWhen(container) : undefined;
    return {
      pull,
      workload: workloadOf(pod.facts),
      image: container.image,
      proof: { ...proof, needs: renamed(proof.needs, machine, this.#machineOf(pod)) },
      ...(fails === undefined ? {} : { fails }),
    };
  }

  /**
   * First as if the container had never been tried and nothing made its pod, which is the same for most pods. More is needed
   * where a fix names the workload, and where the container waits and no link is broken: the kubelet's words count then.
   */
  #proofOf(pull: PodPull, pod: SeenPod, container: ContainerFacts): Kept {
    const { facts, own } = pod;
    const untried = {
      name: container.name,
      image: container.image,
      imagePullPolicy: container.imagePullPolicy,
    };
    const key = this.#likeness.keyOf(facts, container, own?.[container.name]);
    const { owner: _owner, events: _events, ...plain } = facts;
    const first = this.#once(key, pull, pod, { ...plain, containers: [untried] });
    const { verdict, causes } = first.proof;
    const waiting = verdict === 'broken' ? undefined : container.waiting;
    const isOfWorkload = causes.some(namesWorkload);
    const isOfMachine = causes.some((cause) => namesMachine(cause, first.machine));
    if (waiting === undefined && !isOfWorkload && !isOfMachine) return first;
    const told = waiting && [waiting, facts.events, facts.containers.map(({ image }) => image)];
    const machine = isOfMachine ? this.#machineOf(pod) : [];
    const made = [workloadOf(facts), facts.namespace, facts.owner, container.name, machine, told];
    return this.#once(`${key} ${JSON.stringify(made)}`, pull, pod, facts);
  }

  #once(key: string, pull: PodPull, pod: SeenPod, facts: SeenPod['facts']): Kept {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const shared = worldOf(this.#fleet, pod, pull.container);
    const world: World = { ...shared, pods: { [pod.key]: known(facts) } };
    const { runs: _runs, ...proof } = prove(pull, world);
    const made = { proof, machine: this.#machineOf(pod) };
    this.#kept.set(key, made);
    return made;
  }

  #machineOf({ facts: { node } }: SeenPod): string[] {
    if (node === undefined) return [];
    const { nodes } = this.#fleet.world;
    const fact = Object.hasOwn(nodes, node) ? nodes[node] : undefined;
    if (fact?.state !== 'known') return [node];
    const { providerId } = fact.value;
    return [node, providerId.slice(providerId.lastIndexOf('/') + 1)];
  }
}

/** Whether a cause is about the machine itself: what AWS would answer names the session of any. */
function namesMachine({ deciding, fix }: CauseFound, machine: readonly string[]): boolean {
  const text = `${deciding.text} ${fix.text} ${fix.patch}`;
  return machine.some((name) => name !== '' && text.includes(name));
}

/** Whether what mends a cause is done to the pod's workload, or may be once that is known. */
function namesWorkload({ link, fix }: CauseFound): boolean {
  return link === 'image' || (fix.changes ?? []).some((change) => 'namespace' in change);
}

/** The needs of a proof that was made on another machine, for this one. */
function renamed(
  needs: readonly Need[],
  from: readonly string[],
  to: readonly string[],
): readonly Need[] {
  const pairs = from.flatMap((name, at) => {
    const own = to[at];
    return name === '' || own === undefined || own === name ? [] : [[name, own] as const];
  });
  if (!needs.some(({ fact }) => pairs.some(([name]) => fact.includes(name)))) return needs;
  return needs.map((need) => ({
    ...need,
    fact: pairs.reduce((fact, [name, own]) => fact.replaceAll(name, own), need.fact),
  }));
}
