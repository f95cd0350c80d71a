import { deleteObject } from '../deletion.ts';
import type { ObjectStore, Stored } from '../object-store.ts';
import { resources } from '../resources.ts';
import { secondsTolerated, type Taint, unschedulable } from '../taints.ts';
import type { Node, Pod } from '../types.ts';
import type { Budget } from './budget.ts';
import { record } from './record.ts';

/** Keeps the taint of a cordoned node in sync with its spec (pkg/controller/nodelifecycle). */
export function reconcileNodes(store: ObjectStore, budget: Budget): void {
  for (const node of store.list(resources.nodes) as (Stored & Node)[]) {
    const taints = taintsOf(node);
    const others = taints.filter(({ key }) => key !== unschedulable.key);
    const isTainted = others.length < taints.length;
    const isCordoned = node.spec.unschedulable === true;
    if (isTainted === isCordoned || !budget.take()) continue;
    const wanted = isCordoned ? [...others, { ...unschedulable, timeAdded: store.now() }] : others;
    store.modify(resources.nodes, node, (copy) => {
      const { taints: _, ...spec } = (copy as Stored & Node).spec;
      copy.spec = wanted.length === 0 ? spec : { ...spec, taints: wanted };
    });
  }
}

/**
 * Evicts pods from nodes whose NoExecute taints they do not tolerate, or no longer do
 * (pkg/controller/tainteviction).
 * @returns the rounds of one controller, which keeps since when each pod has tolerated its taints.
 */
export function taintEviction(): (store: ObjectStore, budget: Budget) => void {
  let since = new Map<string, number>();
  return (store, budget) => {
    const nodes = store.list(resources.nodes) as (Stored & Node)[];
    const tainted = new Map(
      nodes
        .map((node) => [node.metadata.name, taintsOf(node)] as const)
        .filter(([, taints]) => taints.some(({ effect }) => effect === 'NoExecute')),
    );
    const seen = new Map<string, number>();
    if (tainted.size > 0) {
      for (const pod of store.list(resources.pods) as (Stored & Pod)[]) {
        const taints = tainted.get(pod.spec.nodeName ?? '');
        if (taints === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
        const now = Date.parse(store.now());
        const first = since.get(pod.metadata.uid ?? '') ?? now;
        seen.set(pod.metadata.uid ?? '', first);
        const until = first + secondsTolerated(taints, pod.spec.tolerations ?? []) * 1000;
        if (now >= until && budget.take()) evict(store, pod);
      }
    }
    since = seen;
  };
}

function evict(store: ObjectStore, pod: Stored & Pod): void {
  const { namespace, name } = pod.metadata;
  const message = `Marking for deletion Pod ${namespace}/${name}`;
  record(store, 'taint-eviction-controller', pod, 'Normal', 'TaintManagerEviction', message);
  deleteObject(store, resources.pods, pod);
}

function taintsOf({ spec }: Node): readonly Taint[] {
  return spec.taints ?? [];
}
