import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type DeleteOptions, deleteOptions } from './delete-options.ts';
import { evictPod } from './eviction.ts';
import { listObjects, renderer } from './listing.ts';
import type { ObjectStore, Stored } from './object-store.ts';
import {
  admittedPod,
  bindPod,
  createObject,
  deleteOne,
  patchObject,
  type Result,
  replaceObject,
} from './operations.ts';
import { applyPatch, decodePatch, patchTypeOf } from './patch.ts';
import { podLog } from './pod-log.ts';
import { parseBody, type ResourceRequest, readBody, unknownPath } from './request.ts';
import { groupVersion, resources } from './resources.ts';
import { scaleOf, setScale } from './scale.ts';
import { requestSelector } from './selectors.ts';
import type { TokenIssuer } from './service-account-tokens.ts';
import { ApiError } from './status.ts';
import { notRunning, refuseCommand, streams } from './streams.ts';
import { requestToken } from './token-request.ts';
import type { Pod } from './types.ts';
import { reviewedBy } from './webhook-call.ts';
import { webhooksFor } from './webhooks.ts';

/** Number of objects of a collection that are deleted in one turn of the event loop. */
const perTurn = 50;

/** Bodies of at least this size, in bytes, take noticeable time to parse and to process. */
const longBody = 64 * 1024;

/**
 * Handles a request for objects. The verb follows from the method, or from the subresource.
 * @param now milliseconds since the epoch, for ages in Tables.
 * @throws ApiError
 */
export async function answerObjects(
  store: ObjectStore,
  tokens: TokenIssuer,
  http: IncomingMessage,
  request: ResourceRequest,
  now: number,
): Promise<Result> {
  const { method, resource, name, subresource } = request;
  if (resource === resources.pods && streams.includes(subresource)) {
    throw notRunning(subresource, `pod ${JSON.stringify(name)}`);
  }
  if (subresource !== '' && !resource.subresources.some((one) => one.name === subresource)) {
    throw unknownPath();
  }
  if (method === 'GET') return get(store, http, request, now);
  const content = await readBody(http);
  const type = http.headers['content-type'];
  // A long body is processed in a separate turn; the store has not been read before this point.
  const read = async <Read>(reading: Promise<Read>): Promise<Read> => {
    const value = await reading;
    if (content.length > longBody) await nextTurn();
    return value;
  };
  const body = () => read(parseBody(type, content));
  if (method === 'POST') return post(store, tokens, request, await body());
  if (method === 'DELETE' && name === '') {
    return deleteAll(store, request, deleteOptions(await body()));
  }
  if (name === '') throw notAllowed();
  if (method === 'DELETE') return deleteOne(store, request, deleteOptions(await body()));
  if (method === 'PUT') {
    const value = await body();
    return subresource === 'scale'
      ? setScale(store, request, () => value)
      : replaceObject(store, request, value);
  }
  if (method !== 'PATCH') throw notAllowed();
  const patch = await read(decodePatch(patchTypeOf(type), content.toString()));
  return subresource === 'scale'
    ? setScale(store, request, (scale) => applyPatch(scale, patch))
    : patchObject(store, request, patch);
}

function get(
  store: ObjectStore,
  http: IncomingMessage,
  request: ResourceRequest,
  now: number,
): Result {
  const { resource, namespace, name, subresource } = request;
  if (name === '') return { code: 200, body: listObjects(store, request, now) };
  if (subresource === 'scale') return scaleOf(store, request);
  if (subresource === 'log') {
    return podLog(store.get(resource, namespace, name) as Stored & Pod, request.query);
  }
  const object = store.get(resource, namespace, name);
  refuseCommand(http, request);
  return { code: 200, body: renderer(store, request, now)(object) };
}

async function post(
  store: ObjectStore,
  tokens: TokenIssuer,
  request: ResourceRequest,
  body: unknown,
): Promise<Result> {
  if (request.subresource === 'binding') return bindPod(store, request, body);
  if (request.subresource === 'eviction') return evictPod(store, request, body);
  if (request.subresource === 'token') return requestToken(store, tokens, request, body);
  if (request.name !== '') throw notAllowed();
  return createObject(store, request, await reviewedBody(store, request, body));
}

/** A pod as webhooks leave it; anything else as it is. @throws ApiError where one refuses it. */
async function reviewedBody(
  store: ObjectStore,
  request: ResourceRequest,
  body: unknown,
): Promise<unknown> {
  if (request.resource !== resources.pods) return body;
  const pod = admittedPod(store, request, body);
  const webhooks = webhooksFor(store, pod);
  return webhooks.length === 0 ? body : reviewedBy(webhooks, pod);
}

/** Deletes a limited number in each turn of the event loop, because a collection may be large. */
async function deleteAll(
  store: ObjectStore,
  request: ResourceRequest,
  options: DeleteOptions,
): Promise<Result> {
  const matches = requestSelector(request.query, request.resource);
  const found = store.list(request.resource, request.namespace).filter(matches);
  for (const [at, { metadata }] of found.entries()) {
    const { name, namespace = '' } = metadata;
    if (at % perTurn === perTurn - 1) await nextTurn();
    if (store.find(request.resource, namespace, name)?.metadata.uid !== metadata.uid) continue;
    deleteOne(store, { ...request, name, namespace }, options);
  }
  const { kind } = request.resource;
  const list = { kind: `${kind}List`, apiVersion: groupVersion(request.resource) };
  const head = { ...list, metadata: {} };
  return { code: 200, body: { head, field: 'items', objects: found, entry: (object) => object } };
}

function notAllowed(): ApiError {
  return new ApiError(
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
  );
}
