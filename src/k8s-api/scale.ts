import type { ObjectStore, Stored } from './object-store.ts';
import { isDryRun, type Result } from './operations.ts';
import type { ResourceRequest } from './request.ts';
import { parseScalar } from './scalars.ts';
import { ApiError, invalid } from './status.ts';
import type { JsonObject } from './strategic-merge.ts';

/** The Scale of a workload. @throws ApiError NotFound */
export function scaleOf(store: ObjectStore, request: ResourceRequest): Result {
  return { code: 200, body: toScale(store.get(request.resource, request.namespace, request.name)) };
}

/** Sets a workload's replicas through its Scale, replaced or patched. @throws ApiError */
export function setScale(
  store: ObjectStore,
  request: ResourceRequest,
  change: (scale: JsonObject) => unknown,
): Result {
  const workload = store.get(request.resource, request.namespace, request.name);
  const changed = change(toScale(workload) as JsonObject) as { spec?: { replicas?: unknown } };
  const replicas = changed?.spec?.replicas ?? 0;
  const parsed = parseScalar('int32', replicas);
  if (!('value' in parsed)) {
    throw new ApiError(
      'BadRequest',
      'spec.replicas of a Scale must be a whole number below 2147483648',
    );
  }
  if (Number(replicas) < 0) {
    throw invalid('Scale', 'autoscaling', request.name, [
      `spec.replicas: Invalid value: ${replicas}: must be greater than or equal to 0`,
    ]);
  }
  const spec = { ...(workload.spec as object), replicas };
  if (isDryRun(request)) return { code: 200, body: toScale({ ...workload, spec }) };
  const scaled = store.modify(request.resource, workload, (copy) => {
    copy.spec = { ...(copy.spec as object), replicas };
  });
  return { code: 200, body: toScale(scaled ?? workload) };
}

function toScale({ metadata, spec, status }: Stored): object {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = metadata;
  const { selector } = (spec ?? {}) as { selector?: { matchLabels?: Record<string, string> } };
  const labels = Object.entries(selector?.matchLabels ?? {});
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: (spec as { replicas?: number }).replicas ?? 0 },
    status: {
      replicas: (status as { replicas?: number } | undefined)?.replicas ?? 0,
      selector: labels.map(([key, value]) => `${key}=${value}`).join(','),
    },
  };
}
