import type { World } from '../../chain/world.ts';
import type { ClusterObjects } from '../faults/fault.ts';

/** What the admin routes do beyond the core. */
export interface AdminHooks {
  readonly objects: ClusterObjects;
  world(): Promise<World>;
  /** Does what changes the cluster while nobody else changes it, and no reset is under way. */
  inTurn<Result>(change: () => Promise<Result>): Promise<Result>;
  /** What `hawser collect --node` finds on a node, with the hosts of an image. @throws LocalError `NO_SUCH_NODE` */
  readonly nodeReport?: (node: string, image: string | undefined) => Promise<object>;
  /** Called when records were changed behind the services' backs, by a fault, its healing or a reset. */
  changed(): Promise<void>;
  /** Has everything removed while the cluster stands still, then makes what a fresh local AWS has. */
  restart(clear: () => Promise<void>): Promise<void>;
  addNode(body: Readonly<Record<string, unknown>>): Promise<object>;
  nodes(): object[];
  kubeconfig(): string;
  readonly version: string;
  /** Where the data is kept. */
  readonly folder: string;
}
