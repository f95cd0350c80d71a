import type { ObjectStore, Stored } from './object-store.ts';
import { podCauses, podDefaults, qosClassOf } from './pod-spec.ts';
import { type Resource, resources } from './resources.ts';
import { type LabelSelector, matchesLabelSelector } from './selectors.ts';
import { ApiError, forbidden, invalid, notFound } from './status.ts';
import type { ObjectMeta, Pod, PodSpec, ServiceAccount } from './types.ts';

interface PodTemplate {
  metadata?: Partial<ObjectMeta>;
  spec?: PodSpec;
}

/** The spec of a Deployment or ReplicaSet, as far as the cluster acts on it. */
export interface WorkloadSpec {
  replicas?: number;
  selector?: LabelSelector;
  template?: PodTemplate;
  strategy?: {
    type?: string;
    rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string };
  };
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
  paused?: boolean;
  minReadySeconds?: number;
}

const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Fills in what the API server fills in, and refuses what it refuses, for an object about to be created.
 * (pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go, the ServiceAccount admission plugin)
 * @throws ApiError Invalid, Forbidden or NotFound
 */
export function admit(store: ObjectStore, resource: Resource, object: Stored): Stored {
  checkName(resource, object);
  checkNamespace(store, resource, object);
  return withDefaults(store, resource, structuredClone(object), true);
}

/** The same for an object about to be replaced. */
export function admitUpdate(store: ObjectStore, resource: Resource, object: Stored): Stored {
  return withDefaults(store, resource, structuredClone(object), false);
}

function withDefaults(
  store: ObjectStore,
  resource: Resource,
  object: Stored,
  isNew: boolean,
): Stored {
  switch (resource) {
    case resources.pods:
      return isNew ? admitPod(store, object as Stored & Pod) : object;
    case resources.deployments:
      return admitWorkload(object, resource, {
        strategy: {
          type: 'RollingUpdate',
          rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' },
        },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      });
    case resources.replicasets:
      return admitWorkload(object, resource, {});
    case resources.secrets:
      return admitSecret(object);
    case resources.namespaces:
      return {
        ...object,
        spec: { finalizers: ['kubernetes'] },
        status: object.status ?? { phase: 'Active' },
      };
    default:
      return object;
  }
}

function checkName(resource: Resource, { metadata }: Stored): void {
  const { name, generateName } = metadata;
  const rule = resource === resources.namespaces ? dnsLabel : dnsSubdomain;
  if (!name && generateName) return;
  if (!name) {
    const cause = 'metadata.name: Required value: name or generateName is required';
    throw invalid(resource.kind, resource.group, '', [cause]);
  }
  if (name.length <= 253 && rule.test(name)) return;
  throw invalid(resource.kind, resource.group, name.slice(0, 300), [
    `metadata.name: Invalid value: ${JSON.stringify(name.slice(0, 300))}: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
  ]);
}

function checkNamespace(store: ObjectStore, resource: Resource, { metadata }: Stored): void {
  if (!resource.namespaced) return;
  const { namespace = '', name } = metadata;
  const found = store.find(resources.namespaces, '', namespace);
  if (found === undefined) throw notFound(resources.namespaces, namespace);
  if (found.metadata.deletionTimestamp === undefined || resource === resources.events) return;
  throw forbidden(
    resource,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  );
}

function admitPod(store: ObjectStore, pod: Stored & Pod): Stored {
  const { namespace = '', name } = pod.metadata;
  const causes = podCauses(pod.spec, 'spec');
  if (causes.length > 0) throw invalid('Pod', '', name, causes);
  const spec = podDefaults(pod.spec);
  const account = spec.serviceAccountName || spec.serviceAccount || 'default';
  const found = store.find(resources.serviceaccounts, namespace, account);
  if (found === undefined) {
    const why = `error looking up service account ${namespace}/${account}: serviceaccount ${JSON.stringify(account)} not found`;
    throw forbidden(resources.pods, name, why);
  }
  // A pod that names no pull secrets gets its service account's.
  const secrets = (found as Stored & ServiceAccount).imagePullSecrets ?? [];
  return {
    ...pod,
    spec: {
      ...spec,
      serviceAccountName: account,
      serviceAccount: account,
      ...(spec.imagePullSecrets?.length || secrets.length === 0
        ? {}
        : { imagePullSecrets: secrets }),
    },
    status: { phase: 'Pending', qosClass: qosClassOf(spec) },
  };
}

function admitWorkload(
  object: Stored,
  resource: Resource,
  defaults: Partial<WorkloadSpec>,
): Stored {
  const spec = (object.spec ?? {}) as WorkloadSpec;
  const labels = spec.template?.metadata?.labels ?? {};
  const { kind, group } = resource;
  const { name } = object.metadata;
  if (spec.replicas !== undefined && spec.replicas < 0) {
    throw invalid(kind, group, name, [
      `spec.replicas: Invalid value: ${spec.replicas}: must be greater than or equal to 0`,
    ]);
  }
  if (spec.selector === undefined || Object.keys(spec.selector).length === 0) {
    throw invalid(kind, group, name, ['spec.selector: Required value']);
  }
  if (!matchesLabelSelector(spec.selector, labels)) {
    const value = JSON.stringify(labels);
    throw invalid(kind, group, name, [
      `spec.template.metadata.labels: Invalid value: ${value}: \`selector\` does not match template \`labels\``,
    ]);
  }
  const causes = podCauses(spec.template?.spec, 'spec.template.spec');
  if (causes.length > 0) throw invalid(kind, group, name, causes);
  const template = spec.template?.spec;
  return {
    ...object,
    spec: {
      replicas: 1,
      ...defaults,
      ...spec,
      template: { ...spec.template, ...(template ? { spec: podDefaults(template) } : {}) },
    },
    status: object.status ?? { replicas: 0 },
  };
}

function admitSecret({ stringData, ...secret }: Stored): Stored {
  const texts = Object.entries((stringData ?? {}) as Record<string, string>).map(
    ([key, text]): [string, string] => [key, Buffer.from(text).toString('base64')],
  );
  const data = { ...((secret.data ?? {}) as Record<string, string>), ...Object.fromEntries(texts) };
  const { type = 'Opaque' } = secret as { type?: string };
  const needed = {
    'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
    'kubernetes.io/dockercfg': '.dockercfg',
  }[type];
  if (needed !== undefined && data[needed] === undefined) {
    throw invalid('Secret', '', secret.metadata.name, [`data[${needed}]: Required value`]);
  }
  return { ...secret, type, ...(Object.keys(data).length > 0 ? { data } : {}) } as Stored;
}

/** @throws ApiError BadRequest for what is no object of the resource's kind. */
export function checkKind(resource: Resource, object: unknown): Stored {
  const fields = object as Partial<Stored> | null;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new ApiError('BadRequest', 'the object provided is not an object');
  }
  if (fields.kind !== undefined && fields.kind !== resource.kind) {
    throw new ApiError(
      'BadRequest',
      `${fields.kind} in version ${JSON.stringify(fields.apiVersion)} cannot be handled as a ${resource.kind}`,
    );
  }
  return { ...fields, metadata: { ...(fields.metadata ?? { name: '' }) } } as Stored;
}
