import type { Node, Pod } from '../k8s-api/types.ts';

/** Where a pod fits, or why it fits nowhere, in the scheduler's words. */
export type Fit = { readonly node: string } | { readonly why: string };

/** Which pods each node has. */
export class NodeLoad {
  readonly #nodeOf = new Map<string, string>();
  readonly #count = new Map<string, number>();

  /**
   * Notes on which node a pod is; undefined when it takes no room anywhere.
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

  /** Chooses the emptiest of the nodes that are ready, fit the node selector and have room for one more. */
  choose({ spec }: Pod, nodes: Iterable<Node>): Fit {
    const wanted = Object.entries(spec.nodeSelector ?? {});
    const all = [...nodes];
    const ready = all.filter(isReady);
    const selected = ready.filter(({ metadata }) =>
      wanted.every(([key, value]) => metadata.labels?.[key] === value),
    );
    const roomy = selected.filter((node) => this.on(node.metadata.name) < capacityOf(node));
    const [first] = roomy
      .map(({ metadata }) => metadata.name)
      .sort((a, b) => this.on(a) - this.on(b) || a.localeCompare(b));
    if (first !== undefined) return { node: first };
    if (all.length === 0) return { why: 'no nodes available to schedule pods' };
    const reasons = [
      [all.length - ready.length, 'node(s) were unschedulable or not ready'],
      [ready.length - selected.length, "node(s) didn't match Pod's node affinity/selector"],
      [selected.length - roomy.length, 'Too many pods'],
    ] as const;
    const told = reasons.filter(([count]) => count > 0).map(([count, why]) => `${count} ${why}`);
    return { why: `0/${all.length} nodes are available: ${told.join(', ')}.` };
  }
}

function isReady({ spec, status }: Node): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return ready && spec.unschedulable !== true;
}

/** How many pods a node takes; one that does not say takes any number. */
function capacityOf({ status }: Node): number {
  const pods = status?.allocatable?.pods;
  return pods === undefined ? Number.POSITIVE_INFINITY : Number(pods);
}
