import { absent, known } from '../../chain/fact.ts';
import type { KubernetesApi } from '../../k8s-api/api.ts';
import type { Stored } from '../../k8s-api/object-store.ts';
import { resources } from '../../k8s-api/resources.ts';
import type { ClusterKind, ClusterObjects } from '../faults/fault.ts';
import type { InstanceRecord } from '../state.ts';
import type { ClusterFacts } from '../world.ts';
import { nodeFacts, podFacts, secretFacts } from './facts.ts';
import type { EksState } from './role-facts.ts';

/** The objects of a cluster, for faults that break and heal it. */
export class StoredObjects implements ClusterObjects {
  readonly #store: KubernetesApi['store'];

  constructor({ store }: Pick<KubernetesApi, 'store'>) {
    this.#store = store;
  }

  find(kind: ClusterKind, key: string): Stored | undefined {
    // Nodes are in no namespace.
    const [objectName = '', namespace = ''] = key.split('/').reverse();
    return this.#store.find(resources[kind], namespace, objectName);
  }

  put(kind: ClusterKind, key: string, object: Stored): void {
    const there = this.find(kind, key);
    if (there !== undefined && (kind === 'nodes' || kind === 'serviceaccounts')) {
      const { resourceVersion: _latest, ...metadata } = object.metadata;
      this.#store.update(resources[kind], { ...object, metadata } as Stored);
      return;
    }
    this.remove(kind, key);
    const { labels, annotations, namespace, name: objectName } = object.metadata;
    const { status: _status, ...rest } = object;
    this.#store.create(resources[kind], {
      ...rest,
      metadata: {
        name: objectName,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
      },
    });
  }

  remove(kind: ClusterKind, key: string): void {
    const found = this.find(kind, key);
    if (found !== undefined) this.#store.remove(resources[kind], found);
  }
}

/** The cluster as facts. @param instances the machines of its nodes. */
export function factsOf(
  { store }: Pick<KubernetesApi, 'store'>,
  instances: readonly InstanceRecord[],
  eks: EksState,
): ClusterFacts {
  const nodes = instances.map((instance) => {
    const object = store.find(resources.nodes, '', instance.nodeName);
    const fact = object === undefined ? absent : known(nodeFacts(object, instance, eks));
    return [instance.nodeName, fact] as const;
  });
  const pods = store
    .list(resources.pods)
    .map(
      (pod) =>
        [
          `${pod.metadata.namespace}/${pod.metadata.name}`,
          known(podFacts(pod, { store }, eks)),
        ] as const,
    );
  const secrets = store.list(resources.secrets).map((secret) => {
    const { namespace, name: of } = secret.metadata;
    return [`${namespace}/${of}`, known(secretFacts(secret))] as const;
  });
  return {
    nodes: Object.fromEntries(nodes),
    pods: Object.fromEntries(pods),
    secrets: Object.fromEntries(secrets),
  };
}
