import type { ObjectStore } from './object-store.ts';
import type { Result } from './operations.ts';
import type { ResourceRequest } from './request.ts';
import { resources } from './resources.ts';
import type { TokenIssuer } from './service-account-tokens.ts';
import { ApiError, conflict, invalid } from './status.ts';

interface TokenRequestSpec {
  readonly audiences?: readonly string[];
  readonly expirationSeconds?: number;
  readonly boundObjectRef?: {
    readonly kind?: string;
    readonly name?: string;
    readonly uid?: string;
  };
}

/** Seconds; the API server's limits (pkg/apis/authentication/validation). */
const defaultLifetime = 3600;
const shortest = 600;
const longest = 2 ** 32;

/** Answers a TokenRequest for a service account, bound to a pod when asked. @throws ApiError */
export function requestToken(
  store: ObjectStore,
  tokens: TokenIssuer,
  { resource, namespace, name }: ResourceRequest,
  body: unknown,
): Result {
  const account = store.get(resource, namespace, name);
  const spec = specOf(body);
  const lifetime = spec.expirationSeconds ?? defaultLifetime;
  if (!(lifetime >= shortest && lifetime <= longest)) {
    throw invalid('TokenRequest', 'authentication.k8s.io', name, [
      `spec.expirationSeconds: Invalid value: ${lifetime}: may not specify a duration less than 10 minutes`,
    ]);
  }
  const audiences = spec.audiences?.length ? spec.audiences : [tokens.issuer];
  const pod = boundPod(store, namespace, spec);
  const serviceAccount = { name, uid: account.metadata.uid ?? '' };
  const status = tokens.issue({
    namespace,
    serviceAccount,
    audiences,
    lifetime,
    ...(pod ? { pod } : {}),
  });
  return {
    code: 201,
    body: {
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name, namespace, creationTimestamp: store.now() },
      spec: { ...spec, audiences, expirationSeconds: lifetime },
      status,
    },
  };
}

/** @throws ApiError BadRequest for a field of the wrong type. */
function specOf(body: unknown): TokenRequestSpec {
  const { spec = {} } = (body ?? {}) as { spec?: unknown };
  const fields = (spec ?? {}) as Record<string, unknown>;
  const { audiences = [], expirationSeconds, boundObjectRef } = fields;
  const wrong = (field: string, type: string): ApiError =>
    new ApiError(
      'BadRequest',
      `TokenRequest in version "v1" cannot be handled as a TokenRequest: spec.${field} is not ${type}`,
    );
  const texts = Array.isArray(audiences) && audiences.every((one) => typeof one === 'string');
  if (audiences !== null && !texts) throw wrong('audiences', 'a list of strings');
  if (expirationSeconds !== undefined && expirationSeconds !== null) {
    if (!Number.isSafeInteger(expirationSeconds)) throw wrong('expirationSeconds', 'an integer');
  }
  const reference = boundObjectRef ?? undefined;
  const named = Object.values(Object(reference)).every((value) => typeof value === 'string');
  if (reference !== undefined && (typeof reference !== 'object' || !named)) {
    throw wrong('boundObjectRef', 'a reference');
  }
  return {
    ...(texts ? { audiences } : {}),
    ...(typeof expirationSeconds === 'number' ? { expirationSeconds } : {}),
    ...(reference === undefined ? {} : { boundObjectRef: reference }),
  };
}

function boundPod(
  store: ObjectStore,
  namespace: string,
  { boundObjectRef: reference }: TokenRequestSpec,
): { name: string; uid: string } | undefined {
  if (reference === undefined || reference === null) return undefined;
  if (reference.kind !== 'Pod') {
    throw new ApiError('BadRequest', `cannot bind token to object of type ${reference.kind}`);
  }
  const pod = store.get(resources.pods, namespace, reference.name ?? '');
  const uid = pod.metadata.uid ?? '';
  if (reference.uid && reference.uid !== uid) throw conflict(resources.pods, pod.metadata.name);
  return { name: pod.metadata.name, uid };
}
