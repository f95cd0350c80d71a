import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';
import type { Container, ContainerState, Pod } from '../k8s-api/types.ts';
import type { AuthEntry, AuthMap } from '../kubelet/keyring.ts';
import { type Platform, runsOn } from '../oci/platform.ts';
import { CrashLoop } from './crash-loop.ts';
import type { EventRecorder } from './events.ts';
import type { ImageManager } from './image-manager.ts';
import type { RuntimeImage } from './image-service.ts';
import type { KubeletWords } from './kubelet-words.ts';
import type { ContainerRecord } from './pod-status.ts';

export interface PodContainersOptions {
  readonly clock: Pick<Clock, 'now'>;
  readonly events: EventRecorder;
  readonly imageManager: ImageManager;
  readonly words: KubeletWords;
  /** The machine's platform: a program built for another platform ends as soon as it is started. */
  readonly platform: Platform;
  /** Credentials for a repository, for that pod with its pull secrets. */
  readonly credentials: (
    pod: Pod,
    secrets: readonly AuthMap[],
    repository: string,
  ) => Promise<readonly AuthEntry[]>;
}

/** A container that is to run. */
interface Start {
  readonly pod: Pod;
  readonly secrets: readonly AuthMap[];
  readonly container: Container;
  readonly records: Map<string, ContainerRecord>;
  readonly fieldPath: string;
}

/** The containers of one pod: their images are really pulled, running them is simulated. */
export class PodContainers {
  readonly #options: PodContainersOptions;
  readonly inits = new Map<string, ContainerRecord>();
  readonly containers = new Map<string, ContainerRecord>();
  readonly #crashLoop: CrashLoop;
  #hasJustEnded = false;

  constructor(options: PodContainersOptions) {
    this.#options = options;
    this.#crashLoop = new CrashLoop(options.clock);
  }

  /** Whether a program ended in the last run of the containers. */
  get hasJustEnded(): boolean {
    return this.#hasJustEnded;
  }

  /** Names of the containers that run. */
  get running(): string[] {
    const all = [...this.containers];
    return all.flatMap(([name, { state }]) => (state.running === undefined ? [] : [name]));
  }

  /** Containers continue to run while a kubelet is restarted: running ones are adopted. */
  adopt({ spec, status }: Pod): void {
    for (const {
      name,
      image,
      imageID,
      containerID,
      restartCount,
      state,
    } of status?.containerStatuses ?? []) {
      const wanted = spec.containers.find((container) => container.name === name)?.image;
      if (state?.running === undefined || wanted !== image) continue;
      const id = containerID === undefined ? {} : { containerID };
      this.containers.set(name, { image, imageID, restartCount, state, ...id });
    }
    for (const { name, image, imageID, restartCount, state } of status?.initContainerStatuses ??
      []) {
      if (state?.terminated?.exitCode !== 0) continue;
      this.inits.set(name, { image, imageID, restartCount, state });
    }
  }

  /** Containers that were not tried yet are "ContainerCreating" from the start. */
  announce({ spec }: Pod): void {
    const initializing = (spec.initContainers ?? []).some(({ name }) => !this.inits.has(name));
    const reason = initializing ? 'PodInitializing' : 'ContainerCreating';
    for (const [records, containers] of [
      [this.inits, spec.initContainers ?? []],
      [this.containers, spec.containers],
    ] as const) {
      for (const { name, image } of containers) {
        if (!records.has(name)) records.set(name, waiting(image, reason));
      }
    }
  }

  /** Runs the init containers one after the other. @returns whether all have ended. */
  async runInits(pod: Pod, secrets: readonly AuthMap[]): Promise<boolean> {
    this.#hasJustEnded = false;
    for (const container of pod.spec.initContainers ?? []) {
      const before = this.inits.get(container.name);
      if (before?.state.terminated?.exitCode === 0) continue;
      if (isOver(before, pod)) return false;
      const fieldPath = `spec.initContainers{${container.name}}`;
      const start = { pod, secrets, container, records: this.inits, fieldPath };
      if (!(await this.#start(start))) return false;
      if (isOver(this.inits.get(container.name), pod)) return false;
      const record = this.inits.get(container.name);
      if (record === undefined) continue;
      const { startedAt = this.#now() } = record.state.running ?? {};
      const end = { exitCode: 0, reason: 'Completed', startedAt, finishedAt: this.#now() };
      this.inits.set(container.name, { ...record, state: { terminated: end } });
    }
    return true;
  }

  /** Starts the containers that do not run. @returns whether all run. */
  async runContainers(pod: Pod, secrets: readonly AuthMap[]): Promise<boolean> {
    let all = true;
    for (const container of pod.spec.containers) {
      const record = this.containers.get(container.name);
      if (record?.state.running !== undefined && record.image === container.image) continue;
      if (isOver(record, pod)) continue;
      const fieldPath = `spec.containers{${container.name}}`;
      const start = { pod, secrets, container, records: this.containers, fieldPath };
      if (!(await this.#start(start))) all = false;
    }
    return all;
  }

  async #start({ pod, secrets, container, records, fieldPath }: Start): Promise<boolean> {
    const { events, imageManager, credentials, words, platform } = this.#options;
    const subject = { ...pod, kind: 'Pod', apiVersion: 'v1', fieldPath };
    const before = records.get(container.name);
    const again = hasEnded(before) && before?.image === container.image;
    const held = again ? this.#crashLoop.holdBack(pod, container.name) : undefined;
    if (before !== undefined && held !== undefined) {
      events.record(subject, 'Warning', 'BackOff', held.event);
      const waits = { waiting: { reason: 'CrashLoopBackOff', message: held.waiting } };
      records.set(container.name, { ...before, state: waits, lastState: lastStateOf(before) });
      return false;
    }
    const outcome = await imageManager.ensure({
      podUid: pod.metadata.uid ?? '',
      container,
      credentials: (repository) => credentials(pod, secrets, repository),
      record: (type, reason, message) => events.record(subject, type, reason, message),
    });
    if (!('present' in outcome)) {
      events.record(subject, 'Warning', 'Failed', `Error: ${outcome.reason}`);
      const state = { waiting: { reason: outcome.reason, message: outcome.message } };
      records.set(container.name, { ...waiting(container.image, ''), state });
      return false;
    }
    const restarted = before?.state.running !== undefined || hasEnded(before);
    events.record(subject, 'Normal', 'Created', words.created(container.name));
    events.record(subject, 'Normal', 'Started', words.started(container.name));
    const { platform: builtFor = platform } = outcome.present;
    const runs = runsOn(builtFor, platform);
    const now = this.#now();
    const ended = { exitCode: 1, reason: 'Error', startedAt: now, finishedAt: now };
    records.set(container.name, {
      image: container.image,
      imageID: imageIdOf(outcome.present),
      containerID: `containerd://${randomBytes(32).toString('hex')}`,
      restartCount: (before?.restartCount ?? 0) + (restarted ? 1 : 0),
      state: runs ? { running: { startedAt: now } } : { terminated: ended },
      ...(before !== undefined && hasEnded(before) ? { lastState: lastStateOf(before) } : {}),
    });
    if (!runs) this.#hasJustEnded = true;
    return runs || pod.spec.restartPolicy === 'Never';
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

/** Whether a container was started and its program has ended; it may be waiting for a restart. */
function hasEnded(record: ContainerRecord | undefined): boolean {
  return record !== undefined && lastStateOf(record).terminated !== undefined;
}

function lastStateOf({ state, lastState = {} }: ContainerRecord): ContainerState {
  return state.terminated === undefined ? lastState : state;
}

/** Whether a container has terminated for good. */
function isOver(record: ContainerRecord | undefined, { spec }: Pod): boolean {
  return record?.state.terminated !== undefined && spec.restartPolicy === 'Never';
}

function waiting(image: string, reason: string): ContainerRecord {
  const state: ContainerState = { waiting: { reason } };
  return { image, imageID: '', restartCount: 0, state };
}

function imageIdOf({ repoDigests, id }: RuntimeImage): string {
  return repoDigests[0] ?? id;
}
