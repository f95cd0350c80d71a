import type { V1OwnerReference, V1Pod } from '@kubernetes/client-node';
import type { OwnerFacts } from '../../chain/world.ts';
import type { Cluster } from './cluster.ts';

/**
 * What makes a pod: of a ReplicaSet's pod the Deployment behind it, where that may be read.
 * @returns undefined for a pod that nothing makes.
 */
export async function ownerOf(
  cluster: Cluster,
  { metadata }: V1Pod,
): Promise<OwnerFacts | undefined> {
  const owner = controllerIn(metadata?.ownerReferences);
  if (owner === undefined) return undefined;
  const facts = { kind: owner.kind, name: owner.name };
  if (owner.kind !== 'ReplicaSet') return facts;
  try {
    return (await deploymentOf(cluster, metadata?.namespace ?? '', owner.name)) ?? facts;
  } catch {
    return facts;
  }
}

async function deploymentOf(
  { apps }: Cluster,
  namespace: string,
  replicaSet: string,
): Promise<OwnerFacts | undefined> {
  const { metadata } = await apps.readNamespacedReplicaSet({ namespace, name: replicaSet });
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
