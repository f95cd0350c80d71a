import type { IncomingMessage } from 'node:http';
import { BodyTooLarge, readBody as readWithin } from '../http/body.ts';
import { requireWithinBounds } from './body-bounds.ts';
import { decodeProtobuf } from './protobuf.ts';
import { findResource, type Resource } from './resources.ts';
import { ApiError } from './status.ts';
import { unservedText } from './unserved.ts';
import { parseYaml } from './yaml.ts';

/** A parsed request for objects. */
export interface ResourceRequest {
  readonly method: string;
  readonly resource: Resource;
  /** Empty for cluster-scoped objects and for all namespaces. */
  readonly namespace: string;
  /** Empty for a collection. */
  readonly name: string;
  readonly subresource: string;
  /** The path after the subresource, as in `nodes/N/proxy/configz`. */
  readonly rest: string;
  readonly query: URLSearchParams;
  readonly accept: string;
  /** The client's program, such as `kubectl/v1.33.1 (linux/amd64)`. */
  readonly userAgent: string;
}

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'application/json': JSON.parse,
  'application/yaml': parseYaml,
};

const protobuf = 'application/vnd.kubernetes.protobuf';

/** Largest body that an API server accepts, in bytes. */
const maxBody = 3 * 1024 * 1024;

/**
 * Parses a path of the API: `/api/v1/…` or `/apis/<group>/<version>/…`.
 * @throws ApiError NotFound
 */
export function parseResourcePath(
  path: string,
): Omit<ResourceRequest, 'method' | 'query' | 'accept' | 'userAgent'> {
  const parts = path.split('/').slice(1).map(decodePart);
  const root = parts.shift();
  const group = root === 'apis' ? (parts.shift() ?? '') : '';
  const version = parts.shift() ?? '';
  if (root !== 'api' && root !== 'apis') throw unknownPath();
  // `/namespaces/x/pods` refers to pods; `/namespaces/x` and its subresources refer to the namespace.
  const scoped = parts[0] === 'namespaces' && parts.length > 2 && !isOfNamespace(parts[2] ?? '');
  const namespace = scoped ? (parts[1] ?? '') : '';
  const [plural = '', name = '', subresource = '', ...rest] = scoped ? parts.slice(2) : parts;
  const resource = findResource(group, version, plural);
  if (resource === undefined) throw new ApiError('NotFound', unservedText(plural), {});
  return { resource, namespace, name, subresource, rest: rest.join('/') };
}

function isOfNamespace(part: string): boolean {
  return part === 'status' || part === 'finalize';
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unknownPath();
  }
}

/** The error for a path that is not served. */
export function unknownPath(): ApiError {
  return new ApiError('NotFound', 'the server could not find the requested resource', {});
}

/** @throws ApiError RequestEntityTooLarge */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  try {
    return await readWithin(request, maxBody);
  } catch (error) {
    if (!(error instanceof BodyTooLarge)) throw error;
    throw new ApiError('RequestEntityTooLarge', `Request entity too large: limit is ${maxBody}`);
  }
}

/** @throws ApiError UnsupportedMediaType or BadRequest */
export async function parseBody(contentType: string | undefined, body: Buffer): Promise<unknown> {
  if (body.byteLength === 0) return {};
  const type = contentType?.split(';')[0]?.trim() ?? 'application/json';
  if (type === protobuf) return decodeProtobuf(body);
  const read = readers[type];
  if (read === undefined) {
    throw new ApiError(
      'UnsupportedMediaType',
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, ${protobuf}`,
    );
  }
  try {
    if (type === 'application/json') requireWithinBounds(body);
    return await read(body.toString());
  } catch (error) {
    if (error instanceof ApiError) throw error;
    const [why] = (error as Error).message.split('\n');
    throw new ApiError('BadRequest', `the object provided is unrecognized: ${why}`);
  }
}
