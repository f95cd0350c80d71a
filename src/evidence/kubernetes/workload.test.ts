// Pods that are named by what makes them, as kubectl names it, in a cluster of any context.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openCluster } from './cluster.ts';
import { kindNamed, labelSelector, podOfWorkload, type WorkloadKind } from './workload.ts';

const namespace = 'shop';
const workload = {
  metadata: { name: 'web', uid: 'u1' },
  spec: { selector: { matchLabels: { app: 'web' } } },
};
const cronJob = {
  metadata: { name: 'web', uid: 'u2' },
  spec: { jobTemplate: {}, schedule: '* * * * *' },
};
const pod = (name: string, created: string, reason?: string, owner?: string) => ({
  metadata: {
    name,
    creationTimestamp: created,
    ...(owner === undefined ? {} : { ownerReferences: [{ uid: owner }] }),
  },
  spec: { containers: [] },
  status: {
    phase: reason === undefined ? 'Running' : 'Pending',
    containerStatuses: reason === undefined ? [] : [{ state: { waiting: { reason } } }],
  },
});

/** What the API server has, by path and query. */
const objects: Readonly<Record<string, object>> = {
  [`/apis/apps/v1/namespaces/${namespace}/deployments/web`]: workload,
  [`/apis/apps/v1/namespaces/${namespace}/replicasets/web`]: workload,
  [`/apis/apps/v1/namespaces/${namespace}/statefulsets/web`]: workload,
  [`/apis/apps/v1/namespaces/${namespace}/daemonsets/web`]: workload,
  [`/apis/apps/v1/namespaces/${namespace}/deployments/none`]: {
    ...workload,
    spec: { selector: { matchLabels: { app: 'none' } } },
  },
  [`/apis/batch/v1/namespaces/${namespace}/jobs/web`]: workload,
  [`/apis/batch/v1/namespaces/${namespace}/cronjobs/web`]: cronJob,
  [`/apis/batch/v1/namespaces/${namespace}/jobs`]: {
    items: [{ metadata: { name: 'web-1', uid: 'j1', ownerReferences: [{ uid: 'u2' }] } }],
  },
  [`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dweb`]: {
    items: [
      pod('running', '2027-01-03T00:00:00Z'),
      pod('waiting', '2027-01-01T00:00:00Z', 'ImagePullBackOff'),
      pod('creating', '2027-01-02T00:00:00Z', 'ContainerCreating'),
    ],
  },
  [`/api/v1/namespaces/${namespace}/pods?labelSelector=app%3Dnone`]: { items: [] },
  [`/api/v1/namespaces/${namespace}/pods`]: {
    items: [
      pod('of-another', '2027-01-03T00:00:00Z', 'ErrImagePull', 'x'),
      pod('of-cron', '2027-01-01T00:00:00Z', undefined, 'j1'),
    ],
  },
};

describe('a pod that is named by its workload', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-workload-'));
  const previous = process.env.KUBECONFIG;
  const server = createServer((request, response) => {
    const found = objects[request.url ?? ''];
    const status = { kind: 'Status', apiVersion: 'v1', reason: 'NotFound', code: 404 };
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? status));
  });
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.KUBECONFIG = join(folder, 'kubeconfig');
    const context = (name: string, of: string) => ({
      name,
      context: { cluster: name, user: 'u', namespace: of },
    });
    const config = {
      clusters: [
        { name: 'far', cluster: { server: 'http://127.0.0.1:1' } },
        { name: 'near', cluster: { server: url } },
      ],
      users: [{ name: 'u', user: {} }],
      contexts: [context('far', 'a'), context('near', 'b')],
      'current-context': 'far',
    };
    writeFileSync(process.env.KUBECONFIG, JSON.stringify(config));
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
    if (previous === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = previous;
  });

  const podOf = (kind: WorkloadKind, name = 'web') =>
    podOfWorkload(openCluster('near'), { kind, name, namespace });

  for (const kind of ['deployment', 'replicaset', 'statefulset', 'daemonset', 'job'] as const) {
    it(`of kind ${kind} is the one that waits for its image`, async () => {
      assert.equal(await podOf(kind), 'waiting');
    });
  }

  it('of a cron job is one of its jobs', async () => {
    assert.equal(await podOf('cronjob'), 'of-cron');
  });

  it('is not there', async () => {
    await assert.rejects(podOf('deployment', 'none'), { code: 'NO_PODS' });
    await assert.rejects(podOf('deployment', 'lost'), { code: 'NO_SUCH_WORKLOAD' });
    await assert.rejects(podOf('cronjob', 'lost'), { code: 'NO_SUCH_WORKLOAD' });
  });

  it('is looked for in the context that is named, and in its namespace', () => {
    assert.equal(openCluster().namespace, 'a');
    assert.equal(openCluster('near').namespace, 'b');
    assert.throws(() => openCluster('other'), {
      code: 'CLUSTER_UNSEEN',
      message: 'the kubeconfig has no context other: it has far, near',
    });
  });
});

describe('a kind of workload', () => {
  it('goes by every name that kubectl takes', () => {
    const names = [
      'deploy',
      'Deployment',
      'deployments.apps',
      'deployments.v1.apps',
      'sts',
      'ds',
      'rs',
      'po',
      'cj',
    ];
    assert.deepEqual(names.map(kindNamed), [
      'deployment',
      'deployment',
      'deployment',
      'deployment',
      'statefulset',
      'daemonset',
      'replicaset',
      'pod',
      'cronjob',
    ]);
    assert.deepEqual(['service', 'constructor', ''].map(kindNamed), [
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('selects its pods by labels and expressions', () => {
    const matchExpressions = [
      { key: 'tier', operator: 'In', values: ['a', 'b'] },
      { key: 'old', operator: 'DoesNotExist' },
      { key: 'new', operator: 'Exists' },
      { key: 'env', operator: 'NotIn', values: ['x'] },
    ];
    assert.equal(
      labelSelector({ matchLabels: { app: 'web' }, matchExpressions }),
      'app=web,tier in (a,b),!old,new,env notin (x)',
    );
  });
});
