// An emulated cluster for tests: API server, scheduler and one node, without the rest of the local AWS.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../src/clock/clock.ts';
import { createKubernetesApi } from '../../src/k8s-api/api.ts';
import { ImageStore } from '../../src/k8s-node/image-store.ts';
import { Kubelet } from '../../src/k8s-node/kubelet.ts';
import {
  createKubernetesClient,
  type KubernetesClient,
} from '../../src/k8s-node/kubernetes-client.ts';
import { Scheduler } from '../../src/k8s-node/scheduler.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';

export const registryHost = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const execVersion = 'credentialprovider.kubelet.k8s.io/v1';

export interface EmulatedCluster {
  readonly client: KubernetesClient;
  readonly kubelet: Kubelet;
  readonly clock: MovableClock;
  readonly log: string[];
  /** Path of a kubeconfig. */
  readonly kubeconfig: string;
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * @param registry endpoint that stands in for `registryHost`.
 * @param plugin shell that is the node's credential provider.
 */
export async function startCluster(registry: string, plugin: string): Promise<EmulatedCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'hawser-cluster-'));
  writeFileSync(join(folder, 'ecr-credential-provider'), `#!/bin/sh\n${plugin}\n`);
  chmodSync(join(folder, 'ecr-credential-provider'), 0o755);
  const clock = new MovableClock();
  const log: string[] = [];
  const metadata = openSqlite(':memory:');
  const kubelets = new Map<string, Kubelet>();
  const token = 'cluster-token';
  const api = createKubernetesApi({
    metadata,
    clock,
    token,
    clusterName: 'test',
    issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/TEST',
    log: (line) => void log.push(line),
    nodeProxy: (node, path) => kubelets.get(node)?.serve(path),
  });
  const server = createServer((request, response) => {
    void api.handle(request, response, request.url ?? '/');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://hawser:${token}@127.0.0.1:${(server.address() as AddressInfo).port}`;
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server: url } }],
      users: [{ name: 'test', user: {} }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    }),
  );
  const client = createKubernetesClient(url);
  const platform = { os: 'linux', architecture: 'arm64' };
  const mirror = { endpoint: registry, transparent: true };
  const kubelet = new Kubelet({
    client,
    clock,
    images: new ImageStore({
      platform,
      mirrors: (host) => (host === registryHost ? mirror : undefined),
    }),
    log: (line) => log.push(line),
    machine: {
      name: 'ip-10-0-1-12.eu-west-1.compute.internal',
      region: 'eu-west-1',
      instanceId: 'i-0123456789abcdef0',
      internalIP: '10.0.1.12',
      platform,
      kubeletVersion: 'v1.33.5-eks-113cf36',
      containerRuntimeVersion: 'containerd://1.7.27',
    },
    credentialProviders: {
      config: {
        providers: [
          {
            name: 'ecr-credential-provider',
            matchImages: ['*.dkr.ecr.*.amazonaws.com'],
            defaultCacheDuration: 12 * 3_600_000,
            apiVersion: execVersion,
            args: [],
            env: [],
          },
        ],
      },
      hash: 'sha256:0',
      binDirectory: folder,
      environment: { PATH: '/usr/bin:/bin' },
    },
  });
  kubelets.set('ip-10-0-1-12.eu-west-1.compute.internal', kubelet);
  const scheduler = new Scheduler({ client, clock, log: (line) => log.push(line) });
  await kubelet.start();
  await scheduler.start();
  return {
    client,
    kubelet,
    clock,
    log,
    kubeconfig,
    folder,
    async close() {
      await scheduler.stop();
      await kubelet.stop();
      api.close();
      client.close();
      server.close();
      server.closeAllConnections();
      await metadata.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Shell of a credential provider that answers a password for `registryHost`. */
export function pluginAnswering(password: string): string {
  const answer = {
    kind: 'CredentialProviderResponse',
    apiVersion: execVersion,
    cacheKeyType: 'Registry',
    cacheDuration: '6h0m0s',
    auth: { [registryHost]: { username: 'AWS', password } },
  };
  return `cat >/dev/null; echo '${JSON.stringify(answer)}'`;
}
