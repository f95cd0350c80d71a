import type { CoreV1Event, V1Container, V1ContainerState, V1Pod } from '@kubernetes/client-node';
import { type Fact, unseen } from '../../chain/fact.ts';
import { roleAnnotation } from '../../chain/pull-tokens.ts';
import { type ContainerFacts, type OwnerFacts, type PodFacts, podAt } from '../../chain/world.ts';
import { withoutSecrets } from '../../symptoms/secrets.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Cluster } from './cluster.ts';
import { ownerOf } from './owner.ts';

/** Annotation by which IRSA gives a role to a service account's pods. */
const irsa = 'eks.amazonaws.com/role-arn';

/** Most events of a pod that are read, and characters of each. */
const most = { events: 20, characters: 2_000 };

/** Looks at a pod: its containers, what they wait for, what made it, where it is bound, its pull secrets. */
export function observePod(
  cluster: Cluster,
  namespace: string,
  name: string,
): Promise<Fact<PodFacts>> {
  const look = { ...podAt(namespace, name), absentOn: ['404'] };
  return once(cluster, look.fact, () =>
    observe(look, async () => {
      const pod = await cluster.core.readNamespacedPod({ namespace, name });
      const [owner, annotations, events] = await Promise.all([
        ownerOf(cluster, pod),
        annotationsOfServiceAccount(cluster, pod),
        failuresOf(cluster, pod),
      ]);
      return podFacts(pod, owner, annotations, events);
    }),
  );
}

function podFacts(
  { metadata, spec, status }: V1Pod,
  owner: OwnerFacts | undefined,
  annotations: Readonly<Record<string, string>> | undefined,
  events: readonly string[],
): PodFacts {
  const containers = [
    ...(spec?.initContainers ?? []),
    ...(spec?.containers ?? []),
    ...(spec?.ephemeralContainers ?? []),
  ];
  const statuses = [
    ...(status?.initContainerStatuses ?? []),
    ...(status?.containerStatuses ?? []),
    ...(status?.ephemeralContainerStatuses ?? []),
  ];
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    ...(spec?.nodeName === undefined ? {} : { node: spec.nodeName }),
    serviceAccount: spec?.serviceAccountName ?? 'default',
    containers: containers.map((container) =>
      containerFacts(container, statuses.find(({ name }) => name === container.name)?.state),
    ),
    ...(owner === undefined ? {} : { owner }),
    ...rolesIn(annotations),
    ...fargateOf(metadata?.labels),
    ...(events.length === 0 ? {} : { events }),
    imagePullSecrets: (spec?.imagePullSecrets ?? []).flatMap(({ name }) => name ?? []),
  };
}

/** EKS labels what it puts on Fargate with the profile; its role is looked up in AWS. */
function fargateOf(labels: Readonly<Record<string, string>> = {}): Pick<PodFacts, 'fargate'> {
  const profile = labels['eks.amazonaws.com/fargate-profile'];
  if (profile === undefined) return {};
  const need = [
    `pod execution role of Fargate profile ${profile}`,
    'eks:DescribeFargateProfile',
  ] as const;
  return { fargate: { profile, role: unseen(...need) } };
}

function containerFacts(
  { name, image, imagePullPolicy }: Pick<V1Container, 'name' | 'image' | 'imagePullPolicy'>,
  state: V1ContainerState | undefined,
): ContainerFacts {
  const waiting = state?.waiting;
  const facts = {
    name,
    image: image ?? '',
    imagePullPolicy: imagePullPolicy ?? 'IfNotPresent',
    ...(state?.running === undefined ? {} : { running: true }),
    ...(state?.terminated === undefined ? {} : { ended: true }),
  };
  if (waiting?.reason === undefined) return facts;
  return {
    ...facts,
    waiting: { reason: waiting.reason, message: withoutSecrets(waiting.message ?? '') },
  };
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

type OfServiceAccount = Pick<
  PodFacts,
  'serviceAccountRole' | 'serviceAccountAnnotations' | 'pullRole'
>;

/** The roles that they name; whether tokens of the account are taken for the one to pull with is looked up in AWS. */
function rolesIn(annotations: Readonly<Record<string, string>> | undefined): OfServiceAccount {
  if (annotations === undefined) return {};
  const serviceAccountRole = annotations[irsa];
  const role = annotations[roleAnnotation];
  const hidden = unseen('the issuer of tokens of the cluster', 'eks:DescribeCluster');
  return {
    serviceAccountAnnotations: Object.keys(annotations).sort(),
    ...(serviceAccountRole === undefined ? {} : { serviceAccountRole }),
    ...(role === undefined ? {} : { pullRole: { role, issuer: hidden, audiences: hidden } }),
  };
}

/** The kubelet's warnings about the pod's images, the latest last; none where events may not be read. */
async function failuresOf({ core }: Cluster, { metadata }: V1Pod): Promise<string[]> {
  const namespace = metadata?.namespace ?? '';
  const fieldSelector = `involvedObject.kind=Pod,involvedObject.name=${metadata?.name},type=Warning`;
  try {
    const { items } = await core.listNamespacedEvent({ namespace, fieldSelector, limit: 500 });
    return items
      .filter(({ involvedObject, message = '' }) => {
        return involvedObject.uid === metadata?.uid && /image|pull/i.test(message);
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
