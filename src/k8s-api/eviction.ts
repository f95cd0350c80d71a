import { deleteOptions } from './delete-options.ts';
import type { ObjectStore } from './object-store.ts';
import { deleteOne, type Result } from './operations.ts';
import type { ResourceRequest } from './request.ts';
import { ApiError, success } from './status.ts';
import { isObject } from './strategic-merge.ts';

/**
 * Evicts a pod, as `kubectl drain` requests: a deletion that disruption budgets could forbid, of which the
 * cluster has none.
 * @param body an Eviction of policy/v1.
 * @throws ApiError NotFound, BadRequest
 */
export function evictPod(store: ObjectStore, request: ResourceRequest, body: unknown): Result {
  const options = isObject(body) ? (body.deleteOptions ?? {}) : undefined;
  if (!isObject(body) || body.kind !== 'Eviction' || !isObject(options)) {
    throw new ApiError(
      'BadRequest',
      'an eviction is an Eviction of policy/v1, whose deleteOptions are an object',
    );
  }
  const { name } = isObject(body.metadata) ? body.metadata : {};
  if (name !== undefined && name !== request.name) {
    throw new ApiError('BadRequest', 'name in URL does not match name in Eviction object');
  }
  deleteOne(store, request, deleteOptions(options));
  return { code: 201, body: success({}) };
}
