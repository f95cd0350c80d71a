import type { CoreV1Event, V1ObjectMeta, V1PodSpec } from '@kubernetes/client-node';
import { absent, type Fact, known, unseen } from '../../chain/fact.ts';
import { type PodFacts, podAt } from '../../chain/world.ts';
import { withoutSecrets } from '../../symptoms/secrets.ts';
import { observe } from '../observe.ts';
import type { Cluster } from './cluster.ts';
import { podFacts } from './pod-facts.ts';

/** What the API server said when a pod of a workload was to be created, and when it last said so, in milliseconds. */
export interface Refusal {
  readonly message: string;
  readonly at: number;
}

/** An object that makes pods by itself: it is what events are about. */
interface Maker {
  readonly kind: string;
  readonly name: string;
  readonly spec: V1PodSpec | undefined;
}

/** Most characters of a refusal that are kept. */
const most = 2_000;

/**
 * Looks at the pod that a workload would have, were it let in: by its template.
 * @param name as in `deployment/web`.
 */
export async function observeTemplate(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<Fact<PodFacts>> {
  const look = { ...podAt(namespace, name), absentOn: ['404'] };
  const maker = await observe(look, () => makerOf(cluster, namespace, name));
  if (maker.state !== 'known') return maker;
  const seen = await observeRefusal(cluster, namespace, maker.value);
  const refusal: Fact<string> = seen.state === 'known' ? known(seen.value.message) : seen;
  const [kind = '', owner = ''] = name.split('/');
  const facts = podFacts(
    { metadata: { namespace, name }, ...(maker.value.spec && { spec: maker.value.spec }) },
    { owner: { kind: kinds[kind] ?? kind, name: owner }, templateImages: {} },
    undefined,
    [],
  );
  return known({ ...facts, refusal });
}

/** The last refusal of a pod of a workload, such as `deployment/web`; undefined where none was seen. */
export async function refusalOf(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<Refusal | undefined> {
  const look = { fact: name, permission: name, absentOn: ['404'] };
  const maker = await observe(look, () => makerOf(cluster, namespace, name));
  if (maker.state !== 'known') return undefined;
  const refusal = await observeRefusal(cluster, namespace, maker.value);
  return refusal.state === 'known' ? refusal.value : undefined;
}

const kinds: Readonly<Record<string, string>> = {
  deployment: 'Deployment',
  replicaset: 'ReplicaSet',
  statefulset: 'StatefulSet',
  daemonset: 'DaemonSet',
  job: 'Job',
};

async function makerOf(
  { apps, batch }: Cluster,
  namespace: string,
  target: string,
): Promise<Maker | undefined> {
  const [kind = '', name = ''] = target.split('/');
  const named = { namespace, name };
  switch (kind) {
    case 'deployment': {
      const { metadata } = await apps.readNamespacedDeployment(named);
      const { items } = await apps.listNamespacedReplicaSet({ namespace });
      const newest = items
        .filter((one) => isOwnedBy(one.metadata, metadata))
        .toSorted((a, b) => revisionOf(b.metadata) - revisionOf(a.metadata))[0];
      if (newest === undefined) return undefined;
      return {
        kind: 'ReplicaSet',
        name: newest.metadata?.name ?? '',
        spec: newest.spec?.template?.spec,
      };
    }
    case 'replicaset':
      return {
        kind: 'ReplicaSet',
        name,
        spec: (await apps.readNamespacedReplicaSet(named)).spec?.template?.spec,
      };
    case 'statefulset':
      return {
        kind: 'StatefulSet',
        name,
        spec: (await apps.readNamespacedStatefulSet(named)).spec?.template.spec,
      };
    case 'daemonset':
      return {
        kind: 'DaemonSet',
        name,
        spec: (await apps.readNamespacedDaemonSet(named)).spec?.template.spec,
      };
    case 'job':
      return {
        kind: 'Job',
        name,
        spec: (await batch.readNamespacedJob(named)).spec?.template.spec,
      };
    default:
      return undefined;
  }
}

function isOwnedBy(one: V1ObjectMeta | undefined, owner: V1ObjectMeta | undefined): boolean {
  return one?.ownerReferences?.some(({ uid }) => uid === owner?.uid) === true;
}

function revisionOf(metadata: V1ObjectMeta | undefined): number {
  return Number(metadata?.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}

/** Controllers tell of a pod that they could not create in an event (FailedCreate). */
async function observeRefusal(
  { core }: Cluster,
  namespace: string,
  { kind, name }: Maker,
): Promise<Fact<Refusal>> {
  const look = {
    fact: `why ${kind} ${namespace}/${name} has no pod`,
    permission: `list events in namespace ${namespace}`,
    absentOn: ['404'],
  };
  const events = await observe(look, () => core.listNamespacedEvent({ namespace }));
  if (events.state === 'unseen') return unseen(events.need.fact, events.need.permission);
  if (events.state === 'absent') return absent;
  const [last] = events.value.items
    .filter(
      ({ reason, involvedObject }) =>
        reason === 'FailedCreate' && involvedObject.kind === kind && involvedObject.name === name,
    )
    .toSorted((a, b) => timeOf(b) - timeOf(a));
  if (last?.message === undefined) return absent;
  const message = withoutSecrets(last.message.replace(/^Error creating: /, '')).slice(0, most);
  return known({ message, at: timeOf(last) });
}

function timeOf({ lastTimestamp, eventTime, metadata }: CoreV1Event): number {
  return new Date(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0).getTime();
}
