import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertValid } from '../../../test/support/schemas.ts';
import { nodeReportComplaint } from '../../chain/node-report/shape.ts';
import type { NodeReport } from '../../chain/world.ts';
import { collectNode } from './collect-node.ts';

const ecr = '111122223333.dkr.ecr.eu-west-1.amazonaws.com';
const canary = 'CaNaRy0123456789abcdefCaNaRy';
const instance = '10.1.2.3';

/** A node's file system, each secret in it a canary. */
const files: Readonly<Record<string, string>> = {
  '/proc/1/cmdline': '/sbin/init\0',
  '/proc/41/cmdline': `/usr/bin/containerd\0--config\0/etc/containerd/config.toml\0`,
  '/proc/41/environ': `HTTPS_PROXY=http://user:${canary}@127.0.0.1:1\0NO_PROXY=localhost\0TOKEN=${canary}\0`,
  '/proc/42/cmdline': `/usr/bin/kubelet\0--config=/etc/kubernetes/kubelet/config.json\0--image-credential-provider-config=/etc/eks/ecr.json\0--image-credential-provider-bin-dir=/etc/eks/bin\0--bootstrap-token=${canary}\0--hostname-override=node-a\0`,
  '/proc/42/environ': `AWS_SECRET_ACCESS_KEY=${canary}\0http_proxy=http://${canary}@proxy:3128\0`,
  '/etc/kubernetes/kubelet/config.json': JSON.stringify({
    registryPullQPS: 5,
    serializeImagePulls: false,
    staticPodURLHeader: { Authorization: [canary] },
  }),
  '/etc/eks/ecr.json': JSON.stringify({
    apiVersion: 'kubelet.config.k8s.io/v1',
    kind: 'CredentialProviderConfig',
    providers: [
      {
        name: 'ecr-credential-provider',
        matchImages: ['*.dkr.ecr.*.amazonaws.com'],
        defaultCacheDuration: '12h',
        apiVersion: 'credentialprovider.kubelet.k8s.io/v1',
        env: [{ name: 'AWS_SECRET_ACCESS_KEY', value: canary }],
        args: [`--password=${canary}`],
      },
    ],
  }),
  '/etc/containerd/config.toml': `version = 2
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${ecr}/eks/pause:3.10"
[plugins."io.containerd.grpc.v1.cri".registry]
config_path = "/etc/containerd/certs.d"
[plugins."io.containerd.grpc.v1.cri".registry.configs."${ecr}".auth]
password = "${canary}"
`,
  [`/etc/containerd/certs.d/${ecr}/hosts.toml`]: `server = "https://${ecr}"
[host."https://user:${canary}@mirror:5000"]
capabilities = ["pull", "resolve"]
skip_verify = true
[host."https://user:${canary}@mirror:5000".header]
Authorization = "Basic ${canary}"
`,
  '/etc/containerd/certs.d/damaged.example/hosts.toml': `server = [${canary}`,
  '/etc/hosts': `127.0.0.1 localhost\n127.0.0.1 api.ecr.eu-west-1.amazonaws.com ${ecr}\n`,
  '/run/resolv.conf':
    'nameserver 127.0.0.1\nsearch eu-west-1.compute.internal\noptions timeout:2\n',
};

/** Takes connections and never answers. */
async function silent(): Promise<{ readonly port: number; close(): void }> {
  const held = new Set<Socket>();
  const server = createTcpServer((socket) => held.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of held) socket.destroy();
      server.close();
    },
  };
}

describe('a node on which nothing is answered', () => {
  it('comes to an end, and says so', async () => {
    const root = mkdtempSync(join(tmpdir(), 'hawser-node-'));
    const server = await silent();
    const report = await collectNode({
      root,
      image: `${ecr.replace('amazonaws.com', 'localhost')}:${server.port}/app:v1`,
      environment: {
        AWS_ENDPOINT_URL: `https://localhost:${server.port}`,
        AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${server.port}`,
      },
      now: 0,
    });
    server.close();
    rmSync(root, { recursive: true });
    const late = { at: 'tls', why: 'no answer in time' };
    assert.deepEqual(
      report.endpoints.map(({ failed }) => failed),
      [late, late],
    );
    const { metadata, kubelet, clock, resolver } = report;
    assert.deepEqual(
      [metadata, kubelet, clock, resolver].map(({ state }) => state),
      ['known', 'unseen', 'unseen', 'absent'],
    );
  });
});

describe('what a node finds itself', () => {
  let root = '';
  let metadata: Server;
  let report: NodeReport;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'hawser-node-'));
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    // Absolute, as systemd makes it: it leads into the node's file system, not into that of the pod.
    symlinkSync('/run/resolv.conf', join(root, '/etc/resolv.conf'));
    metadata = createServer((request, response) => {
      const isToken = request.method === 'PUT';
      response.end(isToken ? canary : JSON.stringify({ region: 'us-east-1', privateIp: instance }));
    });
    await new Promise<void>((resolve) => metadata.listen(0, '127.0.0.1', resolve));
    const { port } = metadata.address() as AddressInfo;
    report = await collectNode({
      root,
      image: `${ecr}/app:v1`,
      environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://127.0.0.1:${port}` },
      now: Date.parse('2026-01-02T03:04:05Z'),
    });
  });
  after(() => {
    metadata.close();
    rmSync(root, { recursive: true });
  });

  it('has the form that is published', () => {
    assertValid('node', report);
    assert.equal(nodeReportComplaint(JSON.parse(JSON.stringify(report))), undefined);
  });

  it('has none of the secrets that lie on the node', () => {
    assert.ok(!JSON.stringify(report).includes(canary));
  });

  it('names the node as its kubelet does', () => assert.equal(report.node, 'node-a'));

  it('tells flags of the kubelet by name, and values only where they say how images are pulled', () => {
    assert.ok(report.kubelet.state === 'known');
    const { flags, settings } = report.kubelet.value;
    assert.equal(flags['image-credential-provider-config'], '/etc/eks/ecr.json');
    assert.equal(flags['bootstrap-token'], '(not shown)');
    assert.deepEqual(settings, {
      state: 'known',
      value: { registryPullQPS: '5', serializeImagePulls: 'false' },
    });
  });

  it('checks the credential provider, and says paths as the node has them', () => {
    assert.ok(report.credentialProvider.state === 'known');
    const { providers, problems } = report.credentialProvider.value;
    assert.deepEqual(providers[0]?.environment, ['AWS_SECRET_ACCESS_KEY']);
    const missing = problems.find(({ code }) => code === 'HW0572');
    assert.match(missing?.message ?? '', /there is no \/etc\/eks\/bin\/ecr-credential-provider:/);
  });

  it('reads config.toml and each hosts.toml of containerd', () => {
    assert.ok(report.containerd.state === 'known');
    const { version, sandboxImage, credentialsFor, registries, problems } = report.containerd.value;
    assert.deepEqual([version, sandboxImage], [2, `${ecr}/eks/pause:3.10`]);
    assert.deepEqual(credentialsFor, [ecr]);
    assert.deepEqual(registries, [
      {
        registry: ecr,
        file: `/etc/containerd/certs.d/${ecr}/hosts.toml`,
        server: `https://${ecr}`,
        hosts: [
          {
            url: 'https://[removed]@mirror:5000',
            capabilities: ['pull', 'resolve'],
            skipVerify: true,
            headers: ['Authorization'],
          },
        ],
      },
    ]);
    assert.deepEqual(
      problems.map(({ registry }) => registry),
      ['damaged.example'],
    );
  });

  it('follows links of the node within its file system', () => {
    assert.deepEqual(report.resolver, {
      state: 'known',
      value: {
        nameservers: ['127.0.0.1'],
        search: ['eu-west-1.compute.internal'],
        options: ['timeout:2'],
      },
    });
  });

  it('asks the metadata service for a token, and keeps none', () => {
    assert.deepEqual(report.metadata, {
      state: 'known',
      value: { token: true, region: 'us-east-1' },
    });
  });

  it('connects as each process does: containerd by its proxy, the kubelet straight', () => {
    const ends = report.endpoints.map(({ service, proxy, failed }) => [service, proxy, failed]);
    const proxy = 'http://[removed]@127.0.0.1:1/';
    const refused = { at: 'proxy', why: 'ECONNREFUSED' };
    assert.deepEqual(ends.slice(0, 3), [
      ['ecr.api', undefined, { at: 'tcp', why: 'ECONNREFUSED' }],
      ['ecr.dkr', proxy, refused],
      ['s3', proxy, refused],
    ]);
  });
});
