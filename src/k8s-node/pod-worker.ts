import { createHash } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Pod } from '../k8s-api/types.ts';
import type { AuthMap } from '../kubelet/keyring.ts';
import { CriError } from './image-service.ts';
import { KubernetesApiError, type KubernetesClient, mergePatch } from './kubernetes-client.ts';
import { PodContainers, type PodContainersOptions } from './pod-containers.ts';
import { podStatus } from './pod-status.ts';

export interface PodWorkerOptions extends PodContainersOptions {
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly hostIP: string;
  readonly pullSecrets: (pod: Pod) => Promise<readonly AuthMap[]>;
  /** Makes the pod's sandbox. @throws CriError */
  readonly sandbox: () => Promise<void>;
  readonly log: (line: string) => void;
}

/**
 * Milliseconds between syncs of a pod whose containers do not all run, and the largest random share that is
 * added (pkg/kubelet: backOffPeriod, workerBackOffPeriodJitterFactor).
 */
const syncPeriod = 10_000;
const jitter = 0.5;
/** Milliseconds until a sync that an event of the runtime causes: 0.1 to 1 s. */
const firstLook = { least: 100, more: 900 };

/** Runs one pod: pulls its images, "runs" its containers, reports its status, and ends it. */
export class PodWorker {
  readonly #options: PodWorkerOptions;
  readonly #stop = new AbortController();
  readonly #containers: PodContainers;
  readonly #startTime: string;
  #pod: Pod;
  #written = '';
  #wake: () => void = () => {};
  #woken = false;
  #failed = false;
  #sandbox = false;

  constructor(pod: Pod, options: PodWorkerOptions) {
    this.#pod = pod;
    this.#options = options;
    this.#startTime = pod.status?.startTime ?? this.#now();
    this.#containers = new PodContainers(options);
    this.#containers.adopt(pod);
    void this.#run();
  }

  /** The pod has changed. */
  update(pod: Pod): void {
    const relevant = JSON.stringify([pod.spec, pod.metadata.deletionTimestamp]);
    const before = JSON.stringify([this.#pod.spec, this.#pod.metadata.deletionTimestamp]);
    this.#pod = pod;
    if (relevant === before) return;
    this.#woken = true;
    this.#wake();
  }

  /** The pod was deleted, or the kubelet stops. */
  stop(): void {
    this.#stop.abort();
    this.#wake();
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#woken = false;
      let delay: number | undefined = this.#nextLook();
      try {
        delay = await this.#sync();
      } catch (error) {
        const { namespace, name } = this.#pod.metadata;
        this.#options.log(
          `Error syncing pod ${namespace}/${name}, skipping: ${(error as Error).message}`,
        );
      }
      await this.#rest(delay);
    }
  }

  /** @returns milliseconds until the next sync, or undefined to wait for a change. */
  async #sync(): Promise<number | undefined> {
    const pod = this.#pod;
    if (pod.metadata.deletionTimestamp !== undefined) return this.#end(pod);
    this.#containers.announce(pod);
    await this.#writeStatus();
    if (!(await this.#hasSandbox(pod))) return this.#nextLook();
    const secrets = await this.#options.pullSecrets(pod);
    const settled =
      (await this.#containers.runInits(pod, secrets)) &&
      (await this.#containers.runContainers(pod, secrets));
    await this.#writeStatus();
    if (settled) return undefined;
    const delay = this.#nextLook();
    this.#failed = true;
    return delay;
  }

  /** Makes the pod's sandbox, which its containers run in (pkg/kubelet/kuberuntime: SyncPod). */
  async #hasSandbox(pod: Pod): Promise<boolean> {
    if (this.#sandbox) return true;
    const { events, sandbox, log } = this.#options;
    try {
      await sandbox();
      this.#sandbox = true;
    } catch (error) {
      const code = error instanceof CriError && error.code === 'Unknown' ? 'Unknown' : undefined;
      const { message } = error as Error;
      // Of a sandbox gRPC's code is told, whatever it is.
      const why = code === undefined ? message : `rpc error: code = ${code} desc = ${message}`;
      const subject = { ...pod, kind: 'Pod', apiVersion: 'v1' };
      const told = `Failed to create pod sandbox: ${why}`;
      events.record(subject, 'Warning', 'FailedCreatePodSandBox', told);
      log(told);
      this.#failed = true;
    }
    return this.#sandbox;
  }

  /** Events of the runtime cause a sync: the first failure, and each end of a container. */
  #nextLook(): number {
    return this.#failed && !this.#containers.hasJustEnded
      ? syncPeriod * (1 + jitter * Math.random())
      : firstLook.least + firstLook.more * Math.random();
  }

  /** Ends the containers, and deletes the pod in the API server. */
  async #end(pod: Pod): Promise<undefined> {
    const { client, events } = this.#options;
    for (const name of this.#containers.running) {
      const subject = {
        ...pod,
        kind: 'Pod',
        apiVersion: 'v1',
        fieldPath: `spec.containers{${name}}`,
      };
      events.record(subject, 'Normal', 'Killing', `Stopping container ${name}`);
    }
    const { uid } = pod.metadata;
    const options = { gracePeriodSeconds: 0, ...(uid ? { preconditions: { uid } } : {}) };
    await client.request('DELETE', pathOf(pod), options).catch(ignoreMissing);
  }

  async #writeStatus(): Promise<void> {
    const pod = this.#pod;
    const status = podStatus(pod, {
      inits: this.#containers.inits,
      containers: this.#containers.containers,
      startTime: this.#startTime,
      podIP: addressOf(pod),
      hostIP: this.#options.hostIP,
      now: this.#now(),
    });
    const text = JSON.stringify({
      ...status,
      conditions: status.conditions?.map(({ type, status }) => [type, status]),
    });
    if (text === this.#written) return;
    const path = `${pathOf(pod)}/status`;
    await this.#options.client.request('PATCH', path, { status }, mergePatch).catch(ignoreMissing);
    this.#written = text;
  }

  async #rest(delay: number | undefined): Promise<void> {
    if (this.#woken || this.#stop.signal.aborted) return;
    const awake = new AbortController();
    const changed = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const slept =
      delay === undefined
        ? changed
        : this.#options.clock.sleep(delay, awake.signal).catch(() => {});
    await Promise.race([changed, slept]);
    awake.abort();
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

/** The pod's IP address, always the same for a pod. */
function addressOf({ metadata }: Pod): string {
  const [a = 0, b = 0, c = 0] = createHash('sha256')
    .update(metadata.uid ?? '')
    .digest();
  return `10.${64 + (a % 64)}.${b}.${1 + (c % 254)}`;
}

function pathOf({ metadata }: Pod): string {
  return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof KubernetesApiError && error.status === 404)) throw error;
}
