import type { V1Pod } from '@kubernetes/client-node';
import { clusterUnseen, EvidenceError } from '../errors.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import { podsOfWorkload, type Workload } from '../kubernetes/workload.ts';
import { observe } from '../observe.ts';
import { allOf } from './pages.ts';

/** Which pods are looked at. */
export interface Scope {
  /** Left out for all. */
  readonly namespace?: string | undefined;
  /** As kubectl takes it: `app=web,tier!=test`. */
  readonly labelSelector?: string | undefined;
  /** Only their pods, where there are any. */
  readonly workloads: readonly (
    | Workload
    | { readonly kind: 'pod'; readonly name: string; readonly namespace: string }
  )[];
}

/**
 * The pods that pull, or may pull again: those that have finished do not.
 * @throws EvidenceError when the API server does not list them, or there are none.
 */
export async function podsIn(cluster: Cluster, scope: Scope): Promise<V1Pod[]> {
  const all =
    scope.workloads.length > 0 ? await ofWorkloads(cluster, scope) : await listed(cluster, scope);
  if (all.length === 0) throw await noPods(cluster, scope);
  const pulling = all.filter((pod) => !hasFinished(pod));
  if (pulling.length > 0) return pulling;
  throw new EvidenceError(
    'NO_PODS',
    `all ${all.length} pods ${whereOf(scope)} have finished: none pulls an image again`,
    'Name a pod to examine it all the same.',
  );
}

async function listed(cluster: Cluster, scope: Scope): Promise<readonly V1Pod[]> {
  const { namespace, labelSelector } = scope;
  const { core } = cluster;
  const where = namespace === undefined ? 'in all namespaces' : `in namespace ${namespace}`;
  const asked = labelSelector === undefined ? {} : { labelSelector };
  const pods = await observe(
    { fact: 'pods', permission: `list pods ${where}`, absentOn: ['404'] },
    () =>
      allOf((cut) =>
        namespace === undefined
          ? core.listPodForAllNamespaces({ ...asked, ...cut })
          : core.listNamespacedPod({ namespace, ...asked, ...cut }),
      ),
  );
  if (pods.state === 'known') return pods.value;
  if (pods.state === 'absent') return [];
  const { permission } = pods.need;
  if (namespace !== undefined || !/^list pods in all namespaces$/.test(permission))
    throw clusterUnseen(permission);
  throw new EvidenceError(
    'CLUSTER_UNSEEN',
    `the cluster was not seen: ${permission}`,
    'Name a namespace whose pods you may list with --namespace, or have the ClusterRole bound that hawser doctor --permissions prints.',
  );
}

async function ofWorkloads(cluster: Cluster, { workloads }: Scope): Promise<readonly V1Pod[]> {
  const pods = await Promise.all(
    workloads.map((workload) =>
      workload.kind === 'pod'
        ? podNamed(cluster, workload)
        : podsOfWorkload(cluster, workload as Workload),
    ),
  );
  return [...new Map(pods.flat().map((pod) => [pod.metadata?.uid, pod])).values()];
}

async function podNamed(
  { core }: Cluster,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): Promise<V1Pod[]> {
  const permission = `get pods in namespace ${namespace}`;
  const seen = await observe({ fact: `pod ${name}`, permission, absentOn: ['404'] }, () =>
    core.readNamespacedPod({ namespace, name }),
  );
  if (seen.state === 'unseen') throw clusterUnseen(seen.need.permission);
  if (seen.state === 'known') return [seen.value];
  throw new EvidenceError(
    'NO_SUCH_POD',
    `there is no pod ${name} in namespace ${namespace}`,
    'List them with kubectl get pods --all-namespaces, and choose the namespace with --namespace.',
  );
}

async function noPods({ core }: Cluster, scope: Scope): Promise<EvidenceError> {
  const { namespace } = scope;
  if (namespace !== undefined) {
    const found = await observe({ fact: '', permission: '', absentOn: ['404'] }, () =>
      core.readNamespace({ name: namespace }),
    );
    if (found.state === 'absent') {
      return new EvidenceError(
        'NO_SUCH_NAMESPACE',
        `there is no namespace ${namespace}`,
        'List them with kubectl get namespaces.',
      );
    }
  }
  return new EvidenceError(
    'NO_PODS',
    `there are no pods ${whereOf(scope)}`,
    'List them with kubectl get pods --all-namespaces.',
  );
}

function whereOf({ namespace, labelSelector, workloads }: Scope): string {
  if (workloads.length > 0)
    return `of ${workloads.map(({ kind, name }) => `${kind}/${name}`).join(', ')}`;
  const where = namespace === undefined ? 'in the cluster' : `in namespace ${namespace}`;
  return labelSelector === undefined ? where : `${where} with labels ${labelSelector}`;
}

function hasFinished({ status }: V1Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}
