import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { absent, known } from '../../chain/fact.ts';
import { createKubernetesApi, type KubernetesApi } from '../../k8s-api/api.ts';
import { record } from '../../k8s-api/controllers/record.ts';
import type { Stored } from '../../k8s-api/object-store.ts';
import { resources } from '../../k8s-api/resources.ts';
import type { Pod } from '../../k8s-api/types.ts';
import { ImageStore } from '../../k8s-node/image-store.ts';
import { Kubelet } from '../../k8s-node/kubelet.ts';
import { createKubernetesClient, type KubernetesClient } from '../../k8s-node/kubernetes-client.ts';
import { Scheduler } from '../../k8s-node/scheduler.ts';
import { parseEcrHost } from '../../names/registry-host.ts';
import { dialectOf } from '../../oci/client/dialect.ts';
import type { Mirrors } from '../../oci/client/mirrors.ts';
import type { ClusterKind, ClusterObjects } from '../faults/fault.ts';
import { InstanceMetadata } from '../instance-metadata.ts';
import type { LocalAws } from '../local-aws.ts';
import type { InstanceRecord } from '../state.ts';
import type { ClusterFacts } from '../world.ts';
import { nodeFacts, podFacts, secretFacts } from './facts.ts';
import { defaultVersions, launch, type MachineRequest } from './machines.ts';
import { layOutNode, logFolder, nodeEnvironment } from './node-folder.ts';

const name = 'hawser';

interface RunningNode {
  readonly metadata: InstanceMetadata;
  readonly images: ImageStore;
  kubelet: Kubelet | undefined;
  /** Whether the kubelet was started with a credential provider. */
  credentialProvider: boolean;
}

/** The emulated EKS cluster of a local AWS: API server, scheduler, and a kubelet for each machine. */
export class EmulatedCluster implements ClusterObjects {
  readonly #local: LocalAws;
  readonly #token: string;
  readonly #log: (line: string) => void;
  readonly #nodes = new Map<string, RunningNode>();
  readonly #api: KubernetesApi;
  #client: KubernetesClient;
  #scheduler: Scheduler;

  private constructor(local: LocalAws, token: string, log: (line: string) => void) {
    this.#local = local;
    this.#token = token;
    this.#log = log;
    const { state, clock, settings } = local.core;
    const issuer = `https://oidc.eks.${settings.defaultRegion}.amazonaws.com/id/${clusterId(token)}`;
    this.#api = createKubernetesApi({
      metadata: state.metadata,
      clock,
      clusterName: name,
      token,
      issuer,
      log: (line) => this.#log(line),
      nodeProxy: (node, path) => this.#nodes.get(node)?.kubelet?.serve(path),
    });
    local.issuers.register(issuer, () => this.#api.tokens.jsonWebKeySet() as never);
    local.extend(async (request, response, path) => {
      const base = `/_hawser/clusters/${name}`;
      const below = path === base || path.startsWith(`${base}/`);
      // `kubectl get --raw` asks for paths of the host, whatever path the server's URL has.
      if (!below && !(isRawPath(path) && this.#api.knows(request))) return false;
      await this.#api.handle(request, response, below ? path.slice(base.length) || '/' : path);
      return true;
    });
    local.core.imageUse.connect({
      pods: () => this.#api.store.list(resources.pods) as unknown as Pod[],
      warn: ({ namespace, pod }, reason, message) => {
        const about = this.#api.store.find(resources.pods, namespace, pod);
        if (about) record(this.#api.store, 'hawser', about, 'Warning', reason, message);
        this.#log(`hawser: warning: pod ${namespace}/${pod}: ${message}`);
      },
    });
    this.#client = createKubernetesClient(this.server);
    this.#scheduler = this.#newScheduler();
  }

  /** Starts the cluster and the nodes that the store remembers, or one node when there is none. */
  static async start(local: LocalAws, log: (line: string) => void): Promise<EmulatedCluster> {
    const { settings } = local.core.state;
    const token = settings.get('cluster-token')?.value ?? randomBytes(24).toString('hex');
    settings.put('cluster-token', { value: token });
    const cluster = new EmulatedCluster(local, token, log);
    local.onClose(() => cluster.#stop());
    await cluster.#startNodes();
    await cluster.#scheduler.start();
    return cluster;
  }

  /** Base URL of the API server, with the credentials that let a client in over plain HTTP. */
  get server(): string {
    const { host } = new URL(this.#local.endpoint);
    return `http://hawser:${this.#token}@${host}/_hawser/clusters/${name}`;
  }

  /** A kubeconfig for kubectl, as JSON, which is YAML too. */
  kubeconfig(): string {
    return JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server: this.server } }],
      users: [{ name, user: {} }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    });
  }

  /** Launches a machine and has it join the cluster. */
  async addNode(request: MachineRequest): Promise<object> {
    const instance = launch(this.#local.core, request);
    return this.#described(instance, await this.#startNode(instance));
  }

  /** Every machine of the cluster: what it is, and where its instance metadata is. */
  nodes(): object[] {
    return this.#local.core.state.instances.list().flatMap(({ document }) => {
      const node = this.#nodes.get(document.nodeName);
      return node === undefined ? [] : [this.#described(document, node)];
    });
  }

  #described(instance: InstanceRecord, { metadata }: RunningNode): object {
    return {
      name: instance.nodeName,
      instanceId: instance.instanceId,
      account: instance.accountId,
      region: instance.region,
      instanceProfile: instance.instanceProfile,
      metadataEndpoint: metadata.endpoint,
      server: this.server,
    };
  }

  /** Restarts the kubelets that were given a credential provider or lost theirs. */
  async settle(): Promise<void> {
    for (const { document } of this.#local.core.state.instances.list()) {
      const node = this.#nodes.get(document.nodeName);
      if (node === undefined || document.external) continue;
      if (node.credentialProvider === document.credentialProvider) continue;
      await node.kubelet?.stop();
      await this.#startKubelet(document, node);
    }
  }

  /** Has everything removed from the store while nothing of the cluster runs, and starts anew. */
  async restart(clear: () => Promise<void>): Promise<void> {
    const { revision } = this.#api.store;
    await this.#scheduler.stop();
    for (const node of this.#nodes.values()) {
      await node.kubelet?.stop();
      await node.metadata.close();
    }
    this.#nodes.clear();
    await clear();
    this.#local.core.state.settings.put('cluster-token', { value: this.#token });
    this.#api.store.resume(revision + 1);
    this.#api.bootstrap();
    this.#scheduler = this.#newScheduler();
    await this.#startNodes();
    await this.#scheduler.start();
  }

  facts(): ClusterFacts {
    const instances = this.#local.core.state.instances.list().map(({ document }) => document);
    const nodes = instances.map((instance) => {
      const object = this.#api.store.find(resources.nodes, '', instance.nodeName);
      const fact = object === undefined ? absent : known(nodeFacts(object, instance));
      return [instance.nodeName, fact] as const;
    });
    const pods = this.#api.store
      .list(resources.pods)
      .map(
        (pod) => [`${pod.metadata.namespace}/${pod.metadata.name}`, known(podFacts(pod))] as const,
      );
    const secrets = this.#api.store.list(resources.secrets).map((secret) => {
      const { namespace, name: of } = secret.metadata;
      return [`${namespace}/${of}`, known(secretFacts(secret))] as const;
    });
    return {
      nodes: Object.fromEntries(nodes),
      pods: Object.fromEntries(pods),
      secrets: Object.fromEntries(secrets),
    };
  }

  find(kind: ClusterKind, key: string): Stored | undefined {
    const [namespace = '', objectName = ''] = key.split('/');
    return this.#api.store.find(resources[kind], namespace, objectName);
  }

  put(kind: ClusterKind, key: string, object: Stored): void {
    this.remove(kind, key);
    const { labels, annotations, namespace, name: objectName } = object.metadata;
    const { status: _status, ...rest } = object;
    this.#api.store.create(resources[kind], {
      ...rest,
      metadata: {
        name: objectName,
        ...(namespace === undefined ? {} : { namespace }),
        ...(labels === undefined ? {} : { labels }),
        ...(annotations === undefined ? {} : { annotations }),
      },
    });
  }

  remove(kind: ClusterKind, key: string): void {
    const found = this.find(kind, key);
    if (found !== undefined) this.#api.store.remove(resources[kind], found);
  }

  async #startNodes(): Promise<void> {
    const { core } = this.#local;
    if (core.state.instances.count() === 0) launch(core, {});
    for (const { document } of core.state.instances.list()) await this.#startNode(document);
  }

  async #startNode(instance: InstanceRecord): Promise<RunningNode> {
    const node: RunningNode = {
      metadata: await InstanceMetadata.start(this.#local.core, instance.instanceId),
      images: new ImageStore({
        platform: platformOf(instance),
        mirrors: this.#mirrors(),
        dialect: dialectOf(runtimeOf(instance)),
      }),
      kubelet: undefined,
      credentialProvider: false,
    };
    this.#nodes.set(instance.nodeName, node);
    if (!instance.external) await this.#startKubelet(instance, node);
    return node;
  }

  async #startKubelet(instance: InstanceRecord, node: RunningNode): Promise<void> {
    const { core, folder } = this.#local;
    const home = join(folder, 'nodes', instance.nodeName);
    const setup = await layOutNode(home);
    const environment = nodeEnvironment(home, core.settings.endpoint(), node.metadata.endpoint);
    node.credentialProvider = instance.credentialProvider;
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
      ...(instance.credentialProvider ? { credentialProviders: { ...setup, environment } } : {}),
    });
    await node.kubelet.start();
  }

  /** Registries of ECR are this local AWS, whatever their Region; all others are themselves. */
  #mirrors(): Mirrors {
    return (host) =>
      parseEcrHost(host) === undefined
        ? undefined
        : { endpoint: this.#local.endpoint, transparent: true };
  }

  #newScheduler(): Scheduler {
    return new Scheduler({
      client: this.#client,
      clock: this.#local.core.clock,
      log: (line) => this.#log(`scheduler: ${line}`),
    });
  }

  async #stop(): Promise<void> {
    await this.#scheduler.stop();
    for (const node of this.#nodes.values()) {
      await node.kubelet?.stop();
      await node.metadata.close();
    }
    this.#api.close();
    this.#client.close();
  }
}

function platformOf({ architecture }: InstanceRecord) {
  return { os: 'linux', architecture: architecture === 'arm64' ? 'arm64' : 'amd64' };
}

function isRawPath(path: string): boolean {
  return /^\/(apis?|version|healthz|livez|readyz|openapi|\.well-known|openid)?(\/|$)/.test(path);
}

function runtimeOf({ containerdVersion }: InstanceRecord): string {
  return `containerd://${containerdVersion ?? defaultVersions.containerd}`;
}

/** An id in the form that EKS gives its clusters' issuers. */
function clusterId(token: string): string {
  return token.slice(0, 32).toUpperCase();
}
