// The API of the emulated cluster: objects that are nearly right, patches, lists, watches.
import type { Random } from '../../support/random.ts';
import type { FuzzRequest, Learnt } from '../requests.ts';
import { anything, encodedText, text } from '../values.ts';

const kinds: Readonly<Record<string, readonly [group: string, plural: string]>> = {
  Pod: ['api/v1', 'pods'],
  Secret: ['api/v1', 'secrets'],
  ServiceAccount: ['api/v1', 'serviceaccounts'],
  ConfigMap: ['api/v1', 'configmaps'],
  Event: ['api/v1', 'events'],
  Deployment: ['apis/apps/v1', 'deployments'],
  ReplicaSet: ['apis/apps/v1', 'replicasets'],
  Lease: ['apis/coordination.k8s.io/v1', 'leases'],
};
const patchTypes = [
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/json-patch+json',
  'application/apply-patch+yaml',
];

export function kubernetesRequest(random: Random, { clusterToken }: Learnt): FuzzRequest {
  const kind = random.pick(Object.keys(kinds));
  const [group = '', plural = ''] = kinds[kind] ?? [];
  const namespace = random.chance(0.9) ? 'fuzz' : random.pick(['default', 'nowhere', '..']);
  const name = `x${random.below(8)}`;
  const collection = `/${group}/namespaces/${namespace}/${plural}`;
  const method = random.pick(['GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'DELETE', 'HEAD']);
  const isOnOne = method !== 'POST' && random.chance(0.85);
  const path = `${collection}${isOnOne ? `/${name}${random.pick(['', '', '', '/status', '/log', '/scale', '/token', '/x'])}` : ''}`;
  const type = method === 'PATCH' ? random.pick(patchTypes) : 'application/json';
  return {
    door: `kubernetes ${method} ${plural}`,
    method,
    path: `/_hawser/clusters/hawser${random.chance(0.95) ? path : `/${encodedText(random)}`}${queryOf(random)}`,
    headers: {
      authorization: random.chance(0.98) ? `Bearer ${clusterToken}` : 'Bearer x',
      'content-type': random.chance(0.97) ? type : random.pick(['', 'application/yaml', 'x']),
      accept: random.pick([
        'application/json',
        'application/json;as=Table;g=meta.k8s.io;v=v1',
        '*/*',
      ]),
    },
    body: ['GET', 'HEAD'].includes(method) ? '' : bodyOf(random, method, kind, group, name, type),
  };
}

function queryOf(random: Random): string {
  return random.pick([
    '',
    '',
    '?labelSelector=a%3Db',
    `?labelSelector=${encodedText(random)}`,
    '?labelSelector=null',
    `?fieldSelector=${encodedText(random)}`,
    '?fieldSelector=metadata.name%3Dx1',
    `?limit=${random.pick(['1', '-1', '1.5', 'x'])}&continue=${random.pick(['', 'x', 'AAAA'])}`,
    `?resourceVersion=${random.pick(['0', '1', 'x', '-1', '99999999'])}`,
    '?watch=true&timeoutSeconds=1',
    `?dryRun=${random.pick(['All', 'x'])}`,
    '?fieldManager=fuzz&force=true',
  ]);
}

function bodyOf(
  random: Random,
  method: string,
  kind: string,
  group: string,
  name: string,
  type: string,
): string {
  if (random.chance(0.05)) return random.pick(['', 'null', '[]', '{', '7', '"x"', '\0']);
  if (method === 'DELETE') return JSON.stringify(random.chance(0.5) ? {} : anything(random)) ?? '';
  if (type === 'application/json-patch+json') {
    const operation = {
      op: random.pick(['add', 'remove', 'replace', 'test', 'move', 'x']),
      path: random.pick([
        '/metadata/labels/a',
        '/spec',
        '/metadata',
        '',
        '/spec/containers/0',
        '/x/-',
      ]),
      value: anything(random),
    };
    return JSON.stringify([operation]);
  }
  const object = objectOf(random, kind, group, name);
  return JSON.stringify(random.chance(0.7) ? mutated(random, object) : object);
}

function objectOf(random: Random, kind: string, group: string, name: string): object {
  const container = { name: 'c', image: random.pick(['app:v1', 'quay.io/x', text(random)]) };
  const spec = { containers: [container], imagePullSecrets: [{ name: 'x1' }] };
  const labels = { a: random.pick(['b', 'c']) };
  const template = { metadata: { labels }, spec };
  const metadata = { name, labels, ownerReferences: [] };
  const bodies: Readonly<Record<string, object>> = {
    Pod: { spec },
    Secret: { type: 'Opaque', data: { x: 'eA==' } },
    Deployment: {
      spec: { replicas: random.below(4), selector: { matchLabels: labels }, template },
    },
    ReplicaSet: {
      spec: { replicas: random.below(4), selector: { matchLabels: labels }, template },
    },
  };
  const apiVersion = group.replace(/^apis?\//, '');
  return { apiVersion, kind, metadata, ...(bodies[kind] ?? {}) };
}

/** The same object with something else in one place. */
function mutated(random: Random, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.15)) return anything(random);
  if (Array.isArray(value)) {
    return value.length === 0 ? [anything(random)] : value.map((item) => mutated(random, item));
  }
  const keys = Object.keys(value);
  if (keys.length === 0) return { [text(random)]: anything(random) };
  const chosen = random.pick(keys);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === chosen ? mutated(random, inner) : inner,
    ]),
  );
}
