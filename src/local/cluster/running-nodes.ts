import { join } from 'node:path';
import type { PluginRequest } from '../../k8s-node/exec-plugin.ts';
import { ImageStore, type ImageStoreOptions } from '../../k8s-node/image-store.ts';
import { Kubelet } from '../../k8s-node/kubelet.ts';
import type { KubernetesClient } from '../../k8s-node/kubernetes-client.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { dialectOf } from '../../oci/client/dialect.ts';
import type { Mirrors } from '../../oci/client/mirrors.ts';
import { InstanceMetadata } from '../instance-metadata.ts';
import type { LocalAws } from '../local-aws.ts';
import { dialFailure, layerUrlBehind, providerFailure } from '../net/node-dial.ts';
import { originHeader, originToken } from '../net/request-origin.ts';
import type { InstanceRecord } from '../state.ts';
import { lookUpHost } from './lookup.ts';
import { defaultVersions } from './machines.ts';
import { layOutNode, logFolder, nodeEnvironment } from './node-folder.ts';

interface RunningNode {
  readonly metadata: InstanceMetadata;
  readonly images: ImageStore;
  kubelet: Kubelet | undefined;
  /** What the kubelet was started with: it is started again when that changes. */
  startedWith: string;
}

/**
 * The machines of a cluster: each has its instance metadata, its images and, unless it runs elsewhere, a
 * kubelet.
 */
export class RunningNodes {
  readonly #local: LocalAws;
  readonly #client: KubernetesClient;
  readonly #log: (line: string) => void;
  readonly #nodes = new Map<string, RunningNode>();

  constructor(local: LocalAws, client: KubernetesClient, log: (line: string) => void) {
    this.#local = local;
    this.#client = client;
    this.#log = log;
  }

  /** A kubelet's answer to a request that the API server proxies; undefined for an unknown node. */
  serve(name: string, path: string) {
    return this.#nodes.get(name)?.kubelet?.serve(path);
  }

  /** Where the instance metadata of a machine is served; undefined for one that does not run. */
  metadataOf(name: string): string | undefined {
    return this.#nodes.get(name)?.metadata.endpoint;
  }

  /** Starts a stored machine. */
  async start(instance: InstanceRecord): Promise<void> {
    const node: RunningNode = {
      metadata: await InstanceMetadata.start(this.#local.core, instance.instanceId),
      images: new ImageStore({
        platform: platformOf(instance),
        mirrors: this.#mirrors(),
        lookup: lookUpHost,
        dialect: dialectOf(runtimeOf(instance)),
        ...this.#network(instance),
      }),
      kubelet: undefined,
      startedWith: '',
    };
    this.#nodes.set(instance.nodeName, node);
    if (!instance.external) await this.#startKubelet(instance, node);
  }

  /** How the machine's network affects its runtime's requests. */
  #network({ instanceId }: InstanceRecord): Pick<ImageStoreOptions, 'dial' | 'behind' | 'headers'> {
    const { state, settings } = this.#local.core;
    return {
      dial: (url) => dialFailure(state, instanceId, url),
      behind: layerUrlBehind,
      headers: { [originHeader]: originToken(settings.sealingKey, instanceId) },
    };
  }

  async #startKubelet(instance: InstanceRecord, node: RunningNode): Promise<void> {
    const { core, folder } = this.#local;
    const home = join(folder, 'nodes', instance.nodeName);
    const setup = await layOutNode(home);
    const { instanceId } = instance;
    const endpoint = `${core.settings.endpoint()}/_hawser/from/${originToken(core.settings.sealingKey, instanceId)}`;
    const environment = nodeEnvironment(home, endpoint, node.metadata.endpoint);
    const unreachable = (request: PluginRequest) =>
      providerFailure(core.state, instanceId, request);
    node.startedWith = startOf(instance);
    node.kubelet = new Kubelet({
      client: this.#client,
      clock: core.clock,
      images: node.images,
      logFolder: logFolder(home),
      log: (line) => this.#log(`${instance.nodeName} kubelet: ${line}`),
      machine: {
        name: instance.nodeName,
        region: instance.region,
        instanceId: instance.instanceId,
        internalIP: instance.privateIp,
        platform: platformOf(instance),
        kubeletVersion: instance.kubeletVersion ?? defaultVersions.kubelet,
        containerRuntimeVersion: runtimeOf(instance),
        labels: { 'hawser.dev/account': instance.accountId },
      },
      ...(instance.credentialProvider
        ? { credentialProviders: { ...setup, environment, unreachable } }
        : {}),
    });
    await node.kubelet.start();
  }

  /** All registries of ECR are this local AWS, whatever their Region; other registries are reached directly. */
  #mirrors(): Mirrors {
    return (host) =>
      parseEcrHost(host) === undefined
        ? undefined
        : { endpoint: this.#local.endpoint, transparent: true };
  }

  /** Restarts the kubelets whose credential provider, or whose machine's role, is another. */
  async settle(): Promise<void> {
    for (const { document } of this.#local.core.state.instances.list()) {
      const node = this.#nodes.get(document.nodeName);
      if (node === undefined || document.external) continue;
      if (node.startedWith === startOf(document)) continue;
      await node.kubelet?.stop();
      await this.#startKubelet(document, node);
    }
  }

  async stop(): Promise<void> {
    const nodes = [...this.#nodes.values()];
    // Removed first, so that nobody finds a machine that is stopped.
    this.#nodes.clear();
    for (const { kubelet, metadata } of nodes) {
      await kubelet?.stop();
      await metadata.close();
    }
  }
}

/** What a machine's kubelet has to be started for again. */
function startOf({ credentialProvider, ownRole }: InstanceRecord): string {
  return JSON.stringify({ credentialProvider, ownRole });
}

function platformOf({ architecture }: InstanceRecord) {
  return { os: 'linux', architecture: architecture === 'arm64' ? 'arm64' : 'amd64' };
}

function runtimeOf({ containerdVersion }: InstanceRecord): string {
  return `containerd://${containerdVersion ?? defaultVersions.containerd}`;
}
