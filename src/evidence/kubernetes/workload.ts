import type { V1LabelSelector, V1Pod } from '@kubernetes/client-node';
import { clusterUnseen, EvidenceError } from '../errors.ts';
import { observe } from '../observe.ts';
import type { Cluster } from './cluster.ts';
import { refusalOf } from './template.ts';

/** Kinds of objects that make pods. */
export type WorkloadKind =
  | 'deployment'
  | 'replicaset'
  | 'statefulset'
  | 'daemonset'
  | 'job'
  | 'cronjob';

/** An object that makes pods, as kubectl names it: `deployment/web`. */
export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  readonly namespace: string;
}

/** Kinds by all the names that kubectl takes for them. (kubectl api-resources) */
const kinds: Readonly<Record<string, WorkloadKind | 'pod'>> = {
  pod: 'pod',
  pods: 'pod',
  po: 'pod',
  deployment: 'deployment',
  deployments: 'deployment',
  deploy: 'deployment',
  replicaset: 'replicaset',
  replicasets: 'replicaset',
  rs: 'replicaset',
  statefulset: 'statefulset',
  statefulsets: 'statefulset',
  sts: 'statefulset',
  daemonset: 'daemonset',
  daemonsets: 'daemonset',
  ds: 'daemonset',
  job: 'job',
  jobs: 'job',
  cronjob: 'cronjob',
  cronjobs: 'cronjob',
  cj: 'cronjob',
};

/** The kind that a word names, also with its group, such as `deployments.apps`; undefined for any other word. */
export function kindNamed(word: string): WorkloadKind | 'pod' | undefined {
  const [plural = ''] = word.toLowerCase().split('.', 1);
  return Object.hasOwn(kinds, plural) ? kinds[plural] : undefined;
}

/**
 * The pod of a workload that tells most of its pulls: one that waits for an image, else the newest. Where the API server
 * lets none in, the workload itself, as `deployment/web`, stands for the pod that it would have.
 * @throws EvidenceError `NO_SUCH_WORKLOAD`, `NO_PODS` when it has none, `CLUSTER_UNSEEN`.
 */
export async function podOfWorkload(cluster: Cluster, workload: Workload): Promise<string> {
  const { kind, name, namespace } = workload;
  const own = await podsOfWorkload(cluster, workload);
  const [first] = own.toSorted((a, b) => rank(b) - rank(a) || createdAt(b) - createdAt(a));
  // While no pod of it waits, none of the current template may have been let in.
  if (first === undefined || rank(first) < 2) {
    const refusal = await refusalOf(cluster, namespace, `${kind}/${name}`);
    const isLater = first === undefined || (refusal?.at ?? 0) > createdAt(first);
    if (refusal !== undefined && isLater) return `${kind}/${name}`;
  }
  if (first?.metadata?.name !== undefined) return first.metadata.name;
  throw new EvidenceError(
    'NO_PODS',
    `${kind} ${namespace}/${name} has no pods`,
    `See why with kubectl -n ${namespace} describe ${kind} ${name}.`,
  );
}

/**
 * All pods of a workload.
 * @throws EvidenceError `NO_SUCH_WORKLOAD`, `CLUSTER_UNSEEN`.
 */
export async function podsOfWorkload(cluster: Cluster, workload: Workload): Promise<V1Pod[]> {
  const { kind, namespace } = workload;
  const owners = kind === 'cronjob' ? await jobsOf(cluster, workload) : undefined;
  const selector = owners === undefined ? await selectorOf(cluster, workload) : undefined;
  const pods = await look(`list pods in namespace ${namespace}`, async () => {
    const labels = selector === undefined ? {} : { labelSelector: selector };
    return (await cluster.core.listNamespacedPod({ namespace, ...labels })).items;
  });
  return (pods ?? []).filter(
    ({ metadata }) =>
      owners === undefined || metadata?.ownerReferences?.some(({ uid }) => owners.has(uid)),
  );
}

async function selectorOf(cluster: Cluster, workload: Workload): Promise<string> {
  const { kind, name, namespace } = workload;
  const named = { name, namespace };
  const { apps, batch } = cluster;
  const reads = {
    deployment: () => apps.readNamespacedDeployment(named),
    replicaset: () => apps.readNamespacedReplicaSet(named),
    statefulset: () => apps.readNamespacedStatefulSet(named),
    daemonset: () => apps.readNamespacedDaemonSet(named),
    job: () => batch.readNamespacedJob(named),
    cronjob: () => batch.readNamespacedCronJob(named),
  };
  const found = await look(permissionOf(workload), async () => await reads[kind]());
  if (found === undefined) throw noSuchWorkload(workload);
  const { selector } = (found.spec ?? {}) as { readonly selector?: V1LabelSelector };
  // Without one all pods of the namespace would be taken for the workload's.
  if (selector === undefined) throw clusterUnseen(`${permissionOf(workload)} (it has no selector)`);
  return labelSelector(selector);
}

/** Uids of the jobs that a cron job made: its pods are theirs. */
async function jobsOf(cluster: Cluster, workload: Workload): Promise<ReadonlySet<string>> {
  const { name, namespace } = workload;
  const permission = permissionOf(workload);
  const cron = await look(permission, () =>
    cluster.batch.readNamespacedCronJob({ name, namespace }),
  );
  if (cron === undefined) throw noSuchWorkload(workload);
  const jobs = await look(`list jobs in namespace ${namespace}`, () =>
    cluster.batch.listNamespacedJob({ namespace }),
  );
  const own = (jobs?.items ?? []).filter(({ metadata }) =>
    metadata?.ownerReferences?.some(({ uid }) => uid === cron.metadata?.uid),
  );
  return new Set(own.flatMap(({ metadata }) => metadata?.uid ?? []));
}

/** A selector as the query of a list has it. */
export function labelSelector({
  matchLabels = {},
  matchExpressions = [],
}: V1LabelSelector): string {
  return [
    ...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`),
    ...matchExpressions.map(({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      return `${key} ${operator === 'In' ? 'in' : 'notin'} (${values.join(',')})`;
    }),
  ].join(',');
}

async function look<Value>(
  permission: string,
  read: () => Promise<Value>,
): Promise<Value | undefined> {
  const seen = await observe({ fact: permission, permission, absentOn: ['404'] }, read);
  if (seen.state === 'unseen') throw clusterUnseen(seen.need.permission);
  return seen.state === 'absent' ? undefined : seen.value;
}

function permissionOf({ kind, namespace }: Workload): string {
  return `get ${kind}s in namespace ${namespace}`;
}

function noSuchWorkload({ kind, name, namespace }: Workload): EvidenceError {
  return new EvidenceError(
    'NO_SUCH_WORKLOAD',
    `there is no ${kind} ${name} in namespace ${namespace}`,
    `List them with kubectl get ${kind}s --all-namespaces, and choose the namespace with --namespace.`,
  );
}

/** How much a pod tells of its pulls. */
function rank({ status, metadata }: V1Pod): number {
  if (metadata?.deletionTimestamp !== undefined) return 0;
  const all = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const reasons = all.flatMap(({ state }) => state?.waiting?.reason ?? []);
  if (reasons.some((reason) => /Image|Registry/.test(reason))) return 3;
  return reasons.length > 0 || status?.phase === 'Pending' ? 2 : 1;
}

function createdAt({ metadata }: V1Pod): number {
  return new Date(metadata?.creationTimestamp ?? 0).getTime();
}
