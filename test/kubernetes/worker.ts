// A real node: containerd and a kubelet, whose credential provider is Hawser's.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderSetup } from '../../src/local/cluster/node-folder.ts';
import { componentPath } from './components.ts';
import type { ControlPlane } from './control-plane.ts';
import { writePauseImage } from './pause-image.ts';
import { type Program, start, until } from './processes.ts';
import { nodeAddress } from './sandbox.ts';

export interface WorkerOptions {
  readonly name: string;
  /** Such as `aws:///us-east-1a/i-0abc…`. */
  readonly providerId: string;
  readonly folder: string;
  readonly controlPlane: ControlPlane;
  /** File of the authority that signed the registries' certificates. */
  readonly registryAuthority: string;
  readonly provider: ProviderSetup;
  /** What the kubelet's plugins find in their environment. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Worker {
  readonly containerdVersion: string;
  readonly kubeletLog: string;
  /** As a new node: without the images of registries, and with a kubelet that has kept no credentials. */
  renew(how: { readonly withProvider: boolean }): Promise<void>;
  stop(): Promise<void>;
}

const ofPods = 'labels."io.cri-containerd.kind"==container';
const pauseImage = 'registry.k8s.io/pause:3.10';

export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const { folder, controlPlane } = options;
  mkdirSync(folder, { recursive: true });
  const socket = join(folder, 'containerd.sock');
  writeFileSync(join(folder, 'containerd.toml'), containerdConfig(folder, socket));
  writeFileSync('/etc/cni/net.d/10-bridge.conflist', JSON.stringify(podNetwork));
  const containerd = start(
    'containerd',
    ['--config', join(folder, 'containerd.toml')],
    join(folder, 'containerd.log'),
    { ...process.env, SSL_CERT_FILE: options.registryAuthority },
  );
  const ctr = (...args: string[]) =>
    execFileSync('ctr', ['--address', socket, '--namespace', 'k8s.io', ...args], {
      encoding: 'utf8',
    });
  const version = await until('containerd answers', async () => ctr('version'), {
    log: containerd.logFile,
  });
  ctr('images', 'import', writePauseImage(folder, pauseImage, componentPath('pause')));

  const images = () => linesOf(ctr('images', 'ls', '-q'));
  const containers = () => linesOf(ctr('containers', 'ls', '-q', ofPods));
  await until('the pause image has its id', async () => images().length > 1 || undefined);
  const ofTheNode = images();

  const kubelet = new KubeletProcess(options, socket);
  await kubelet.start(true);
  await nodeIsReady(controlPlane.kubeconfig, options.name, kubelet.log);
  return {
    containerdVersion: /Server:[\s\S]*?Version:\s*v?(\d+\.\d+\.\d+)/.exec(version)?.[1] ?? '',
    kubeletLog: kubelet.log,
    async renew({ withProvider }) {
      await kubelet.stop();
      // A container keeps the layers of its image, which a later pull would then not ask for.
      const running = linesOf(ctr('tasks', 'ls', '-q'));
      for (const container of containers()) {
        if (running.includes(container)) ctr('tasks', 'rm', '--force', container);
        ctr('containers', 'rm', container);
      }
      const pulled = images().filter((name) => !ofTheNode.includes(name));
      if (pulled.length > 0) ctr('images', 'rm', '--sync', ...pulled);
      await kubelet.start(withProvider);
      await nodeIsReady(controlPlane.kubeconfig, options.name, kubelet.log);
    },
    async stop() {
      await kubelet.stop();
      await containerd.stop();
    },
  };
}

function linesOf(output: string): string[] {
  return output.split('\n').filter((line) => line !== '');
}

class KubeletProcess {
  readonly log: string;
  readonly #options: WorkerOptions;
  readonly #config: string;
  #program: Program | undefined;

  constructor(options: WorkerOptions, socket: string) {
    this.#options = options;
    this.log = join(options.folder, 'kubelet.log');
    this.#config = join(options.folder, 'kubelet.yaml');
    writeFileSync(this.#config, JSON.stringify(kubeletConfig(options, socket)));
  }

  async start(withProvider: boolean): Promise<void> {
    const { name, controlPlane, provider, environment } = this.#options;
    const kubeconfig = controlPlane.kubeconfigOf(`system:node:${name}`, ['system:nodes']);
    const flags = [`--config=${this.#config}`, `--kubeconfig=${kubeconfig}`, '-v=4'];
    const credentials = [
      `--image-credential-provider-config=${provider.configFile}`,
      `--image-credential-provider-bin-dir=${provider.binDirectory}`,
    ];
    this.#program = start(
      componentPath('kubelet'),
      [
        ...flags,
        `--hostname-override=${name}`,
        `--node-ip=${nodeAddress}`,
        ...(withProvider ? credentials : []),
      ],
      this.log,
      { ...process.env, ...environment },
    );
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
  }
}

function kubeletConfig({ providerId, controlPlane }: WorkerOptions, socket: string): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: controlPlane.authority.certificate },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${socket}`,
    providerID: providerId,
    // What a machine for tests has may differ from what EKS's nodes have: none of it has to do with images.
    cgroupDriver: 'cgroupfs',
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    evictionHard: { 'memory.available': '1Mi', 'nodefs.available': '0%' },
  };
}

function containerdConfig(folder: string, socket: string): string {
  return `version = 2
root = "${folder}/root"
state = "/run/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt"]
[grpc]
address = "${socket}"
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${pauseImage}"
restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "/etc/cni/net.d"
[plugins."io.containerd.grpc.v1.cri".containerd]
snapshotter = "native"
`;
}

const podNetwork = {
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni0',
      isGateway: true,
      ipam: { type: 'host-local', subnet: '10.98.0.0/16', routes: [{ dst: '0.0.0.0/0' }] },
    },
  ],
};

async function nodeIsReady(kubeconfig: string, name: string, log: string): Promise<void> {
  const wait = ['wait', '--for=condition=Ready', `node/${name}`, '--timeout=2s'];
  await until(
    `node ${name} is ready`,
    async () => execFileSync('kubectl', ['--kubeconfig', kubeconfig, ...wait], { stdio: 'pipe' }),
    { seconds: 90, log },
  );
}
