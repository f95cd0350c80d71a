import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../clock/clock.ts';
import { CriImageService } from '../../k8s-node/cri.ts';
import { ImageStore } from '../../k8s-node/image-store.ts';
import { Kubelet } from '../../k8s-node/kubelet.ts';
import { clientFromKubeconfig, createKubernetesClient } from '../../k8s-node/kubernetes-client.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { dialectOf } from '../../oci/client/dialect.ts';
import { lookUpHost } from './lookup.ts';
import { defaultVersions } from './machines.ts';
import { layOutNode, logFolder, nodeEnvironment } from './node-folder.ts';

/** The machine that the local AWS has launched for this node. */
export interface LaunchedMachine {
  readonly name: string;
  readonly instanceId: string;
  readonly account: string;
  readonly region: string;
  readonly metadataEndpoint: string;
  /** API server of the emulated cluster. */
  readonly server: string;
}

export interface ExternalNodeOptions {
  readonly endpoint: string;
  readonly architecture: 'amd64' | 'arm64';
  /** Socket of a container runtime that is used instead of Hawser's own client. */
  readonly cri?: string;
  /** A cluster to join instead of the emulated one. */
  readonly kubeconfig?: string;
  /** Context of the kubeconfig; its current one by default. */
  readonly context?: string;
  /** Version that the kubelet reports and whose messages it uses, such as `v1.35.4`. */
  readonly kubeletVersion?: string;
  /** The same for the runtime, if it is emulated, such as `1.7.27`. */
  readonly containerdVersion?: string;
  readonly log: (line: string) => void;
}

/** Runs a node in this process until a signal arrives. @throws when it cannot register. */
export async function runNode(
  machine: LaunchedMachine,
  options: ExternalNodeOptions,
): Promise<void> {
  const { endpoint, architecture, cri, kubeconfig, context, log } = options;
  const folder = await mkdtemp(join(tmpdir(), 'hawser-node-'));
  const setup = await layOutNode(folder);
  const environment = nodeEnvironment(folder, endpoint, machine.metadataEndpoint);
  const platform = { os: 'linux', architecture };
  const mirror = { endpoint, transparent: true };
  const runtime = cri === undefined ? undefined : new CriImageService(cri);
  const kubeletVersion = options.kubeletVersion ?? defaultVersions.kubelet;
  const containerRuntimeVersion =
    (await runtime?.version()) ??
    `containerd://${options.containerdVersion ?? defaultVersions.containerd}`;
  const kubelet = new Kubelet({
    client:
      kubeconfig === undefined
        ? createKubernetesClient(machine.server)
        : await clientFromKubeconfig(kubeconfig, context),
    clock: new MovableClock(),
    images:
      runtime ??
      new ImageStore({
        platform,
        mirrors: (host) => (parseEcrHost(host) === undefined ? undefined : mirror),
        lookup: lookUpHost,
        dialect: dialectOf(containerRuntimeVersion),
      }),
    logFolder: logFolder(folder),
    log,
    machine: {
      name: machine.name,
      region: machine.region,
      instanceId: machine.instanceId,
      internalIP: '127.0.0.1',
      platform,
      kubeletVersion,
      containerRuntimeVersion,
      labels: { 'hawser.dev/account': machine.account },
    },
    credentialProviders: { ...setup, environment },
  });
  await kubelet.start();
  log(`node ${machine.name} is up`);
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
  await kubelet.stop();
}
