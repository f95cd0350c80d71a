import { clusterUnseen, EvidenceError } from '../errors.ts';
import { observe } from '../observe.ts';
import type { Cluster } from './cluster.ts';

/**
 * Names of the pods of a namespace.
 * @throws EvidenceError `CLUSTER_UNSEEN`, or `NO_PODS` when it has none or is not there.
 */
export async function podsOf({ core }: Cluster, namespace: string): Promise<string[]> {
  const look = {
    fact: `pods of namespace ${namespace}`,
    permission: `list pods in namespace ${namespace}`,
    absentOn: ['404'],
  };
  const seen = await observe(look, () => core.listNamespacedPod({ namespace }));
  if (seen.state === 'unseen') throw clusterUnseen(seen.need.permission);
  const names =
    seen.state === 'absent' ? [] : seen.value.items.flatMap(({ metadata }) => metadata?.name ?? []);
  if (names.length > 0) return names;
  throw new EvidenceError(
    'NO_PODS',
    `there are no pods in namespace ${namespace}`,
    'List them with kubectl get pods --all-namespaces, and choose the namespace with --namespace.',
  );
}
