import type { Clock } from '../clock/clock.ts';
import type { CoreEvent, KubernetesObject } from '../k8s-api/types.ts';
import { KubernetesApiError, type KubernetesClient, mergePatch } from './kubernetes-client.ts';

/** How many of the latest events are kept for aggregation (client-go: maxLruCacheEntries). */
const remembered = 4096;

/** An object that events are about. */
export type EventSubject = KubernetesObject & { readonly fieldPath?: string };

export interface EventSource {
  readonly component: string;
  readonly host?: string;
}

/**
 * Writes events as client-go's recorder does: a repeated event about the same object increases the count and
 * the last time of the existing one (tools/record/events_cache.go).
 */
export class EventRecorder {
  readonly #client: KubernetesClient;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #source: EventSource;
  readonly #known = new Map<string, { readonly name: string; count: number }>();
  #queue: Promise<void> = Promise.resolve();
  #closed = false;
  #sequence = 0;

  constructor(client: KubernetesClient, clock: Pick<Clock, 'now'>, source: EventSource) {
    this.#client = client;
    this.#clock = clock;
    this.#source = source;
  }

  /** Queues an event. One that cannot be written is dropped. */
  record(subject: EventSubject, type: 'Normal' | 'Warning', reason: string, message: string): void {
    const time = new Date(this.#clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    this.#queue = this.#queue
      .then(() => (this.#closed ? undefined : this.#write(subject, type, reason, message, time)))
      .catch(() => {});
  }

  /** Resolves when everything queued so far has been written. */
  written(): Promise<void> {
    return this.#queue;
  }

  /** Drops queued events, as a component does that is stopped. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#queue;
  }

  async #write(
    subject: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    time: string,
  ): Promise<void> {
    const { namespace = 'default', uid = '' } = subject.metadata;
    const key = JSON.stringify([uid, subject.fieldPath, type, reason, message]);
    const path = `/api/v1/namespaces/${namespace}/events`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      known.count += 1;
      const change = { count: known.count, lastTimestamp: time };
      try {
        await this.#client.request('PATCH', `${path}/${known.name}`, change, mergePatch);
        return;
      } catch (error) {
        // Events are deleted after a while; then a new one is created.
        if (!(error instanceof KubernetesApiError && error.status === 404)) throw error;
      }
    }
    const event = this.#eventOf(subject, type, reason, message, time);
    await this.#client.request('POST', path, event);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= remembered && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, { name: event.metadata.name, count: 1 });
  }

  #eventOf(
    { kind, apiVersion, metadata, fieldPath }: EventSubject,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
    time: string,
  ): CoreEvent {
    const { name, namespace = 'default', uid, resourceVersion } = metadata;
    const unique = (BigInt(this.#clock.now()) * 1_000_000n + BigInt(this.#sequence++)).toString(16);
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata: { name: `${name}.${unique}`, namespace },
      involvedObject: {
        ...(kind ? { kind } : {}),
        namespace,
        name,
        ...(uid ? { uid } : {}),
        ...(apiVersion ? { apiVersion } : {}),
        ...(resourceVersion ? { resourceVersion } : {}),
        ...(fieldPath ? { fieldPath } : {}),
      },
      type,
      reason,
      message,
      count: 1,
      firstTimestamp: time,
      lastTimestamp: time,
      eventTime: null,
      source: this.#source,
      reportingComponent: this.#source.component,
      reportingInstance: this.#source.host ?? '',
    };
  }
}
