import type { Need } from '../../causes/need.ts';
import type { Fact } from '../fact.ts';
import type { Pull } from '../pull.ts';
import type { PodFacts, World } from '../world.ts';
import type { ExpiryFacts } from './expiry.ts';

export type PodPull = Extract<Pull, { kind: 'pod' }>;

/** Records of facts that stand in place of those of the shared world. */
export type OwnFacts = Partial<Omit<World, 'seenAt' | 'complete'>>;

/** What is known of a pod beside its facts. */
export interface FleetPod {
  readonly labels: Readonly<Record<string, string>>;
  /**
   * By container, what was seen for its pull alone: what a registry says to a Secret depends on the image, for example.
   */
  readonly own?: Readonly<Record<string, OwnFacts>>;
}

/** The pods of a cluster, or of a part of it, and the one world that all their pulls share. */
export interface Fleet {
  readonly world: World;
  /** By `namespace/name`; the facts of each stand in the world. */
  readonly pods: Readonly<Record<string, FleetPod>>;
  /** When lifecycle rules take images, by `account/region/repository`. */
  readonly expiries: Readonly<Record<string, Fact<ExpiryFacts>>>;
  /** What could not be listed. */
  readonly needs: readonly Need[];
}

/** A pod of a fleet that was seen. */
export interface SeenPod extends FleetPod {
  readonly key: string;
  readonly facts: PodFacts;
}

/** The pods that were seen, by namespace and name. */
export function podsOf({ world, pods }: Fleet): SeenPod[] {
  return Object.keys(pods)
    .sort()
    .flatMap((key) => {
      const fact = Object.hasOwn(world.pods, key) ? world.pods[key] : undefined;
      const pod = pods[key];
      return fact?.state === 'known' && pod !== undefined
        ? [{ ...pod, key, facts: fact.value }]
        : [];
    });
}

/** What makes a pod, as kubectl names it: `deployment/web`, or `pod/web` for a pod of its own. */
export function workloadOf({ owner, name }: PodFacts): string {
  return owner === undefined ? `pod/${name}` : `${owner.kind.toLowerCase()}/${owner.name}`;
}

/** The part of a fleet whose pods are wanted. */
export function partOf(fleet: Fleet, wanted: (pod: SeenPod) => boolean): Fleet {
  const pods = podsOf(fleet).filter(wanted);
  return {
    ...fleet,
    pods: Object.fromEntries(pods.map(({ key }) => [key, fleet.pods[key] as FleetPod])),
  };
}

/** The world of one pull: the shared one, with what was seen for this pull alone. */
export function worldOf({ world }: Fleet, { own }: FleetPod, container: string): World {
  const facts = own !== undefined && Object.hasOwn(own, container) ? own[container] : undefined;
  return facts === undefined ? world : { ...world, ...facts };
}
