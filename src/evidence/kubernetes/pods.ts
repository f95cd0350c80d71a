import { clusterUnseen } from '../errors.ts';
import { observe } from '../observe.ts';
import { openCluster } from './cluster.ts';

/**
 * Names of the pods of a namespace.
 * @throws EvidenceError `CLUSTER_UNSEEN`.
 */
export async function podsOf(namespace: string): Promise<string[]> {
  const look = {
    fact: `pods of namespace ${namespace}`,
    permission: `list pods in namespace ${namespace}`,
    absentOn: ['404'],
  };
  const { core } = openCluster();
  const seen = await observe(look, () => core.listNamespacedPod({ namespace }));
  if (seen.state === 'unseen') throw clusterUnseen(seen.need.permission);
  if (seen.state === 'absent') return [];
  return seen.value.items.flatMap(({ metadata }) => metadata?.name ?? []);
}
