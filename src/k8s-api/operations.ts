import { admit, admitUpdate, checkKind } from './admission.ts';
import { decodeObject } from './decode.ts';
import { type DeleteOptions, gracePeriod, propagation } from './delete-options.ts';
import { deleteObject } from './deletion.ts';
import { fieldWarnings } from './field-validation.ts';
import type { Listing } from './listing.ts';
import { owned, serverSideApply, type Writer } from './managed-fields.ts';
import { requireStorable } from './object-size.ts';
import type { ObjectStore, Stored } from './object-store.ts';
import { applyPatch, type Patch } from './patch.ts';
import type { ResourceRequest } from './request.ts';
import { groupVersion, resources } from './resources.ts';
import { ApiError, conflict, notFound, success } from './status.ts';
import { isObject, type JsonObject } from './strategic-merge.ts';
import type { Pod } from './types.ts';
import { subdomainComplaint } from './validation/names.ts';

export interface Result {
  readonly code: number;
  /** An object, a list, or plain text. */
  readonly body: object | Listing | string;
  /** Sent to the client in Warning headers. */
  readonly warnings?: readonly string[];
}

/** Creates an object from a request's body. @throws ApiError */
export function createObject(store: ObjectStore, request: ResourceRequest, body: unknown): Result {
  const { resource } = request;
  checkKind(resource, body);
  const { object, unknownFields } = decodeObject(resource, body);
  const warnings = fieldWarnings(request, unknownFields);
  const admitted = admit(store, resource, inNamespace(request, object));
  const withOwner = owned(undefined, admitted, writerOf(store, request));
  return {
    code: 201,
    body: store.create(resource, requireStorable(withOwner), isDryRun(request)),
    warnings,
  };
}

/** A pod as it would be created from a request's body: what webhooks are asked about. @throws ApiError */
export function admittedPod(store: ObjectStore, request: ResourceRequest, body: unknown): Stored {
  checkKind(request.resource, body);
  const { object } = decodeObject(request.resource, body);
  return admit(store, request.resource, inNamespace(request, object));
}

/** Replaces an object, or its status. @throws ApiError */
export function replaceObject(store: ObjectStore, request: ResourceRequest, body: unknown): Result {
  const { resource, namespace, name } = request;
  checkKind(resource, body);
  const decoded = decodeObject(resource, body);
  const warnings = fieldWarnings(request, decoded.unknownFields);
  const object = inNamespace(request, decoded.object);
  const before = store.get(resource, namespace, name);
  if (object.metadata.name !== name) {
    throw new ApiError(
      'BadRequest',
      `the name of the object (${object.metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  return { code: 200, body: write(store, request, before, object), warnings };
}

/**
 * Patches an object, or its status; server-side apply creates an object that does not exist.
 * @throws ApiError
 */
export function patchObject(store: ObjectStore, request: ResourceRequest, patch: Patch): Result {
  const { resource, namespace, name } = request;
  const before = store.find(resource, namespace, name);
  if (patch.type === 'application/apply-patch+yaml') {
    return applyObject(store, request, before, patch);
  }
  if (before === undefined) throw notFound(resource, name);
  const patched = applyPatch(before as unknown as JsonObject, patch);
  checkKind(resource, patched);
  const { object, unknownFields } = decodeObject(resource, patched);
  const warnings = fieldWarnings(request, unknownFields, patch.text);
  return { code: 200, body: write(store, request, before, object), warnings };
}

/** Server-side apply, which creates an object that does not exist. @throws ApiError */
function applyObject(
  store: ObjectStore,
  request: ResourceRequest,
  before: Stored | undefined,
  { value: config, text }: Patch,
): Result {
  const { resource, name, query } = request;
  if (!query.get('fieldManager')) {
    throw new ApiError(
      'Invalid',
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  }
  if (!isObject(config)) throw new ApiError('BadRequest', 'a patch is an object');
  if (isObject(config.metadata) && config.metadata.managedFields !== undefined) {
    throw new ApiError('BadRequest', 'metadata.managedFields must be nil');
  }
  const target = before ?? { metadata: { name } };
  const force = query.get('force') === 'true';
  const applied = serverSideApply(
    target as unknown as JsonObject,
    config,
    writerOf(store, request),
    force,
  );
  checkKind(resource, applied);
  const { object, unknownFields } = decodeObject(resource, applied);
  const warnings = fieldWarnings(request, unknownFields, text);
  if (before !== undefined) {
    return { code: 200, body: write(store, request, before, object, 'owned'), warnings };
  }
  const admitted = admit(store, resource, inNamespace(request, object));
  return {
    code: 201,
    body: store.create(resource, requireStorable(admitted), isDryRun(request)),
    warnings,
  };
}

function writerOf(store: ObjectStore, { resource, query, userAgent }: ResourceRequest): Writer {
  const manager = query.get('fieldManager') || userAgent.split('/')[0] || 'unknown';
  return { manager, apiVersion: groupVersion(resource), time: store.now() };
}

/** Deletes one object. @throws ApiError */
export function deleteOne(
  store: ObjectStore,
  request: ResourceRequest,
  options: DeleteOptions,
): Result {
  const { resource, namespace, name, query } = request;
  const found = store.get(resource, namespace, name);
  const grace = query.get('gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  const { object, gone } = deleteObject(store, resource, found, {
    ...options,
    ...gracePeriod(grace),
    ...propagation(policy),
    dryRun: options.dryRun === true || isDryRun(request),
  });
  if (!gone) return { code: 200, body: object };
  const { uid } = found.metadata;
  return { code: 200, body: success({ name, kind: resource.plural, ...(uid ? { uid } : {}) }) };
}

/** Binds a pod to a node, as a scheduler requests. @throws ApiError Conflict when the pod is already bound. */
export function bindPod(store: ObjectStore, request: ResourceRequest, body: unknown): Result {
  const { resource, namespace, name } = request;
  const node = (body as { target?: { name?: unknown } } | null)?.target?.name;
  if (typeof node !== 'string' || subdomainComplaint(node) !== undefined) {
    throw new ApiError('BadRequest', 'a Binding needs target.name, the name of a node');
  }
  const pod = store.get(resource, namespace, name) as Stored & Pod;
  if (pod.spec.nodeName) throw conflict(resource, name);
  store.modify(resource, pod, (copy) => {
    copy.spec = { ...(copy as Stored & Pod).spec, nodeName: node };
    const scheduled = {
      type: 'PodScheduled',
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: store.now(),
    };
    const status = (copy.status ?? {}) as { conditions?: object[] };
    copy.status = { ...status, conditions: [...(status.conditions ?? []), scheduled] };
  });
  return { code: 201, body: success({}) };
}

/** A request to the main resource keeps the status; a request to the status subresource changes nothing else. */
function write(
  store: ObjectStore,
  request: ResourceRequest,
  before: Stored,
  next: Stored,
  owners: 'to find' | 'owned' = 'to find',
): Stored {
  const { resource, subresource } = request;
  const hasStatus = resource.subresources.some(({ name }) => name === 'status');
  if (subresource === 'status') {
    const { resourceVersion } = next.metadata;
    const metadata = { ...before.metadata, ...(resourceVersion ? { resourceVersion } : {}) };
    const updated = { ...before, metadata, status: next.status } as Stored;
    return store.update(resource, requireStorable(updated), isDryRun(request));
  }
  if (resource === resources.pods) keepBinding(before as Stored & Pod, next as Stored & Pod);
  const admitted = admitUpdate(resource, next, before);
  const merged: Stored = hasStatus ? { ...admitted, status: before.status } : admitted;
  if (before.metadata.deletionTimestamp !== undefined) {
    merged.metadata.deletionTimestamp = before.metadata.deletionTimestamp;
    if ((merged.metadata.finalizers ?? []).length === 0 && before.metadata.finalizers?.length) {
      store.remove(resource, before, isDryRun(request));
      return merged;
    }
  }
  const complete = owners === 'owned' ? merged : owned(before, merged, writerOf(store, request));
  return store.update(resource, requireStorable(complete), isDryRun(request));
}

/** A pod's node is set once, by its binding: a manifest written before that has no nodeName, so the node is kept. */
function keepBinding(before: Pod, next: Pod): void {
  if (before.spec.nodeName && next.spec && !next.spec.nodeName) {
    next.spec.nodeName = before.spec.nodeName;
  }
}

function inNamespace({ resource, namespace, name }: ResourceRequest, object: Stored): Stored {
  const { metadata } = object;
  const stated = metadata.namespace;
  if (resource.namespaced && stated && namespace && stated !== namespace) {
    throw new ApiError(
      'BadRequest',
      `the namespace of the provided object does not match the namespace sent on the request`,
    );
  }
  const { namespace: _, ...rest } = metadata;
  return {
    ...object,
    metadata: {
      ...rest,
      name: metadata.name || name,
      ...(resource.namespaced ? { namespace: namespace || stated || 'default' } : {}),
    },
  };
}

export function isDryRun({ query }: ResourceRequest): boolean {
  return query.get('dryRun') === 'All';
}
