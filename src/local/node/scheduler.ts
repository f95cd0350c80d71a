import type { Clock } from '../clock.ts';
import type { Node, Pod } from '../kubernetes/types.ts';
import { EventRecorder } from './events.ts';
import { follow } from './follow.ts';
import { KubernetesApiError, type KubernetesClient } from './kubernetes-client.ts';

export interface SchedulerOptions {
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly log: (line: string) => void;
}

/** Binds pods to nodes: those that are ready and fit the node selector, the emptiest first. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #events: EventRecorder;
  readonly #nodes = new Map<string, Node>();
  readonly #pods = new Map<string, Pod>();
  readonly #stop = new AbortController();
  #turn: Promise<void> = Promise.resolve();

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#events = new EventRecorder(options.client, options.clock, {
      component: 'default-scheduler',
    });
  }

  async start(): Promise<void> {
    const { client } = this.#options;
    const { signal } = this.#stop;
    const keep = <Item extends Node | Pod>(
      items: Map<string, Item>,
      key: (item: Item) => string,
    ) => ({
      changed: (item: Item) => {
        items.set(key(item), item);
        this.#schedule();
      },
      gone: (item: Item) => void items.delete(key(item)),
    });
    await follow<Node>(
      client,
      '/api/v1/nodes',
      keep(this.#nodes, ({ metadata }) => metadata.name),
      signal,
    );
    await follow<Pod>(
      client,
      '/api/v1/pods',
      keep(this.#pods, ({ metadata }) => metadata.uid ?? ''),
      signal,
    );
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#turn;
    await this.#events.written();
  }

  #schedule(): void {
    this.#turn = this.#turn.then(async () => {
      for (const pod of this.#pods.values()) {
        const ended = pod.metadata.deletionTimestamp !== undefined || this.#stop.signal.aborted;
        if (!pod.spec.nodeName && !ended) await this.#place(pod);
      }
    });
  }

  async #place(pod: Pod): Promise<void> {
    const { client, log } = this.#options;
    const { namespace, name } = pod.metadata;
    const node = this.#choose(pod);
    const subject = { ...pod, kind: 'Pod', apiVersion: 'v1' };
    if (node === undefined) {
      const count = this.#nodes.size;
      const why =
        count === 0
          ? 'no nodes available to schedule pods'
          : `0/${count} nodes are available: ${count} node(s) didn't match Pod's node affinity/selector.`;
      if (pod.status?.conditions?.some(({ type }) => type === 'PodScheduled')) return;
      this.#events.record(subject, 'Warning', 'FailedScheduling', why);
      pod.status = { ...pod.status, conditions: [{ type: 'PodScheduled', status: 'False' }] };
      return;
    }
    const target = { kind: 'Node', apiVersion: 'v1', name: node };
    const binding = { kind: 'Binding', apiVersion: 'v1', metadata: { name, namespace }, target };
    try {
      await client.request('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, binding);
      pod.spec.nodeName = node;
      const message = `Successfully assigned ${namespace}/${name} to ${node}`;
      this.#events.record(subject, 'Normal', 'Scheduled', message);
    } catch (error) {
      const expected = error instanceof KubernetesApiError && [404, 409].includes(error.status);
      if (!expected) log(`cannot bind ${namespace}/${name}: ${(error as Error).message}`);
    }
  }

  #choose({ spec }: Pod): string | undefined {
    const load = new Map([...this.#nodes.keys()].map((name) => [name, 0]));
    for (const { spec: other } of this.#pods.values()) {
      if (other.nodeName) load.set(other.nodeName, (load.get(other.nodeName) ?? 0) + 1);
    }
    const wanted = Object.entries(spec.nodeSelector ?? {});
    return [...this.#nodes.values()]
      .filter(isReady)
      .filter(({ metadata }) => wanted.every(([key, value]) => metadata.labels?.[key] === value))
      .map(({ metadata }) => metadata.name)
      .sort((a, b) => (load.get(a) ?? 0) - (load.get(b) ?? 0) || a.localeCompare(b))[0];
  }
}

function isReady({ spec, status }: Node): boolean {
  const ready = status?.conditions?.find(({ type }) => type === 'Ready')?.status === 'True';
  return ready && spec.unschedulable !== true;
}
