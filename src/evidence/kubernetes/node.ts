import type { V1Node } from '@kubernetes/client-node';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import { type NodeFacts, nodeAt } from '../../chain/world.ts';
import { observe } from '../observe.ts';
import { once } from '../once.ts';
import type { Cluster } from './cluster.ts';

type Provider = { readonly configured: boolean; readonly failures: number };

/** Looks at a node: what machine it is, what lies on it, whether its kubelet has a credential provider. */
export function observeNode(cluster: Cluster, name: string): Promise<Fact<NodeFacts>> {
  return once(cluster, `node ${name}`, () => lookAtNode(cluster, name));
}

async function lookAtNode(cluster: Cluster, name: string): Promise<Fact<NodeFacts>> {
  const look = { ...nodeAt(name), absentOn: ['404'] };
  const node = await observe(look, () => cluster.core.readNode({ name }));
  if (node.state !== 'known') return node;
  return known(nodeFacts(node.value, await observeProvider(cluster, node.value)));
}

function nodeFacts(node: V1Node, credentialProvider: Fact<Provider>): NodeFacts {
  const { spec, status, metadata } = node;
  const labels = metadata?.labels ?? {};
  const accountId = labels['hawser.dev/account'];
  const computeType = labels['eks.amazonaws.com/compute-type'];
  const nodeGroup = labels['eks.amazonaws.com/nodegroup'];
  return {
    name: metadata?.name ?? '',
    ...(accountId === undefined ? {} : { accountId }),
    ...(computeType === undefined ? {} : { computeType }),
    ...(nodeGroup === undefined ? {} : { nodeGroup }),
    providerId: spec?.providerID ?? '',
    platform: {
      os: status?.nodeInfo?.operatingSystem ?? 'linux',
      architecture: status?.nodeInfo?.architecture ?? 'amd64',
    },
    ready: status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True',
    ...(status?.nodeInfo?.osImage === undefined ? {} : { system: status.nodeInfo.osImage }),
    credentialProvider,
    images: (status?.images ?? []).flatMap(({ names }) => names ?? []),
  };
}

/**
 * The kubelet's metrics tell whether it has a credential provider (KEP-4412, from 1.34) and how often
 * its plugins failed: events don't, because the kubelet goes on without credentials.
 */
async function observeProvider({ core }: Cluster, node: V1Node): Promise<Fact<Provider>> {
  const name = node.metadata?.name ?? '';
  const fact = `credential provider of node ${name}`;
  const metrics = await observe(
    { fact, permission: 'get nodes/proxy (the kubelet’s metrics)', absentOn: [] },
    () => core.connectGetNodeProxyWithPath({ name, path: 'metrics' }),
  );
  if (metrics.state !== 'known') return metrics;
  const text = String(metrics.value);
  // Kubelets before 1.34 had it without `_total`.
  const failures = sum(text, 'kubelet_credential_provider_plugin_errors(?:_total)?');
  const seen = /^kubelet_credential_provider_(config_info|plugin_duration_count)\{/m.test(text);
  if (seen) return known({ configured: true, failures });
  return tellsConfiguration(node)
    ? known({ configured: false, failures: 0 })
    : unseen(fact, 'kubelet 1.34 or newer (older ones do not tell), or the flags of the kubelet');
}

function tellsConfiguration({ status }: V1Node): boolean {
  const minor = /^v?1\.(\d+)/.exec(status?.nodeInfo?.kubeletVersion ?? '')?.[1];
  return Number(minor ?? 0) >= 34;
}

function sum(metrics: string, name: string): number {
  return [...metrics.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'gm'))]
    .map(([, value]) => Number(value))
    .reduce((total, value) => total + value, 0);
}
