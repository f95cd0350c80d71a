import { EvidenceError } from '../errors.ts';
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
  if (seen.state === 'unseen') {
    throw new EvidenceError(
      'CLUSTER_UNSEEN',
      `the cluster was not seen: ${seen.need.permission}`,
      'Check the current context with kubectl config current-context, and KUBECONFIG.',
    );
  }
  if (seen.state === 'absent') return [];
  return seen.value.items.flatMap(({ metadata }) => metadata?.name ?? []);
}
