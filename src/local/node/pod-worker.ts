import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Container, ContainerState, Pod } from '../kubernetes/types.ts';
import type { AuthEntry } from './credential-cache.ts';
import type { EventRecorder } from './events.ts';
import type { ImageManager } from './image-manager.ts';
import type { RuntimeImage } from './image-service.ts';
import { KubernetesApiError, type KubernetesClient, mergePatch } from './kubernetes-client.ts';
import { type ContainerRecord, podStatus } from './pod-status.ts';

export interface PodWorkerOptions {
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly events: EventRecorder;
  readonly imageManager: ImageManager;
  readonly hostIP: string;
  /** Credentials for a repository, for that pod. */
  readonly credentials: (pod: Pod, repository: string) => Promise<readonly AuthEntry[]>;
  readonly log: (line: string) => void;
}

/** Milliseconds between looks at a pod whose containers do not all run (the kubelet's backOffPeriod). */
const syncPeriod = 10_000;

/** Brings one pod to life: pulls its images, "runs" its containers, tells its status, and ends it. */
export class PodWorker {
  readonly #options: PodWorkerOptions;
  readonly #stop = new AbortController();
  readonly #inits = new Map<string, ContainerRecord>();
  readonly #containers = new Map<string, ContainerRecord>();
  readonly #startTime: string;
  #pod: Pod;
  #written = '';
  #wake: () => void = () => {};
  #woken = false;

  constructor(pod: Pod, options: PodWorkerOptions) {
    this.#pod = pod;
    this.#options = options;
    this.#startTime = pod.status?.startTime ?? this.#now();
    this.#adopt(pod);
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

  /** The pod is gone, or the kubelet ends. */
  stop(): void {
    this.#stop.abort();
    this.#wake();
  }

  /** Containers go on running while a kubelet is restarted: what runs is taken over. */
  #adopt({ spec, status }: Pod): void {
    for (const {
      name,
      image,
      imageID,
      containerID,
      restartCount,
      state,
    } of status?.containerStatuses ?? []) {
      const wanted = spec.containers.find((container) => container.name === name)?.image;
      if (state.running === undefined || wanted !== image) continue;
      const id = containerID === undefined ? {} : { containerID };
      this.#containers.set(name, { image, imageID, restartCount, state, ...id });
    }
    for (const { name, image, imageID, restartCount, state } of status?.initContainerStatuses ??
      []) {
      if (state.terminated?.exitCode !== 0) continue;
      this.#inits.set(name, { image, imageID, restartCount, state });
    }
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#woken = false;
      let delay: number | undefined = syncPeriod;
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

  /** @returns milliseconds until the next look, or undefined to wait for a change. */
  async #sync(): Promise<number | undefined> {
    const pod = this.#pod;
    if (pod.metadata.deletionTimestamp !== undefined) return this.#end(pod);
    this.#announce(pod);
    await this.#writeStatus();
    const settled = (await this.#runInits(pod)) && (await this.#runContainers(pod));
    await this.#writeStatus();
    return settled ? undefined : syncPeriod;
  }

  /** Containers that nothing has been tried for are "ContainerCreating" from the start. */
  #announce({ spec }: Pod): void {
    const initializing = (spec.initContainers ?? []).some(({ name }) => !this.#inits.has(name));
    const reason = initializing ? 'PodInitializing' : 'ContainerCreating';
    for (const [records, containers] of [
      [this.#inits, spec.initContainers ?? []],
      [this.#containers, spec.containers],
    ] as const) {
      for (const { name, image } of containers) {
        if (!records.has(name)) records.set(name, waiting(image, reason));
      }
    }
  }

  async #runInits(pod: Pod): Promise<boolean> {
    for (const container of pod.spec.initContainers ?? []) {
      if (this.#inits.get(container.name)?.state.terminated !== undefined) continue;
      const fieldPath = `spec.initContainers{${container.name}}`;
      if (!(await this.#start(pod, container, this.#inits, fieldPath))) return false;
      const record = this.#inits.get(container.name);
      if (record === undefined) continue;
      const { startedAt = this.#now() } = record.state.running ?? {};
      const end = { exitCode: 0, reason: 'Completed', startedAt, finishedAt: this.#now() };
      this.#inits.set(container.name, { ...record, state: { terminated: end } });
    }
    return true;
  }

  async #runContainers(pod: Pod): Promise<boolean> {
    let all = true;
    for (const container of pod.spec.containers) {
      const record = this.#containers.get(container.name);
      if (record?.state.running !== undefined && record.image === container.image) continue;
      const fieldPath = `spec.containers{${container.name}}`;
      if (!(await this.#start(pod, container, this.#containers, fieldPath))) all = false;
    }
    return all;
  }

  async #start(
    pod: Pod,
    container: Container,
    records: Map<string, ContainerRecord>,
    fieldPath: string,
  ): Promise<boolean> {
    const { events, imageManager, credentials } = this.#options;
    const subject = { ...pod, kind: 'Pod', apiVersion: 'v1', fieldPath };
    const before = records.get(container.name);
    const outcome = await imageManager.ensure({
      podUid: pod.metadata.uid ?? '',
      container,
      credentials: (repository) => credentials(pod, repository),
      record: (type, reason, message) => events.record(subject, type, reason, message),
    });
    if (!('present' in outcome)) {
      events.record(subject, 'Warning', 'Failed', `Error: ${outcome.reason}`);
      const state = { waiting: { reason: outcome.reason, message: outcome.message } };
      records.set(container.name, { ...waiting(container.image, ''), state });
      return false;
    }
    const restarted = before?.state.running !== undefined;
    events.record(subject, 'Normal', 'Created', `Created container: ${container.name}`);
    events.record(subject, 'Normal', 'Started', `Started container ${container.name}`);
    records.set(container.name, {
      image: container.image,
      imageID: imageIdOf(outcome.present),
      containerID: `containerd://${randomBytes(32).toString('hex')}`,
      restartCount: (before?.restartCount ?? 0) + (restarted ? 1 : 0),
      state: { running: { startedAt: this.#now() } },
    });
    return true;
  }

  /** Ends the containers, and lets the API server forget the pod. */
  async #end(pod: Pod): Promise<undefined> {
    const { client, events } = this.#options;
    for (const [name, { state }] of this.#containers) {
      if (state.running === undefined) continue;
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
      inits: this.#inits,
      containers: this.#containers,
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

function waiting(image: string, reason: string): ContainerRecord {
  const state: ContainerState = { waiting: { reason } };
  return { image, imageID: '', restartCount: 0, state };
}

function imageIdOf({ repoDigests, id }: RuntimeImage): string {
  return repoDigests[0] ?? id;
}

/** An address of the pod's own, the same whenever it is asked for. */
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
