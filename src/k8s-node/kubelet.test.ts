import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type EmulatedCluster,
  pluginAnswering,
  registryHost,
  startCluster,
} from '../../test/support/emulated-cluster.ts';
import { startTinyRegistry, type TinyRegistry } from '../../test/support/tiny-registry.ts';
import type { CoreEvent, List, Node, Pod } from '../k8s-api/types.ts';

const node = 'ip-10-0-1-12.eu-west-1.compute.internal';

describe('a node of the emulated cluster', () => {
  let registry: TinyRegistry;
  let cluster: EmulatedCluster;
  before(async () => {
    registry = await startTinyRegistry('good');
    cluster = await startCluster(registry.endpoint, pluginAnswering('good'));
  });
  after(async () => {
    await cluster.close();
    registry.close();
  });

  const api = <T>(method: string, path: string, body?: object) =>
    cluster.client.request<T>(method, path, body);
  const run = (name: string, image: string, spec: object = {}) =>
    api<Pod>('POST', '/api/v1/namespaces/default/pods', {
      metadata: { name },
      spec: { containers: [{ name: 'app', image }], ...spec },
    });
  const podOf = (name: string) => api<Pod>('GET', `/api/v1/namespaces/default/pods/${name}`);
  const until = async <T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> => {
    for (let tries = 0; tries < 250; tries++) {
      const found = await look();
      if (found) return found;
      await sleep(20);
    }
    assert.fail(`waited in vain until ${what}`);
  };
  const waitingFor = (name: string, reason: string) =>
    until(`${name} waits with ${reason}`, async () => {
      const { status } = await podOf(name);
      const waiting = status?.containerStatuses?.[0]?.state?.waiting;
      return waiting?.reason === reason && waiting;
    });
  const running = (name: string) =>
    until(`${name} runs`, async () => {
      const pod = await podOf(name);
      return pod.status?.phase === 'Running' && pod;
    });
  const eventsOf = async (name: string) => {
    const path = '/api/v1/namespaces/default/events?fieldSelector=involvedObject.name%3D';
    const { items } = await api<List<CoreEvent>>('GET', path + name);
    return items;
  };

  it('registers as an EKS worker does, ready and with a lease', async () => {
    const { spec, status, metadata } = await api<Node>('GET', `/api/v1/nodes/${node}`);
    assert.equal(spec.providerID, 'aws:///eu-west-1a/i-0123456789abcdef0');
    assert.equal(metadata.labels?.['kubernetes.io/arch'], 'arm64');
    assert.equal(status?.nodeInfo?.containerRuntimeVersion, 'containerd://1.7.27');
    assert.equal(status?.conditions?.find(({ type }) => type === 'Ready')?.status, 'True');
    const leases = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
    await api('GET', `${leases}/${node}`);
  });

  it("pulls with the credentials of its provider, and reports it with the kubelet's messages", async () => {
    await run('good', `${registryHost}/team/app:v1`);
    const pod = await running('good');
    assert.equal(pod.spec.nodeName, node);
    assert.match(
      pod.status?.containerStatuses?.[0]?.imageID ?? '',
      new RegExp(`^${registryHost}/team/app@sha256:[0-9a-f]{64}$`),
    );
    const events = await until('all events are there', async () => {
      const found = await eventsOf('good');
      return found.length === 5 && found;
    });
    const words = events.map(
      ({ reason, message }) => `${reason} ${message.replace(/\d+m?s|\d+ bytes/g, 'N')}`,
    );
    assert.deepEqual(words.sort(), [
      'Created Created container: app',
      `Pulled Successfully pulled image "${registryHost}/team/app:v1" in N (N including waiting). Image size: N.`,
      `Pulling Pulling image "${registryHost}/team/app:v1"`,
      `Scheduled Successfully assigned default/good to ${node}`,
      'Started Started container app',
    ]);
  });

  it('backs off from a missing image, and counts the events', async () => {
    const image = `${registryHost}/team/app:gone`;
    await run('gone', image);
    const refused = await waitingFor('gone', 'ErrImagePull');
    const text = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    assert.equal(refused.message, text);
    cluster.clock.advance(15_000);
    await until('the second try has failed', async () => {
      const failed = (await eventsOf('gone')).find(({ message }) =>
        message.includes('Failed to pull'),
      );
      return failed?.count === 2;
    });
    cluster.clock.advance(15_000);
    const waiting = await waitingFor('gone', 'ImagePullBackOff');
    assert.equal(waiting.message, `Back-off pulling image "${image}": ErrImagePull: ${text}`);
    const said = (await eventsOf('gone')).map(
      ({ type, reason, message }) => `${type} ${reason} ${message}`,
    );
    assert.ok(said.includes(`Normal BackOff Back-off pulling image "${image}"`));
    assert.ok(said.includes('Warning Failed Error: ImagePullBackOff'));
    assert.ok(said.includes('Warning Failed Error: ErrImagePull'));
  });

  it('pulls anonymously when its provider fails, and then cannot report why', async () => {
    writeFileSync(
      join(cluster.folder, 'ecr-credential-provider'),
      '#!/bin/sh\necho denied >&2; exit 1\n',
    );
    cluster.clock.advance(13 * 3_600_000);
    await run('anonymous', `${registryHost}/team/app:v2`);
    const { message = '' } = await waitingFor('anonymous', 'ErrImagePull');
    assert.match(message, /authorization failed: no basic auth credentials$/);
    assert.match(
      cluster.log.join('\n'),
      /Failed getting credential from external registry credential provider: .*exit status 1: denied/,
    );
    const metrics = cluster.kubelet.metrics();
    assert.match(
      metrics,
      /kubelet_credential_provider_plugin_errors_total\{plugin_name="ecr-credential-provider"\} [1-9]/,
    );
    assert.doesNotMatch(message + cluster.log.join(), /good/);
  });

  it('prefers pull secrets', async () => {
    const auths = { [registryHost]: { username: 'AWS', password: 'good' } };
    await api('POST', '/api/v1/namespaces/default/secrets', {
      metadata: { name: 'pull' },
      type: 'kubernetes.io/dockerconfigjson',
      stringData: { '.dockerconfigjson': JSON.stringify({ auths }) },
    });
    await run('secret', `${registryHost}/other/app:v2`, { imagePullSecrets: [{ name: 'pull' }] });
    await running('secret');
  });

  it('removes a deleted pod', async () => {
    await api('DELETE', '/api/v1/namespaces/default/pods/good');
    await until('it is gone', () =>
      podOf('good').then(
        () => false,
        () => true,
      ),
    );
    assert.ok((await eventsOf('good')).some(({ message }) => message === 'Stopping container app'));
  });
});
