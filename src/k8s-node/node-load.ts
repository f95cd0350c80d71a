import { notReady, type Taint, unschedulable, untolerated } from '../k8s-api/taints.ts';
import type { Node, Pod } from '../k8s-api/types.ts';

/** The node for a pod, or the scheduler's message when there is none. */
export type Fit = { readonly node: string } | { readonly why: string };

/** The pods of each node. */
export class NodeLoad {
  readonly #nodeOf = new Map<string, string>();
  readonly #count = new Map<string, number>();

  /**
   * Records which node a pod is on; undefined when it is on none.
   * @returns whether it left a node.
   */
  set(uid: string, node: string | undefined): boolean {
    const before = this.#nodeOf.get(uid);
    if (before === (node || undefined)) return false;
    if (before !== undefined) this.#count.set(before, this.on(before) - 1);
    if (node) {
      this.#nodeOf.set(uid, node);
      this.#count.set(node, this.on(node) + 1);
    } else this.#nodeOf.delete(uid);
    return before !== undefined;
  }

  /** @returns how many pods a node has. */
  on(node: string): number {
    return this.#count.get(node) ?? 0;
  }

  /** Chooses the node with the fewest pods among those that accept a pod and have room for one more. */
  choose(pod: Pod, nodes: Iterable<Node>): Fit {
    const all = [...nodes];
    const refusals = new Map<string, number>();
    const fitting = all.filter((node) => {
      const why = refusal(pod, node, this.on(node.metadata.name));
      if (why !== undefined) refusals.set(why, 1 + (refusals.get(why) ?? 0));
      return why === undefined;
    });
    const [first] = fitting
      .map(({ metadata }) => metadata.name)
      .sort((a, b) => this.on(a) - this.on(b) || a.localeCompare(b));
    if (first !== undefined) return { node: first };
    if (all.length === 0) return { why: 'no nodes available to schedule pods' };
    const told = [...refusals].map(([why, count]) => `${count} ${why}`).sort();
    const none = `0/${all.length} nodes are available`;
    return {
      why: `${none}: ${told.join(', ')}. no new claims to deallocate, preemption: ${none}: ${all.length} Preemption is not helpful for scheduling.`,
    };
  }
}

/** The taint effects that keep a pod from being bound; `PreferNoSchedule` does not. */
const binding = ['NoSchedule', 'NoExecute'];

/**
 * Why a node does not accept a pod: the scheduler's filters, in their order and with their messages. A node
 * that is not ready has a taint for that.
 */
function refusal({ spec }: Pod, { metadata, spec: node, status }: Node, load: number) {
  const { tolerations = [], nodeSelector = {} } = spec;
  const areTolerated = (taints: readonly Taint[]) =>
    untolerated(taints, tolerations, binding) === undefined;
  if (node.unschedulable === true && !areTolerated([unschedulable]))
    return 'node(s) were unschedulable';
  const isReady = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  const taints = [
    ...(node.taints ?? []).filter(({ key }) => key !== unschedulable.key),
    ...(isReady ? [] : [notReady]),
  ];
  if (!areTolerated(taints)) return 'node(s) had untolerated taint(s)';
  const isSelected = Object.entries(nodeSelector).every(
    ([key, value]) => metadata.labels?.[key] === value,
  );
  if (!isSelected) return "node(s) didn't match Pod's node affinity/selector";
  return load < capacityOf(status) ? undefined : 'Too many pods';
}

/** How many pods a node accepts; without a capacity, any number. */
function capacityOf(status: Node['status']): number {
  const pods = status?.allocatable?.pods;
  return pods === undefined ? Number.POSITIVE_INFINITY : Number(pods);
}
