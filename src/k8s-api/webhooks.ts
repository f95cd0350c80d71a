import type { ObjectStore, Stored } from './object-store.ts';
import { resources } from './resources.ts';
import { type LabelSelector, matchesLabelSelector } from './selectors.ts';

/** A webhook that is asked before a pod is created. */
export interface Webhook {
  readonly name: string;
  readonly kind: 'mutating' | 'validating';
  /** With the seconds it has to answer, as the API server asks it. */
  readonly url: URL;
  /** PEM; of the client's own authorities where it is left out. */
  readonly caBundle?: string;
  readonly timeoutSeconds: number;
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** Set where it stands behind a Service: the emulated cluster runs none. */
  readonly service?: string;
}

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly apiVersions?: readonly string[];
  readonly operations?: readonly string[];
  readonly resources?: readonly string[];
}

/** A webhook as configurations have it (admissionregistration.k8s.io/v1). */
interface Configured {
  readonly name: string;
  readonly clientConfig?: {
    readonly url?: string;
    readonly caBundle?: string;
    readonly service?: {
      readonly name: string;
      readonly namespace: string;
      readonly path?: string;
      readonly port?: number;
    };
  };
  readonly rules?: readonly Rule[];
  readonly namespaceSelector?: LabelSelector;
  readonly objectSelector?: LabelSelector;
  readonly timeoutSeconds?: number;
  readonly failurePolicy?: string;
}

/** The webhooks that are asked about a pod before it is created: those that change it first, each by its configuration's name. */
export function webhooksFor(store: ObjectStore, pod: Stored): Webhook[] {
  return [
    ...matching(store, 'mutating', resources.mutatingwebhookconfigurations, pod),
    ...matching(store, 'validating', resources.validatingwebhookconfigurations, pod),
  ];
}

function matching(
  store: ObjectStore,
  kind: Webhook['kind'],
  resource: Parameters<ObjectStore['list']>[0],
  { metadata }: Stored,
): Webhook[] {
  const configurations = store
    .list(resource)
    .toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  if (configurations.length === 0) return [];
  const { namespace = '' } = metadata;
  const labels = {
    ...store.find(resources.namespaces, '', namespace)?.metadata.labels,
    'kubernetes.io/metadata.name': namespace,
  };
  return configurations
    .flatMap((one) => ((one as { webhooks?: Configured[] }).webhooks ?? []) as Configured[])
    .filter(
      ({ rules = [], namespaceSelector, objectSelector }) =>
        rules.some(isForPods) &&
        matchesLabelSelector(namespaceSelector, labels) &&
        matchesLabelSelector(objectSelector, metadata.labels ?? {}),
    )
    .flatMap((one) => webhookOf(kind, one));
}

function isForPods({ apiGroups, apiVersions, operations, resources: kinds }: Rule): boolean {
  const has = (all: readonly string[] | undefined, ...names: readonly string[]) =>
    all?.some((one) => one === '*' || names.includes(one)) === true;
  return (
    has(apiGroups, '') &&
    has(apiVersions, 'v1') &&
    has(operations, 'CREATE') &&
    has(kinds, 'pods', '*/*')
  );
}

function webhookOf(
  kind: Webhook['kind'],
  { name, clientConfig = {}, timeoutSeconds = 10, failurePolicy }: Configured,
): Webhook[] {
  const { service, caBundle } = clientConfig;
  const address =
    service === undefined
      ? clientConfig.url
      : `https://${service.name}.${service.namespace}.svc:${service.port ?? 443}${service.path ?? ''}`;
  const url = URL.parse(address ?? '');
  if (url === null) return [];
  url.searchParams.set('timeout', `${timeoutSeconds}s`);
  return [
    {
      name,
      kind,
      url,
      timeoutSeconds,
      failurePolicy: failurePolicy === 'Ignore' ? 'Ignore' : 'Fail',
      ...(caBundle === undefined ? {} : { caBundle: Buffer.from(caBundle, 'base64').toString() }),
      ...(service === undefined ? {} : { service: service.name }),
    },
  ];
}
