import type { V1Node, V1NodeCondition } from '@kubernetes/client-node';
import { type Fact, known, unseen } from '../../chain/fact.ts';
import { type ImageDiskFacts, type NodeFacts, nodeAt } from '../../chain/world.ts';
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
    ...conditionsOf(status?.conditions ?? []),
    credentialProvider,
    images: (status?.images ?? []).flatMap(({ names }) => names ?? []),
  };
}

/** Those that are not as on a node that is well. */
function conditionsOf(all: readonly V1NodeCondition[]): Pick<NodeFacts, 'conditions'> {
  const conditions = all
    .filter(({ type, status }) => (type === 'Ready' ? status !== 'True' : status === 'True'))
    .map(({ type, status, reason = '', message = '' }) => ({ type, status, reason, message }));
  return conditions.length === 0 ? {} : { conditions };
}

/**
 * Adds what only some pulls make one look for: the kubelet's settings where one waits for its limit, and the disk where one
 * found no room.
 * @param said by the kubelet of the pod.
 */
export async function withDetails(
  cluster: Cluster,
  node: Fact<NodeFacts>,
  said: readonly string[],
): Promise<Fact<NodeFacts>> {
  if (node.state !== 'known') return node;
  const { name } = node.value;
  const isLimited = said.some((line) => line.includes('pull QPS exceeded'));
  const isFull = said.some((line) => line.includes('no space left on device'));
  const [settings, imageDisk] = await Promise.all([
    isLimited ? settingsOf(cluster, name) : undefined,
    isFull ? imageDiskOf(cluster, name) : undefined,
  ]);
  return known({
    ...node.value,
    ...(settings === undefined ? {} : { settings }),
    ...(imageDisk === undefined ? {} : { imageDisk }),
  });
}

/** Fields of the kubelet's configuration that limit its pulls. */
const limits = ['registryPullQPS', 'registryBurst', 'serializeImagePulls', 'maxParallelImagePulls'];

function settingsOf(
  cluster: Cluster,
  name: string,
): Promise<Fact<Readonly<Record<string, string>>>> {
  return once(cluster, `configz of ${name}`, () =>
    proxied(cluster, name, 'configz', (answer) => {
      const { kubeletconfig } = answer as { kubeletconfig: Record<string, unknown> };
      const told = limits.filter((field) => kubeletconfig[field] !== undefined);
      return Object.fromEntries(told.map((field) => [field, String(kubeletconfig[field])]));
    }),
  );
}

function imageDiskOf(cluster: Cluster, name: string): Promise<Fact<ImageDiskFacts>> {
  return once(cluster, `stats/summary of ${name}`, () =>
    proxied(cluster, name, 'stats/summary', (answer) => {
      const { node } = answer as {
        node: { runtime: { imageFs: { capacityBytes: number; availableBytes: number } } };
      };
      const { capacityBytes, availableBytes } = node.runtime.imageFs;
      return { capacityBytes: Number(capacityBytes), availableBytes: Number(availableBytes) };
    }),
  );
}

/** What a kubelet answers through the API server. */
function proxied<Value>(
  { core }: Cluster,
  name: string,
  path: string,
  read: (answer: unknown) => Value,
): Promise<Fact<Value>> {
  const look = { fact: `${path} of node ${name}`, permission: 'get nodes/proxy', absentOn: [] };
  return observe(look, async () => {
    const answer: unknown = await core.connectGetNodeProxyWithPath({ name, path });
    return read(typeof answer === 'string' ? JSON.parse(answer) : answer);
  });
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
