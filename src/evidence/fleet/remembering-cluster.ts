import type { CoreV1Event, V1Node, V1Pod } from '@kubernetes/client-node';
import type { Cluster } from '../kubernetes/cluster.ts';
import { once } from '../once.ts';
import { allOf } from './pages.ts';

type Named = { readonly namespace: string; readonly name: string };
type Selected = { readonly namespace: string; readonly fieldSelector?: string };

/**
 * The same cluster for whoever looks at many pods: pods come from the list that was taken of them, nodes and events from one
 * list each, and everything else is asked for once.
 * @param pods those that are looked at, as they were listed.
 * @param namespace the only one that they are of; undefined for all.
 */
export function rememberingCluster(
  cluster: Cluster,
  pods: readonly V1Pod[],
  namespace: string | undefined,
): Cluster {
  const remembered = new Map<string, Promise<unknown>>();
  const listed = new Map(pods.map((pod) => [keyOf(pod.metadata), pod]));
  const core = asking(cluster.core, 'core', remembered);
  const seen = new Map<string, unknown>([
    [
      'readNamespacedPod',
      async (asked: Named) =>
        listed.get(`${asked.namespace}/${asked.name}`) ?? core.readNamespacedPod(asked),
    ],
    [
      'readNode',
      async (asked: { readonly name: string }) =>
        (await nodes()).get(asked.name) ?? core.readNode(asked),
    ],
    ['listNamespacedEvent', eventsLike],
  ]);

  function nodes(): Promise<ReadonlyMap<string, V1Node>> {
    return once({ remembered }, 'nodes', async () => {
      try {
        const all = await allOf((cut) => cluster.core.listNode(cut));
        return new Map(all.map((node) => [node.metadata?.name ?? '', node]));
      } catch {
        // Whoever may not list them may still read each.
        return new Map();
      }
    });
  }

  async function eventsLike(asked: Selected): Promise<{ items: readonly CoreV1Event[] }> {
    const wanted = termsOf(asked.fieldSelector);
    const isListed = namespace === undefined || namespace === asked.namespace;
    if (!isListed || wanted === undefined) return core.listNamespacedEvent(asked);
    const { name = '', kind = '' } = wanted;
    const about = (await events()).get(`${asked.namespace}/${kind}/${name}`) ?? [];
    return {
      items: about.filter(({ reason }) => wanted.reason === undefined || reason === wanted.reason),
    };
  }

  function events(): Promise<ReadonlyMap<string, readonly CoreV1Event[]>> {
    return once({ remembered }, 'events', async () => {
      const fieldSelector = 'type=Warning';
      const all = await allOf((cut) =>
        namespace === undefined
          ? cluster.core.listEventForAllNamespaces({ fieldSelector, ...cut })
          : cluster.core.listNamespacedEvent({ namespace, fieldSelector, ...cut }),
      );
      return Map.groupBy(
        all,
        ({ metadata, involvedObject: { kind, name } }) => `${metadata.namespace}/${kind}/${name}`,
      );
    });
  }

  return {
    core: new Proxy(core, {
      get: (api, method: string) => seen.get(method) ?? Reflect.get(api, method),
    }),
    apps: asking(cluster.apps, 'apps', remembered),
    batch: asking(cluster.batch, 'batch', remembered),
    admission: asking(cluster.admission, 'admission', remembered),
    eks: cluster.eks,
    namespace: cluster.namespace,
    remembered,
  };
}

/** An API each of whose requests is made once. */
function asking<Api extends object>(
  api: Api,
  group: string,
  remembered: Map<string, Promise<unknown>>,
): Api {
  return new Proxy(api, {
    get(target, method) {
      const call: unknown = Reflect.get(target, method);
      if (typeof call !== 'function') return call;
      return (asked: unknown) =>
        once({ remembered }, `${group} ${String(method)} ${JSON.stringify(asked)}`, () =>
          Promise.resolve(Reflect.apply(call, target, [asked])),
        );
    },
  });
}

interface Wanted {
  readonly kind?: string;
  readonly name?: string;
  readonly reason?: string;
}

const terms: Readonly<Record<string, keyof Wanted>> = {
  'involvedObject.kind': 'kind',
  'involvedObject.name': 'name',
  reason: 'reason',
};

/** What a field selector asks of warnings; undefined when it asks for anything else. */
function termsOf(selector = ''): Wanted | undefined {
  const parts = selector.split(',').map((part) => part.split('='));
  const known = parts.filter(([field = '', value]) => field in terms && value !== undefined);
  const others = parts.filter(
    ([field = '', value]) => !(field in terms) && `${field}=${value}` !== 'type=Warning',
  );
  if (others.length > 0) return undefined;
  return Object.fromEntries(known.map(([field = '', value]) => [terms[field], value]));
}

function keyOf(metadata: V1Pod['metadata']): string {
  return `${metadata?.namespace}/${metadata?.name}`;
}
