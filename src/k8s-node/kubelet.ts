import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Pod } from '../k8s-api/types.ts';
import type { CredentialProviderConfig } from '../kubelet/credential-provider-config.ts';
import type { AuthMap } from '../kubelet/keyring.ts';
import { EventRecorder } from './events.ts';
import type { ExecOptions } from './exec-plugin.ts';
import { follow } from './follow.ts';
import { ImageManager } from './image-manager.ts';
import type { ImageService } from './image-service.ts';
import { type KubeletWords, kubeletWords } from './kubelet-words.ts';
import { type KubernetesClient, mergePatch } from './kubernetes-client.ts';
import { ProviderMetrics } from './metrics.ts';
import { NodeCredentials } from './node-credentials.ts';
import { type Machine, providerId } from './node-object.ts';
import { hasDiskPressure, leaseDurationSeconds, NodeRegistration } from './node-registration.ts';
import { PodWorker } from './pod-worker.ts';
import { ThrottledImages } from './throttled-images.ts';

export interface KubeletOptions {
  readonly machine: Machine;
  readonly client: KubernetesClient;
  readonly clock: Clock;
  /** The container runtime's images: `ImageStore`, or `CriImageService` for a real containerd. */
  readonly images: ImageService;
  readonly credentialProviders?: {
    readonly config: CredentialProviderConfig;
    /** `sha256:…` of the configuration's text. */
    readonly hash: string;
    /** As `--image-credential-provider-bin-dir`. */
    readonly binDirectory: string;
    /** The node's environment, which plugins inherit: PATH, HOME, the metadata service's endpoint. */
    readonly environment: Readonly<Record<string, string>>;
    /** Why a plugin cannot reach its server: see `ExecOptions`. */
    readonly unreachable?: ExecOptions['unreachable'];
    /** See `NodeCredentials`. */
    readonly areInUse?: () => boolean;
  };
  /** Its own configuration, as far as it differs from the defaults. */
  readonly settings?: KubeletSettings;
  /** Folder that represents the node's /var/log; the kubelet serves its files. */
  readonly logFolder?: string;
  /** The kubelet's log, one line at a time. */
  readonly log: (line: string) => void;
}

/** Fields of a KubeletConfiguration that decide about pulls. */
export interface KubeletSettings {
  /** Pulls per second; no limit where it is 0. */
  readonly registryPullQPS?: number;
  readonly registryBurst?: number;
  readonly serializeImagePulls?: boolean;
}

/** The kubelet's defaults, which EKS nodes use too, but for pulls in parallel. */
const defaultSettings = { registryPullQPS: 5, registryBurst: 10, serializeImagePulls: false };

/**
 * A node without a machine: registers itself, watches the pods bound to it, pulls their images and simulates
 * running them. It uses the Kubernetes API only, so it works with any cluster.
 */
export class Kubelet {
  readonly #options: KubeletOptions;
  readonly #words: KubeletWords;
  readonly #settings: Required<KubeletSettings>;
  readonly #metrics = new ProviderMetrics();
  readonly #events: EventRecorder;
  readonly #imageManager: ImageManager;
  readonly #credentials: NodeCredentials;
  readonly #workers = new Map<string, PodWorker>();
  readonly #stop = new AbortController();
  readonly #node: NodeRegistration;

  /** @throws NodeError PROVIDER_BINARY */
  constructor(options: KubeletOptions) {
    const { client, clock, machine, images, credentialProviders: providers, log } = options;
    this.#options = options;
    this.#words = kubeletWords(machine.kubeletVersion);
    this.#events = new EventRecorder(client, clock, { component: 'kubelet', host: machine.name });
    this.#node = new NodeRegistration({ ...options, events: this.#events });
    this.#settings = { ...defaultSettings, ...options.settings };
    const { registryPullQPS: perSecond, registryBurst: burst } = this.#settings;
    this.#imageManager = new ImageManager({
      clock,
      images: perSecond === 0 ? images : new ThrottledImages(images, clock, { perSecond, burst }),
      words: this.#words,
    });
    const providerOptions = {
      binDirectory: providers?.binDirectory ?? '',
      environment: providers?.environment ?? {},
      unreachable: providers?.unreachable,
      clock,
      metrics: this.#metrics,
      words: this.#words,
      log,
    };
    this.#credentials = new NodeCredentials(
      client,
      this.#events,
      providers?.config,
      providerOptions,
      providers?.areInUse,
    );
    if (providers !== undefined) this.#metrics.configured(providers.hash);
  }

  /** Registers the node and begins to run its pods. @throws KubernetesApiError */
  async start(): Promise<void> {
    const { client, machine } = this.#options;
    await this.#node.register();
    void this.#node.heartbeat(this.#stop.signal);
    const selector = encodeURIComponent(`spec.nodeName=${machine.name}`);
    await follow<Pod>(
      client,
      `/api/v1/pods?fieldSelector=${selector}`,
      { changed: (pod) => this.#podChanged(pod), gone: (pod) => this.#podGone(pod) },
      this.#stop.signal,
    );
  }

  /** Stops without changing the pods: the cluster sees a node that no longer responds. */
  async stop(): Promise<void> {
    this.#stop.abort();
    for (const worker of this.#workers.values()) worker.stop();
    this.#workers.clear();
    await this.#events.close();
  }

  /** The kubelet's answer at `/configz`. */
  configz(): object {
    return {
      kubeletconfig: {
        kind: 'KubeletConfiguration',
        apiVersion: 'kubelet.config.k8s.io/v1beta1',
        ...this.#settings,
        imagePullCredentialsVerificationPolicy: 'NeverVerifyPreloadedImages',
        nodeStatusUpdateFrequency: '10s',
        nodeLeaseDurationSeconds: leaseDurationSeconds,
        providerID: providerId(this.#options.machine),
      },
    };
  }

  /** The kubelet's answer at `/metrics`, in Prometheus' text format. */
  metrics(): string {
    return this.#metrics.render();
  }

  /** Answers a request that the API server proxies (`/api/v1/nodes/N/proxy/<path>`). */
  serve(path: string): { readonly contentType: string; readonly body: string } | undefined {
    if (path === 'configz') {
      return { contentType: 'application/json', body: JSON.stringify(this.configz()) };
    }
    if (path === 'metrics') {
      return { contentType: 'text/plain; version=0.0.4; charset=utf-8', body: this.metrics() };
    }
    if (path === 'stats/summary') {
      return { contentType: 'application/json', body: JSON.stringify(this.#summary()) };
    }
    if (path.startsWith('logs/')) return this.#serveLog(path.slice('logs/'.length));
    return path === 'healthz' ? { contentType: 'text/plain', body: 'ok' } : undefined;
  }

  /** Of /stats/summary, what is told of the images' disk. */
  #summary(): object {
    const { images, machine } = this.#options;
    return {
      node: { nodeName: machine.name, runtime: { imageFs: images.disk?.() ?? {} } },
      pods: [],
    };
  }

  /** A file of the node's logs (kubelet: KubeletConfiguration, enableSystemLogHandler). */
  #serveLog(path: string): { readonly contentType: string; readonly body: string } | undefined {
    const { logFolder } = this.#options;
    if (logFolder === undefined || path.split('/').includes('..')) return undefined;
    try {
      return { contentType: 'text/plain', body: readFileSync(join(logFolder, path), 'utf8') };
    } catch {
      return undefined;
    }
  }

  #podChanged(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    const worker = this.#workers.get(uid);
    if (worker !== undefined) {
      worker.update(pod);
      return;
    }
    const { client, clock, machine, log, images } = this.#options;
    if (hasDiskPressure(images) && isNew(pod)) {
      void this.#reject(pod, 'The node had condition: [DiskPressure]. ').catch(() => {});
      return;
    }
    const options = {
      sandbox: async () => images.sandbox?.(),
      client,
      clock,
      events: this.#events,
      imageManager: this.#imageManager,
      hostIP: machine.internalIP,
      platform: machine.platform,
      words: this.#words,
      pullSecrets: (of: Pod) => this.#credentials.pullSecrets(of),
      credentials: (of: Pod, secrets: readonly AuthMap[], repository: string) =>
        this.#credentials.for(of, secrets, repository),
      log,
    };
    try {
      this.#workers.set(uid, new PodWorker(pod, options));
    } catch (error) {
      // One invalid pod must not block the others.
      const { namespace, name } = pod.metadata;
      log(`Error syncing pod ${namespace}/${name}, skipping: ${(error as Error).message}`);
    }
  }

  /** The pod is not admitted, and ends (pkg/kubelet: rejectPod; pkg/kubelet/eviction: Admit). */
  async #reject(pod: Pod, why: string): Promise<void> {
    const { namespace = '', name } = pod.metadata;
    this.#events.record({ ...pod, kind: 'Pod', apiVersion: 'v1' }, 'Warning', 'Evicted', why);
    const status = { phase: 'Failed', reason: 'Evicted', message: `Pod was rejected: ${why}` };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
    await this.#options.client.request('PATCH', path, { status }, mergePatch);
  }

  #podGone({ metadata }: Pod): void {
    const uid = metadata.uid ?? '';
    this.#workers.get(uid)?.stop();
    this.#workers.delete(uid);
  }
}

/** Whether no kubelet took the pod yet. */
function isNew({ status }: Pod): boolean {
  return status?.startTime === undefined && status?.phase !== 'Failed';
}
