import type { V1Container, V1Pod } from '@kubernetes/client-node';
import type { Fact } from '../../chain/fact.ts';
import { withoutSecrets } from '../../chain/symptoms/secrets.ts';
import type { ContainerFacts, PodFacts } from '../../chain/world.ts';
import { observe } from '../observe.ts';
import type { Cluster } from './cluster.ts';

/** Looks at a pod: its containers, what they wait for, where it is bound, its pull secrets. */
export function observePod(
  { core }: Cluster,
  namespace: string,
  name: string,
): Promise<Fact<PodFacts>> {
  const look = {
    fact: `pod ${namespace}/${name}`,
    permission: `get pods in namespace ${namespace}`,
    absentOn: ['404'],
  };
  return observe(look, async () => podFacts(await core.readNamespacedPod({ namespace, name })));
}

function podFacts({ metadata, spec, status }: V1Pod): PodFacts {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return {
    namespace: metadata?.namespace ?? '',
    name: metadata?.name ?? '',
    ...(spec?.nodeName === undefined ? {} : { node: spec.nodeName }),
    serviceAccount: spec?.serviceAccountName ?? 'default',
    containers: containers.map((container) =>
      containerFacts(
        container,
        statuses.find(({ name }) => name === container.name)?.state?.waiting,
      ),
    ),
    imagePullSecrets: (spec?.imagePullSecrets ?? []).flatMap(({ name }) => name ?? []),
  };
}

function containerFacts(
  { name, image, imagePullPolicy }: V1Container,
  waiting: { reason?: string; message?: string } | undefined,
): ContainerFacts {
  const facts = { name, image: image ?? '', imagePullPolicy: imagePullPolicy ?? 'IfNotPresent' };
  if (waiting?.reason === undefined) return facts;
  return {
    ...facts,
    waiting: { reason: waiting.reason, message: withoutSecrets(waiting.message ?? '') },
  };
}
