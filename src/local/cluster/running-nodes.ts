import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NodeError } from '../../k8s-node/errors.ts';
import type { PluginRequest } from '../../k8s-node/exec-plugin.ts';
import type { ImageStoreOptions } from '../../k8s-node/image-store.ts';
import { Kubelet, type KubeletSettings } from '../../k8s-node/kubelet.ts';
import type { KubernetesClient } from '../../k8s-node/kubernetes-client.ts';
import { KubeletConfigError } from '../../kubelet/errors.ts';
import { dialectOf } from '../../oci/client/dialect.ts';
import { InstanceMetadata } from '../instance-metadata.ts';
import type { LocalAws } from '../local-aws.ts';
import { connectionFailure, issuerSeen } from '../net/machine-connection.ts';
import { dialFailure, layerUrlBehind, providerFailure } from '../net/node-dial.ts';
import { originHeader, originToken } from '../net/request-origin.ts';
import { filesOf, paths } from '../node-files.ts';
import type { InstanceRecord } from '../state.ts';
import { EmulatedContainerd } from './containerd.ts';
import { lookUpHost } from './lookup.ts';
import { defaultVersions } from './machines.ts';
import { markDown } from './node-down.ts';
import { layOutDisk, logFolder, nodeEnvironment, readProviderSetup } from './node-folder.ts';
import type { NodeView } from './node-view.ts';

interface RunningNode {
  readonly metadata: InstanceMetadata;
  readonly images: EmulatedContainerd;
  kubelet: Kubelet | undefined;
  /** What its disk holds, and what its programs were started with. */
  disk: string;
  started: string;
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

  /** The same as pods on the machine meet it. */
  podMetadataOf(name: string): string | undefined {
    return this.#nodes.get(name)?.metadata.podEndpoint;
  }

  /** What a program on a machine finds there; undefined for one that does not run. */
  viewOf(instance: InstanceRecord): NodeView | undefined {
    const node = this.#nodes.get(instance.nodeName);
    if (node === undefined) return undefined;
    const { state, clock } = this.#local.core;
    const { instanceId, nodeName: name, setup = {} } = instance;
    const now = clock.now();
    return {
      name,
      root: this.#home(instance),
      metadataEndpoint: metadataFor(instance, node.metadata.endpoint),
      ownTime: now + (setup.clockAheadBy ?? 0),
      time: now,
      issuer: issuerSeen(setup),
      connect: (program, url) => connectionFailure(state, { instanceId, program, now }, url),
    };
  }

  /** Starts a stored machine. */
  async start(instance: InstanceRecord): Promise<void> {
    await this.#layOut(instance);
    const node: RunningNode = {
      metadata: await InstanceMetadata.start(this.#local.core, instance.instanceId),
      images: new EmulatedContainerd({
        root: this.#home(instance),
        ecr: this.#local.endpoint,
        setup: () => this.#local.core.state.instances.get(instance.instanceId)?.setup ?? {},
        platform: platformOf(instance),
        lookup: lookUpHost,
        dialect: dialectOf(runtimeOf(instance)),
        ...this.#network(instance),
      }),
      kubelet: undefined,
      disk: diskOf(instance),
      started: startOf(instance),
    };
    this.#nodes.set(instance.nodeName, node);
    if (!instance.external) await this.#startKubelet(instance, node);
  }

  /** How the machine's network affects its runtime's requests. */
  #network({ instanceId }: InstanceRecord): Pick<ImageStoreOptions, 'dial' | 'behind' | 'headers'> {
    const { state, settings, clock } = this.#local.core;
    return {
      dial: (url) => dialFailure(state, { instanceId, now: clock.now() }, url),
      behind: layerUrlBehind,
      headers: { [originHeader]: originToken(settings.sealingKey, instanceId) },
    };
  }

  /** Folder that stands for the root of a machine. */
  #home({ nodeName }: InstanceRecord): string {
    return join(this.#local.folder, 'nodes', nodeName);
  }

  #layOut(instance: InstanceRecord): Promise<void> {
    const version = instance.containerdVersion ?? defaultVersions.containerd;
    return layOutDisk(this.#home(instance), filesOf(instance, version), instance.setup?.files);
  }

  /** A kubelet that finds its configuration wrong ends again: then the node has none. */
  async #startKubelet(instance: InstanceRecord, node: RunningNode): Promise<void> {
    const log = (line: string) => this.#log(`${instance.nodeName} kubelet: ${line}`);
    if (instance.setup?.kubeletStopped === true) {
      node.kubelet = undefined;
      await markDown(this.#client, instance.nodeName, this.#local.core.clock.now());
      return;
    }
    try {
      const kubelet = await this.#kubelet(instance, node, log);
      node.kubelet = kubelet;
      await kubelet.start();
    } catch (error) {
      if (!(error instanceof NodeError || error instanceof KubeletConfigError)) throw error;
      node.kubelet = undefined;
      await markDown(this.#client, instance.nodeName, this.#local.core.clock.now());
      log(`command failed: failed to run Kubelet: ${error.message}`);
    }
  }

  async #kubelet(
    instance: InstanceRecord,
    node: RunningNode,
    log: (line: string) => void,
  ): Promise<Kubelet> {
    const { core } = this.#local;
    const home = this.#home(instance);
    const { instanceId, setup = {} } = instance;
    const endpoint = `${core.settings.endpoint()}/_hawser/from/${originToken(core.settings.sealingKey, instanceId)}`;
    const environment = {
      ...nodeEnvironment(home, endpoint, metadataFor(instance, node.metadata.endpoint)),
      ...setup.kubeletEnvironment,
    };
    const unreachable = (request: PluginRequest) =>
      providerFailure(core.state, { instanceId, now: core.clock.now() }, request);
    // A pod that is changed together with its node must not be pulled once more by the kubelet as it was.
    const areInUse = () => core.state.instances.get(instanceId)?.credentialProvider === true;
    return new Kubelet({
      client: this.#client,
      clock: core.clock,
      images: node.images,
      settings: await settingsIn(home),
      logFolder: logFolder(home),
      log,
      machine: {
        name: instance.nodeName,
        region: instance.region,
        instanceId,
        internalIP: instance.privateIp,
        platform: platformOf(instance),
        kubeletVersion: instance.kubeletVersion ?? defaultVersions.kubelet,
        containerRuntimeVersion: runtimeOf(instance),
        labels: { 'hawser.dev/account': instance.accountId },
        ...(setup.system === undefined ? {} : { system: setup.system }),
      },
      ...(instance.credentialProvider
        ? {
            credentialProviders: {
              ...(await readProviderSetup(home)),
              environment,
              unreachable,
              areInUse,
            },
          }
        : {}),
    });
  }

  /**
   * Brings the machines to what their records say: files are changed at once, and programs started again where what they
   * were started with is another.
   */
  async settle(): Promise<void> {
    for (const { document } of this.#local.core.state.instances.list()) {
      const node = this.#nodes.get(document.nodeName);
      if (node === undefined || document.external) continue;
      if (node.disk !== diskOf(document)) await this.#layOut(document);
      node.disk = diskOf(document);
      if (node.started === startOf(document)) continue;
      node.started = startOf(document);
      await node.kubelet?.stop();
      const why = node.images.start();
      if (why !== undefined) this.#log(`${document.nodeName} ${why}`);
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

function platformOf({ architecture }: InstanceRecord) {
  return { os: 'linux', architecture: architecture === 'arm64' ? 'arm64' : 'amd64' };
}

function runtimeOf({ containerdVersion }: InstanceRecord): string {
  return `containerd://${containerdVersion ?? defaultVersions.containerd}`;
}

/** What of a record decides about the files of its disk. */
function diskOf({ credentialProvider, setup }: InstanceRecord): string {
  return JSON.stringify([credentialProvider, setup]);
}

/** What of a record its programs only take in when they start. */
function startOf({ credentialProvider, ownRole, setup = {} }: InstanceRecord): string {
  const { files: _files, ...rest } = setup;
  return JSON.stringify({ credentialProvider, ownRole, ...rest });
}

/** The kubelet's own configuration. */
async function settingsIn(home: string): Promise<KubeletSettings> {
  return JSON.parse(await readFile(join(home, paths.kubeletConfig), 'utf8')) as KubeletSettings;
}

/** Where the metadata service answers; behind the machine's firewall, a port on which nobody listens. */
function metadataFor({ setup }: InstanceRecord, endpoint: string): string {
  const isBlocked = setup?.firewall?.some(({ host }) => host === '169.254.169.254');
  return isBlocked === true ? 'http://127.0.0.1:9' : endpoint;
}
