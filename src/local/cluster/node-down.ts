import type { CoreEvent, Node, Pod } from '../../k8s-api/types.ts';
import { type KubernetesClient, mergePatch } from '../../k8s-node/kubernetes-client.ts';

/**
 * What the node controller does with a node whose kubelet has not renewed its lease for forty seconds: its readiness is
 * unknown, and its pods are told. (pkg/controller/nodelifecycle)
 */
export async function markDown(client: KubernetesClient, name: string, now: number): Promise<void> {
  const path = `/api/v1/nodes/${name}`;
  const node = await client.request<Node>('GET', path).catch(() => undefined);
  if (node === undefined) return;
  const time = new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');
  const conditions = (node.status?.conditions ?? []).map((condition) => ({
    ...condition,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: time,
  }));
  await client.request('PATCH', `${path}/status`, { status: { conditions } }, mergePatch);
  const selector = encodeURIComponent(`spec.nodeName=${name}`);
  const { items } = await client.request<{ items: Pod[] }>(
    'GET',
    `/api/v1/pods?fieldSelector=${selector}`,
  );
  for (const { metadata } of items) {
    const { namespace = 'default' } = metadata;
    const event: Partial<CoreEvent> = {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: `${metadata.name}.${now.toString(16)}`, namespace },
      involvedObject: { kind: 'Pod', namespace, name: metadata.name, uid: metadata.uid ?? '' },
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      count: 1,
      firstTimestamp: time,
      lastTimestamp: time,
      source: { component: 'node-controller' },
    };
    await client.request('POST', `/api/v1/namespaces/${namespace}/events`, event).catch(() => {});
  }
}
