/** A kind of object that the API serves. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly subresources: readonly Subresource[];
  /** kubectl's `all` category. */
  readonly inAll: boolean;
}

export interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

const status = (kind: string): Subresource => ({
  name: 'status',
  kind,
  verbs: ['get', 'patch', 'update'],
});
const scale: Subresource = {
  name: 'scale',
  kind: 'Scale',
  group: 'autoscaling',
  version: 'v1',
  verbs: ['get', 'patch', 'update'],
};

function resource(
  group: string,
  kind: string,
  options: Partial<Pick<Resource, 'namespaced' | 'shortNames' | 'subresources' | 'inAll'>> = {},
): Resource {
  const singular = kind.toLowerCase();
  return {
    group,
    version: 'v1',
    kind,
    plural: `${singular}s`,
    singular,
    namespaced: true,
    shortNames: [],
    subresources: [],
    inAll: false,
    ...options,
  };
}

const admissionGroup = 'admissionregistration.k8s.io';

/** All resources that the cluster serves. Other resources get 404, as in a cluster without their CRD. */
export const resources = {
  namespaces: resource('', 'Namespace', {
    namespaced: false,
    shortNames: ['ns'],
    subresources: [status('Namespace'), { name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  }),
  nodes: resource('', 'Node', {
    namespaced: false,
    shortNames: ['no'],
    subresources: [status('Node'), { name: 'proxy', kind: 'NodeProxyOptions', verbs: ['get'] }],
  }),
  pods: resource('', 'Pod', {
    shortNames: ['po'],
    inAll: true,
    subresources: [
      status('Pod'),
      { name: 'binding', kind: 'Binding', verbs: ['create'] },
      { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
      { name: 'log', kind: 'Pod', verbs: ['get'] },
    ],
  }),
  serviceaccounts: resource('', 'ServiceAccount', {
    shortNames: ['sa'],
    subresources: [
      {
        name: 'token',
        kind: 'TokenRequest',
        group: 'authentication.k8s.io',
        version: 'v1',
        verbs: ['create'],
      },
    ],
  }),
  secrets: resource('', 'Secret'),
  configmaps: resource('', 'ConfigMap', { shortNames: ['cm'] }),
  events: resource('', 'Event', { shortNames: ['ev'] }),
  deployments: resource('apps', 'Deployment', {
    shortNames: ['deploy'],
    inAll: true,
    subresources: [status('Deployment'), scale],
  }),
  replicasets: resource('apps', 'ReplicaSet', {
    shortNames: ['rs'],
    inAll: true,
    subresources: [status('ReplicaSet'), scale],
  }),
  leases: resource('coordination.k8s.io', 'Lease'),
  mutatingwebhookconfigurations: resource(admissionGroup, 'MutatingWebhookConfiguration', {
    namespaced: false,
  }),
  validatingwebhookconfigurations: resource(admissionGroup, 'ValidatingWebhookConfiguration', {
    namespaced: false,
  }),
} as const satisfies Record<string, Resource>;

export const allResources: readonly Resource[] = Object.values(resources);

/** Groups other than the core group, in the order in which discovery lists them. */
export const groups: readonly string[] = ['apps', 'coordination.k8s.io', admissionGroup];

export function findResource(group: string, version: string, plural: string): Resource | undefined {
  return allResources.find(
    (one) => one.group === group && one.version === version && one.plural === plural,
  );
}

/** @returns `v1` or `apps/v1`. */
export function groupVersion({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}
