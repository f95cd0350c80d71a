import type { V1OwnerReference, V1Pod, V1PodSpec, V1ReplicaSet } from '@kubernetes/client-node';
import type { OwnerFacts } from '../../chain/world.ts';
import type { Cluster } from './cluster.ts';

/** What makes a pod, and the images in the template that it was made from, by container, as far as it was read. */
export interface Origin {
  readonly owner?: OwnerFacts;
  readonly templateImages: Readonly<Record<string, string>>;
}

/** What makes a pod: of a ReplicaSet's pod the Deployment behind it, where that may be read. */
export async function originOf(cluster: Cluster, { metadata }: V1Pod): Promise<Origin> {
  const owner = controllerIn(metadata?.ownerReferences);
  if (owner === undefined) return { templateImages: {} };
  const facts = { owner: { kind: owner.kind, name: owner.name }, templateImages: {} };
  if (owner.kind !== 'ReplicaSet') return facts;
  const namespace = metadata?.namespace ?? '';
  try {
    const replicaSet = await cluster.apps.readNamespacedReplicaSet({ namespace, name: owner.name });
    const templateImages = imagesOf(replicaSet.spec?.template?.spec);
    const deployment = await deploymentOf(cluster, replicaSet).catch(() => undefined);
    return { owner: deployment ?? facts.owner, templateImages };
  } catch {
    return facts;
  }
}

/** Images of a pod's containers, by their names. */
function imagesOf(spec: V1PodSpec | undefined): Record<string, string> {
  const all = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  return Object.fromEntries(all.map(({ name, image = '' }) => [name, image]));
}

async function deploymentOf(
  { apps }: Cluster,
  { metadata }: V1ReplicaSet,
): Promise<OwnerFacts | undefined> {
  const { namespace = '', name: replicaSet } = metadata ?? {};
  const owner = controllerIn(metadata?.ownerReferences);
  if (owner?.kind !== 'Deployment') return undefined;
  const { items } = await apps.listNamespacedReplicaSet({ namespace });
  const siblings = items.filter(
    (one) =>
      one.metadata?.name !== replicaSet &&
      controllerIn(one.metadata?.ownerReferences)?.uid === owner.uid,
  );
  return { kind: 'Deployment', name: owner.name, hasEarlierRevision: siblings.length > 0 };
}

function controllerIn(
  references: readonly V1OwnerReference[] | undefined,
): V1OwnerReference | undefined {
  return references?.find(({ controller }) => controller === true);
}
