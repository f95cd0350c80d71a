// The kubelet's own caching rules with our provider behind them, on a clock that the test moves.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createKubernetesClient,
  type KubernetesClient,
} from '../../src/k8s-node/kubernetes-client.ts';
import {
  nodeRole,
  registryHost,
  repositoryName,
  shared,
  shell,
  startTestLocal,
  type TestLocal,
  workloads,
} from '../support/local.ts';

const skip =
  spawnSync('aws', ['--version']).error !== undefined && 'the aws client is not installed';
const pullOnly = 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly';
/** What a kubelet says after ten pulls at once, and the milliseconds after which it allows some again. */
const burstOver = 'pull QPS exceeded';
const refill = 2_500;
const podsPath = '/api/v1/namespaces/default/pods';

interface PodStatus {
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly state?: {
        readonly waiting?: { readonly reason?: string; readonly message?: string };
      };
      readonly imageID?: string;
    }[];
  };
}

describe('a kubelet with our provider', { skip }, () => {
  let local: TestLocal;
  let client: KubernetesClient;
  let node: string;
  let count = 0;

  before(async () => {
    local = await startTestLocal();
    client = createKubernetesClient(local.cluster.server);
    const { items } = await client.request<{ items: { metadata: { name: string } }[] }>(
      'GET',
      '/api/v1/nodes',
    );
    node = items[0]?.metadata.name ?? assert.fail('no node');
    const aws = (line: string) => shell(`aws ${line}`, local.environment(shared));
    await aws(`ecr create-repository --repository-name ${repositoryName}`);
    await local.push('v1');
    const policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${workloads}:root` },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ],
    });
    await aws(
      `ecr set-repository-policy --repository-name ${repositoryName} --policy-text '${policy}'`,
    );
  });
  after(async () => {
    client?.close();
    await local?.close();
  });

  /** Runs pods whose image is pulled anew. @returns for each what it waits for, empty when it runs. */
  function pull(pods = 1): Promise<string[]> {
    return Promise.all(
      Array.from({ length: pods }, async () => {
        const name = `pull-${++count}`;
        const container = {
          name: 'app',
          image: `${registryHost}/${repositoryName}:v1`,
          imagePullPolicy: 'Always',
        };
        await client.request('POST', podsPath, {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name, namespace: 'default' },
          spec: { containers: [container] },
        });
        const wait = await outcome(name);
        // One that waits would pull again whenever the clock moves.
        await client.request('DELETE', `${podsPath}/${name}`);
        return wait;
      }),
    );
  }

  async function outcome(name: string): Promise<string> {
    for (let tries = 0; tries < 300; tries++) {
      const { status } = await client.request<PodStatus>('GET', `${podsPath}/${name}`);
      const [one] = status?.containerStatuses ?? [];
      const waiting = one?.state?.waiting;
      if (waiting?.reason === 'ErrImagePull' || waiting?.reason === 'ImagePullBackOff') {
        return waiting.message ?? waiting.reason;
      }
      if (one?.imageID) return '';
      await sleep(50);
    }
    return assert.fail(`${name} neither runs nor fails`);
  }

  /** How often the kubelet has run the provider. */
  async function runs(): Promise<number> {
    const server = new URL(local.cluster.server);
    const authorization = `Basic ${btoa(`${server.username}:${server.password}`)}`;
    const path = `${server.origin}${server.pathname}/api/v1/nodes/${node}/proxy/metrics`;
    const text = await (await fetch(path, { headers: { authorization } })).text();
    const found = /^kubelet_credential_provider_plugin_duration_count\{[^}]*\} (\d+)$/m.exec(text);
    return Number(found?.[1] ?? assert.fail(text.slice(0, 500)));
  }

  it('runs it once for twenty pods that need one image at once', async () => {
    const waits = await pull(20);
    assert.deepEqual(new Set(waits), new Set(['', burstOver]));
    assert.ok(waits.filter((wait) => wait === '').length >= 10);
    assert.equal(await runs(), 1);
    await sleep(refill);
  });

  it('caches the token for six hours and then gets another, well before it expires', async () => {
    await local.admin('clock', { advance: '5h50m' });
    assert.deepEqual(await pull(), ['']);
    assert.equal(await runs(), 1);
    await local.admin('clock', { advance: '11m' });
    assert.deepEqual(await pull(), ['']);
    assert.equal(await runs(), 2);
  });

  it('never pulls with an expired token', async () => {
    await local.admin('clock', { advance: '12h1m' });
    assert.deepEqual(await pull(), ['']);
    assert.equal(await runs(), 3);
  });

  it('is refused with a cached token once the role may no longer pull', async () => {
    const role = nodeRole.split('/').at(-1);
    const change = (verb: string) =>
      shell(
        `aws iam ${verb}-role-policy --role-name ${role} --policy-arn ${pullOnly}`,
        local.environment(workloads),
      );
    await change('detach');
    assert.match((await pull())[0] ?? '', /403 Forbidden/);
    assert.equal(await runs(), 3);
    await change('attach');
    assert.deepEqual(await pull(), ['']);
  });
});
