import { randomBytes } from 'node:crypto';
import { createKubernetesApi, type KubernetesApi } from '../../k8s-api/api.ts';
import { record } from '../../k8s-api/controllers/record.ts';
import { resources } from '../../k8s-api/resources.ts';
import type { Pod } from '../../k8s-api/types.ts';
import { createKubernetesClient, type KubernetesClient } from '../../k8s-node/kubernetes-client.ts';
import { Scheduler } from '../../k8s-node/scheduler.ts';
import { ensureEmulatedCluster } from '../eks/clusters.ts';
import { LocalError } from '../errors.ts';
import type { LocalAws } from '../local-aws.ts';
import type { InstanceRecord } from '../state.ts';
import { clusterName, ensureNodeNetwork } from '../vpc/node-network.ts';
import type { ClusterFacts } from '../world.ts';
import { factsOf, StoredObjects } from './cluster-objects.ts';
import { launch, type MachineRequest } from './machines.ts';
import type { NodeView } from './node-view.ts';
import { RunningNodes } from './running-nodes.ts';

const name = clusterName;

/** The emulated EKS cluster of a local AWS: API server, scheduler, and a kubelet for each machine. */
export class EmulatedCluster {
  /** For faults that break and heal the cluster. */
  readonly objects: StoredObjects;
  readonly #local: LocalAws;
  readonly #token: string;
  readonly #issuer: string;
  readonly #log: (line: string) => void;
  readonly #nodes: RunningNodes;
  readonly #api: KubernetesApi;
  readonly #client: KubernetesClient;
  #scheduler: Scheduler;
  /** Resolves when all exclusive changes have ended. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(local: LocalAws, token: string, log: (line: string) => void) {
    this.#local = local;
    this.#token = token;
    this.#log = log;
    const { state, clock, settings } = local.core;
    this.#issuer = `https://oidc.eks.${settings.defaultRegion}.amazonaws.com/id/${clusterId(token)}`;
    this.#api = createKubernetesApi({
      metadata: state.metadata,
      clock,
      clusterName: name,
      token,
      issuer: this.#issuer,
      log: (line) => this.#log(line),
      nodeProxy: (node, path) => this.#nodes.serve(node, path),
    });
    local.core.issuers.register(this.#issuer, () => this.#api.tokens.jsonWebKeySet() as never);
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
        this.#log(`warning: pod ${namespace}/${pod}: ${message}`);
      },
    });
    this.#client = createKubernetesClient(this.server);
    this.#nodes = new RunningNodes(local, this.#client, log);
    this.objects = new StoredObjects(this.#api);
    this.#scheduler = this.#newScheduler();
  }

  /** Starts the cluster and its stored nodes, or one node when there is none. */
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

  /** Base URL of the API server, with the credentials for plain HTTP. */
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
  addNode(request: MachineRequest): Promise<object> {
    return this.inTurn(async () => {
      const instance = launch(this.#local.core, request);
      await this.#nodes.start(instance);
      return this.#described(instance);
    });
  }

  /** Every machine of the cluster, and where its instance metadata is served. */
  nodes(): object[] {
    return this.#instances()
      .filter(({ nodeName }) => this.#nodes.metadataOf(nodeName) !== undefined)
      .map((instance) => this.#described(instance));
  }

  /** What a program on a machine finds there. @throws LocalError `NO_SUCH_NODE` */
  viewOf(name: string): NodeView {
    const instance = this.#instances().find(({ nodeName }) => nodeName === name);
    const view = instance && this.#nodes.viewOf(instance);
    if (view === undefined) throw new LocalError('NO_SUCH_NODE', `there is no node ${name}`);
    return view;
  }

  /** Changes machines or objects of the cluster, exclusively: no other change or restart runs meanwhile. */
  inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(change);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Restarts the kubelets whose credential provider was added or removed; for use within an exclusive change. */
  settle(): Promise<void> {
    return this.#nodes.settle();
  }

  facts(): ClusterFacts {
    return factsOf(this.#api, this.#instances(), this.#local.core.state);
  }

  #instances(): InstanceRecord[] {
    return this.#local.core.state.instances.list().map(({ document }) => document);
  }

  #described(instance: InstanceRecord): object {
    return {
      name: instance.nodeName,
      instanceId: instance.instanceId,
      account: instance.accountId,
      region: instance.region,
      instanceProfile: instance.instanceProfile,
      metadataEndpoint: this.#nodes.metadataOf(instance.nodeName),
      podMetadataEndpoint: this.#nodes.podMetadataOf(instance.nodeName),
      server: this.server,
    };
  }

  /** Stops everything, clears the store and starts again. */
  restart(clear: () => Promise<void>): Promise<void> {
    return this.inTurn(() => this.#restart(clear));
  }

  async #restart(clear: () => Promise<void>): Promise<void> {
    const { revision } = this.#api.store;
    await this.#scheduler.stop();
    await this.#nodes.stop();
    try {
      await this.#local.alone(async () => {
        try {
          await clear();
        } finally {
          this.#local.core.state.settings.put('cluster-token', { value: this.#token });
          this.#api.store.resume(revision + 1);
          this.#api.bootstrap();
        }
      });
    } finally {
      this.#scheduler = this.#newScheduler();
      await this.#startNodes();
      await this.#scheduler.start();
    }
  }

  async #startNodes(): Promise<void> {
    const { core } = this.#local;
    if (core.state.instances.count() === 0) launch(core, {});
    for (const instance of this.#instances()) {
      ensureNodeNetwork(core.state.network, name, instance);
      await this.#nodes.start(instance);
    }
    ensureEmulatedCluster(core.state, {
      accountId: core.settings.defaultAccount,
      region: core.settings.defaultRegion,
      name,
      endpoint: this.server.replace(/\/\/.*@/, '//'),
      issuer: this.#issuer,
      now: core.clock.now(),
    });
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
    await this.#nodes.stop();
    this.#api.close();
    this.#client.close();
  }
}

function isRawPath(path: string): boolean {
  return /^\/(apis?|version|healthz|livez|readyz|openapi|\.well-known|openid)?(\/|$)/.test(path);
}

/** An id in the form that EKS uses in the issuers of its clusters. */
function clusterId(token: string): string {
  return token.slice(0, 32).toUpperCase();
}
