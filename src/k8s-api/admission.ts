import type { ObjectStore, Stored } from './object-store.ts';
import { podDefaults, qosClassOf } from './pod-spec.ts';
import { groupVersion, type Resource, resources } from './resources.ts';
import { ApiError, forbidden, invalid, notFound } from './status.ts';
import { withDefaultTolerations } from './tolerations.ts';
import type { Pod, ServiceAccount } from './types.ts';
import { objectCauses } from './validation/object.ts';
import type { WorkloadSpec } from './workload.ts';

/**
 * Validates an object that is to be created, and sets defaults, as the API server does.
 * (pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go, the ServiceAccount admission plugin)
 * @param object as `decodeObject` returns it.
 * @throws ApiError Invalid with all errors; Forbidden or NotFound
 */
export function admit(store: ObjectStore, resource: Resource, object: Stored): Stored {
  checkNamespace(store, resource, object);
  const complete = withDefaults(resource, object, undefined);
  check(resource, complete, undefined);
  return resource === resources.pods ? admitPod(store, complete as Stored & Pod) : complete;
}

/** The same for an object that replaces another. */
export function admitUpdate(resource: Resource, object: Stored, before: Stored): Stored {
  const complete = withDefaults(resource, object, before);
  check(resource, complete, before);
  return complete;
}

function check(resource: Resource, object: Stored, before: Stored | undefined): void {
  const causes = objectCauses(resource, object, before);
  const { name } = object.metadata;
  if (causes.length > 0) throw invalid(resource.kind, resource.group, name.slice(0, 300), causes);
}

function withDefaults(resource: Resource, object: Stored, before: Stored | undefined): Stored {
  switch (resource) {
    case resources.pods: {
      const { spec } = object as Stored & Pod;
      return spec === undefined ? object : { ...object, spec: podDefaults(spec) };
    }
    case resources.deployments:
      return withWorkloadDefaults(object, deploymentDefaults(object));
    case resources.replicasets:
      return withWorkloadDefaults(object, {});
    case resources.secrets:
      return withSecretDefaults(object);
    case resources.nodes:
      return { spec: {}, ...object };
    case resources.events:
      return { involvedObject: {}, ...object };
    case resources.namespaces:
      return {
        ...object,
        spec: before?.spec ?? { finalizers: ['kubernetes'] },
        status: before?.status ?? { phase: 'Active' },
      };
    default:
      return object;
  }
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
  const { spec } = pod;
  const account = spec.serviceAccountName || spec.serviceAccount || 'default';
  const found = store.find(resources.serviceaccounts, namespace, account);
  if (found === undefined) {
    const why = `error looking up service account ${namespace}/${account}: serviceaccount ${JSON.stringify(account)} not found`;
    throw forbidden(resources.pods, name, why);
  }
  // A pod without pull secrets gets its service account's.
  const secrets = (found as Stored & ServiceAccount).imagePullSecrets ?? [];
  return {
    ...pod,
    spec: {
      ...spec,
      serviceAccountName: account,
      serviceAccount: account,
      tolerations: withDefaultTolerations(spec.tolerations),
      ...(spec.imagePullSecrets?.length || secrets.length === 0
        ? {}
        : { imagePullSecrets: secrets }),
    },
    status: { phase: 'Pending', qosClass: qosClassOf(spec) },
  };
}

function deploymentDefaults(deployment: Stored): Partial<WorkloadSpec> {
  const { strategy } = (deployment.spec ?? {}) as WorkloadSpec;
  const rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...strategy?.rollingUpdate };
  return {
    strategy:
      strategy?.type === 'Recreate'
        ? strategy
        : { type: 'RollingUpdate', ...strategy, rollingUpdate },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
  };
}

function withWorkloadDefaults(object: Stored, defaults: Partial<WorkloadSpec>): Stored {
  const spec = (object.spec ?? {}) as WorkloadSpec;
  const template = spec.template?.spec;
  const { strategy } = defaults;
  return {
    ...object,
    spec: {
      replicas: 1,
      ...defaults,
      ...spec,
      ...(strategy === undefined ? {} : { strategy }),
      ...(spec.template === undefined
        ? {}
        : { template: { ...spec.template, ...(template ? { spec: podDefaults(template) } : {}) } }),
    },
    status: object.status ?? { replicas: 0 },
  };
}

function withSecretDefaults({ stringData, ...secret }: Stored): Stored {
  const texts = Object.entries((stringData ?? {}) as Record<string, string>).map(
    ([key, text]): [string, string] => [key, Buffer.from(text).toString('base64')],
  );
  const data = { ...((secret.data ?? {}) as Record<string, string>), ...Object.fromEntries(texts) };
  const { type = 'Opaque' } = secret as { type?: string };
  return { ...secret, type, ...(Object.keys(data).length > 0 ? { data } : {}) } as Stored;
}

/**
 * A body without kind and version is one of the resource in the path.
 * @throws ApiError BadRequest for an object of another kind or version.
 */
export function checkKind(resource: Resource, object: unknown): void {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw new ApiError('BadRequest', 'the object provided is not an object');
  }
  const { kind, apiVersion } = object as { kind?: unknown; apiVersion?: unknown };
  if (isStated(kind) && kind !== resource.kind) {
    throw new ApiError(
      'BadRequest',
      `${typeof kind === 'string' ? kind : JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)} cannot be handled as a ${resource.kind}`,
    );
  }
  const expected = groupVersion(resource);
  if (!isStated(apiVersion) || apiVersion === expected) return;
  const found = typeof apiVersion === 'string' ? apiVersion : JSON.stringify(apiVersion);
  throw new ApiError(
    'BadRequest',
    `the API version in the data (${found}) does not match the expected API version (${expected})`,
  );
}

function isStated(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
