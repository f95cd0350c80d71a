// Nodes of a local AWS with the roles that a spec makes, and pods on them that pull.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { CoreEvent, Pod } from '../../src/k8s-api/types.ts';
import {
  createKubernetesClient,
  type KubernetesClient,
} from '../../src/k8s-node/kubernetes-client.ts';

const host = '444455556666.dkr.ecr.us-east-1.amazonaws.com';

export class SpecNodes {
  readonly #endpoint: string;
  readonly #cluster: KubernetesClient;
  #pods = 0;

  private constructor(endpoint: string, cluster: KubernetesClient) {
    this.#endpoint = endpoint;
    this.#cluster = cluster;
  }

  static async open(endpoint: string): Promise<SpecNodes> {
    const answer = await fetch(`${endpoint}/_hawser/kubeconfig`);
    const { clusters } = (await answer.json()) as { clusters: { cluster: { server: string } }[] };
    return new SpecNodes(endpoint, createKubernetesClient(clusters[0]?.cluster.server ?? ''));
  }

  /** Adds a node with that role, named like it. */
  async add(role: string, account: string): Promise<void> {
    const answer = await fetch(`${this.#endpoint}/_hawser/nodes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: role, account, region: 'us-east-1', role }),
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  /** Runs a pod on the node of that role. @returns `Running`, or what the kubelet says of the pull. */
  async pull(node: string, image: string): Promise<string> {
    const name = `pod-${++this.#pods}`;
    const pods = '/api/v1/namespaces/default/pods';
    await this.#cluster.request('POST', pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name },
      spec: {
        nodeName: node,
        containers: [{ name: 'main', image: `${host}/${image}`, imagePullPolicy: 'Always' }],
      },
    });
    for (let tries = 0; tries < 200; tries++) {
      const pod = await this.#cluster.request<Pod>('GET', `${pods}/${name}`);
      if (pod.status?.phase === 'Running') return 'Running';
      const fields = encodeURIComponent(`involvedObject.name=${name},type=Warning`);
      const { items } = await this.#cluster.request<{ items: CoreEvent[] }>(
        'GET',
        `/api/v1/namespaces/default/events?fieldSelector=${fields}`,
      );
      const failed = items.find(({ message }) => message.startsWith('Failed to pull'));
      if (failed !== undefined) return failed.message;
      await wait(50);
    }
    return assert.fail(`pod ${name} neither runs nor fails`);
  }

  close(): void {
    this.#cluster.close();
  }
}
