import type { Clock } from '../clock/clock.ts';
import type { Node, Pod } from '../k8s-api/types.ts';
import { EventRecorder } from './events.ts';
import { follow } from './follow.ts';
import { KubernetesApiError, type KubernetesClient } from './kubernetes-client.ts';
import { NodeLoad } from './node-load.ts';

export interface SchedulerOptions {
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Milliseconds of real time until binding a pod is retried. */
const retryDelay = 1000;

/**
 * Binds pods to nodes: those that are ready, have room and match the node selector, the one with the fewest
 * pods first. A pod without such a node waits until a node changes or a pod is deleted.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #events: EventRecorder;
  readonly #nodes = new Map<string, Node>();
  readonly #load = new NodeLoad();
  /** Pods to be scheduled, by uid, in order of arrival. */
  readonly #queue = new Map<string, Pod>();
  /** Pods that had no node when they were last tried. */
  readonly #unschedulable = new Map<string, Pod>();
  readonly #told = new Set<string>();
  readonly #stop = new AbortController();
  #turn: Promise<void> | undefined;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#events = new EventRecorder(options.client, options.clock, {
      component: 'default-scheduler',
    });
  }

  async start(): Promise<void> {
    const { client } = this.#options;
    const { signal } = this.#stop;
    const nodes = {
      changed: (node: Node) => {
        this.#nodes.set(node.metadata.name, node);
        this.#retryAll();
      },
      gone: (node: Node) => void this.#nodes.delete(node.metadata.name),
    };
    const pods = {
      changed: (pod: Pod) => this.#podChanged(pod),
      gone: (pod: Pod) => this.#podGone(pod),
    };
    await follow<Node>(client, '/api/v1/nodes', nodes, signal);
    await follow<Pod>(client, '/api/v1/pods', pods, signal);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#turn;
    await this.#events.close();
  }

  #podChanged(pod: Pod): void {
    const uid = pod.metadata.uid ?? '';
    const ended = ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
    this.#load.set(uid, ended ? undefined : pod.spec.nodeName);
    if (pod.spec.nodeName || pod.metadata.deletionTimestamp !== undefined) {
      this.#queue.delete(uid);
      this.#unschedulable.delete(uid);
    } else if (!this.#unschedulable.has(uid)) {
      this.#queue.set(uid, pod);
      this.#work();
    }
  }

  #podGone({ metadata }: Pod): void {
    const uid = metadata.uid ?? '';
    this.#queue.delete(uid);
    this.#unschedulable.delete(uid);
    this.#told.delete(uid);
    if (this.#load.set(uid, undefined)) this.#retryAll();
  }

  #retryAll(): void {
    if (this.#stop.signal.aborted) return;
    for (const [uid, pod] of this.#unschedulable) this.#queue.set(uid, pod);
    this.#unschedulable.clear();
    this.#work();
  }

  #work(): void {
    if (this.#turn !== undefined) return;
    this.#turn = this.#placeAll().finally(() => {
      this.#turn = undefined;
    });
  }

  async #placeAll(): Promise<void> {
    for (;;) {
      const [next] = this.#queue;
      if (next === undefined || this.#stop.signal.aborted) return;
      const [uid, pod] = next;
      this.#queue.delete(uid);
      await this.#place(uid, pod);
    }
  }

  async #place(uid: string, pod: Pod): Promise<void> {
    const { client, log } = this.#options;
    const { namespace, name } = pod.metadata;
    const subject = { ...pod, kind: 'Pod', apiVersion: 'v1' };
    const fit = this.#load.choose(pod, this.#nodes.values());
    if ('why' in fit) {
      this.#unschedulable.set(uid, pod);
      if (this.#told.has(uid)) return;
      this.#told.add(uid);
      this.#events.record(subject, 'Warning', 'FailedScheduling', fit.why);
      // Nothing else here yields to the event loop, and thousands of pods may wait.
      await new Promise(setImmediate);
      return;
    }
    const target = { kind: 'Node', apiVersion: 'v1', name: fit.node };
    const binding = { kind: 'Binding', apiVersion: 'v1', metadata: { name, namespace }, target };
    try {
      await client.request('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, binding);
      this.#load.set(uid, fit.node);
      const message = `Successfully assigned ${namespace}/${name} to ${fit.node}`;
      this.#events.record(subject, 'Normal', 'Scheduled', message);
    } catch (error) {
      const expected = error instanceof KubernetesApiError && [404, 409].includes(error.status);
      if (expected) return;
      log(`cannot bind ${namespace}/${name}: ${(error as Error).message}`);
      this.#unschedulable.set(uid, pod);
      setTimeout(() => this.#retryAll(), retryDelay).unref();
    }
  }
}
