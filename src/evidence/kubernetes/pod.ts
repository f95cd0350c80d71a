import type { CoreV1Event, V1Pod } from '@kubernetes/client-node';
import type { Fact } from '../../chain/fact.ts';
import { type PodFacts, podAt } from '../../chain/world.ts';
import { withoutSecrets } from '../../symptoms/secrets.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Cluster } from './cluster.ts';
import { originOf } from './owner.ts';
import { podFacts } from './pod-facts.ts';
import { observeTemplate } from './template.ts';

/** Most events of a pod that are read, and characters of each. */
const most = { events: 20, characters: 2_000 };

/** Looks at a pod: its containers, what they wait for, what made it, where it is bound, its pull secrets. */
export function observePod(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<Fact<PodFacts>> {
  if (name.includes('/')) return observeTemplate(cluster, namespace, name);
  const look = { ...podAt(namespace, name), absentOn: ['404'] };
  return once(cluster, look.fact, () =>
    observe(look, async () => {
      const pod = await cluster.core.readNamespacedPod({ namespace, name });
      const [origin, annotations, events] = await Promise.all([
        originOf(cluster, pod),
        annotationsOfServiceAccount(cluster, pod),
        failuresOf(cluster, pod),
      ]);
      return podFacts(pod, origin, annotations, events);
    }),
  );
}

/** The annotations of the pod's service account; undefined where it may not be read. */
async function annotationsOfServiceAccount(
  { core }: Cluster,
  { metadata, spec }: V1Pod,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const account = await core.readNamespacedServiceAccount({
      namespace: metadata?.namespace ?? '',
      name: spec?.serviceAccountName || 'default',
    });
    return account.metadata?.annotations ?? {};
  } catch {
    return undefined;
  }
}

/** The kubelet's warnings about the pod's images, the latest last; none where events may not be read. */
async function failuresOf({ core }: Cluster, { metadata }: V1Pod): Promise<string[]> {
  const namespace = metadata?.namespace ?? '';
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${metadata?.name},type=Warning`;
  try {
    const { items } = await core.listNamespacedEvent({ namespace, fieldSelector, limit: 500 });
    return items
      .filter(({ involvedObject, message = '' }) => {
        return involvedObject.uid === metadata?.uid && /image|pull|sandbox/i.test(message);
      })
      .toSorted((a, b) => timeOf(a) - timeOf(b))
      .slice(-most.events)
      .map(({ message = '' }) => withoutSecrets(message).slice(0, most.characters));
  } catch {
    return [];
  }
}

function timeOf({ lastTimestamp, eventTime, metadata }: CoreV1Event): number {
  return new Date(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? 0).getTime();
}
