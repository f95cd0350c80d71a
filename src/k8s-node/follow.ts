import type { KubernetesObject, List, WatchEvent } from '../k8s-api/types.ts';
import type { KubernetesClient } from './kubernetes-client.ts';

/** The callbacks of a follower: for every object as it is now, and for deleted ones. */
export interface Follower<Item> {
  changed(object: Item): void;
  gone(object: Item): void;
}

/** Objects that are requested at once (client-go: defaultPageSize is 500). */
const pageSize = 500;
/** Milliseconds of real time before a lost watch is retried. */
const pause = 1000;

/**
 * Keeps a follower up to date with a collection, by list and watch, until the signal.
 * (client-go: tools/cache/reflector.go)
 * @returns a promise of the first complete list.
 */
export function follow<Item extends KubernetesObject>(
  client: KubernetesClient,
  path: string,
  follower: Follower<Item>,
  signal: AbortSignal,
): Promise<void> {
  const known = new Map<string, Item>();
  const joined = (query: string): string => `${path}${path.includes('?') ? '&' : '?'}${query}`;

  async function list(): Promise<string> {
    const items: Item[] = [];
    let revision: string | undefined;
    let next = '';
    do {
      const page = await client.request<List<Item>>('GET', joined(`limit=${pageSize}${next}`));
      for (const item of page.items) items.push(item);
      // The pages may differ in time: the watch brings what changed since the first one.
      revision ??= page.metadata.resourceVersion ?? '';
      next = page.metadata.continue
        ? `&continue=${encodeURIComponent(page.metadata.continue)}`
        : '';
    } while (next !== '');
    const present = new Set(items.map(({ metadata }) => metadata.uid ?? ''));
    for (const [uid, object] of known) {
      if (present.has(uid)) continue;
      known.delete(uid);
      follower.gone(object);
    }
    for (const object of items) keep(object);
    return revision;
  }

  function keep(object: Item): void {
    known.set(object.metadata.uid ?? '', object);
    follower.changed(object);
  }

  async function watch(from: string): Promise<void> {
    let revision = from;
    while (!signal.aborted) {
      const before = revision;
      const query = `watch=true&allowWatchBookmarks=true&timeoutSeconds=300&resourceVersion=${revision}`;
      await client.watch(
        joined(query),
        (line) => {
          const { type, object } = JSON.parse(line) as WatchEvent<Item>;
          // The revision is too old: the caller lists again.
          if (type === 'ERROR') throw new Error('the watch has expired');
          revision = object.metadata.resourceVersion ?? revision;
          if (type === 'DELETED') {
            known.delete(object.metadata.uid ?? '');
            follower.gone(object);
          } else if (type !== 'BOOKMARK') keep(object);
        },
        signal,
      );
      // A server that ends watches at once must not cause a busy loop.
      if (revision === before) await rest(signal);
    }
  }

  return new Promise((resolve) => {
    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        try {
          const revision = await list();
          resolve();
          await watch(revision);
        } catch {
          await rest(signal);
        }
      }
      resolve();
    };
    void run();
  });
}

function rest(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, pause);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
