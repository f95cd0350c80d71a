import { known, unseen } from '../../chain/fact.ts';
import type { NodeFacts, PodFacts, SecretFacts } from '../../chain/world.ts';
import type { KubernetesApi } from '../../k8s-api/api.ts';
import type { Stored } from '../../k8s-api/object-store.ts';
import type { Container, Node, Pod } from '../../k8s-api/types.ts';
import { type PullSecret, readPullSecret } from '../../kubelet/pull-secrets.ts';
import type { InstanceRecord } from '../state.ts';
import { type EksState, pullerOfNode, rolesOfPod } from './role-facts.ts';

/** A node of the emulated cluster as facts; none is unseen. */
export function nodeFacts(object: Stored, instance: InstanceRecord, state: EksState): NodeFacts {
  const { metadata, spec, status } = object as unknown as Node;
  const images = (status?.images ?? []).flatMap(({ names }) => names ?? []);
  return {
    name: metadata.name,
    accountId: instance.accountId,
    ...pullerOfNode(object, state),
    providerId: spec.providerID ?? '',
    platform: {
      os: 'linux',
      architecture: instance.architecture === 'arm64' ? 'arm64' : 'amd64',
    },
    ready: true,
    credentialProvider: known({ configured: instance.credentialProvider, failures: 0 }),
    images,
  };
}

/** A Secret as facts: the registries it has entries for, without their content. No registry was asked. */
export function secretFacts(object: Stored): SecretFacts {
  const { type = 'Opaque' } = object as { type?: string };
  const auths = readPullSecret(object as PullSecret);
  if (auths === undefined) return { type };
  return {
    type,
    registries: Object.entries(auths).map(([location, { username }]) => ({
      location,
      username,
      accepted: unseen(`answer of ${location} to the Secret`, 'a pull with it'),
    })),
  };
}

/** A pod of the emulated cluster as facts. */
export function podFacts(
  object: Stored,
  api: Pick<KubernetesApi, 'store'>,
  eks: EksState,
): PodFacts {
  const { metadata, spec, status } = object as unknown as Pod;
  const states = new Map((status?.containerStatuses ?? []).map(({ name, state }) => [name, state]));
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const place = {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    serviceAccount: spec.serviceAccountName ?? 'default',
    ...(spec.nodeName === undefined ? {} : { node: spec.nodeName }),
  };
  return {
    ...place,
    ...rolesOfPod({ ...object, ...place }, api, eks),
    containers: containers.map((container: Container) => {
      const { waiting: why, running } = states.get(container.name) ?? {};
      return {
        name: container.name,
        image: container.image,
        imagePullPolicy: container.imagePullPolicy ?? 'IfNotPresent',
        ...(running === undefined ? {} : { running: true }),
        ...(why?.reason === undefined
          ? {}
          : { waiting: { reason: why.reason, message: why.message ?? '' } }),
      };
    }),
    imagePullSecrets: (spec.imagePullSecrets ?? []).map(({ name = '' }) => name),
  };
}
