import { isDigest } from '../names/digest.ts';

/** A request to the registry, by the shape of its path (OCI distribution-spec 1.1, "Endpoints"). */
export type Route =
  | { readonly kind: 'base' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: string }
  | { readonly kind: 'blob'; readonly name: string; readonly digest: string }
  | { readonly kind: 'uploads'; readonly name: string }
  | { readonly kind: 'upload'; readonly name: string; readonly id: string }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'referrers'; readonly name: string; readonly digest: string };

/** A path with the shape of a route and a malformed part. */
export interface InvalidRoute {
  readonly invalid: 'name' | 'digest' | 'tag';
}

const tagShape = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$/;
const uploadShape = /^[0-9a-f-]{36}$/;
/** A repository's name (ECR API reference, `RepositoryName`): no empty, `.` or `..` segments. */
const nameShape = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;

/**
 * Finds the route of a path below `/v2/`.
 * @param path the rest of the path, without the leading slash, still percent-encoded.
 * @returns undefined when no route has that shape; `invalid` names the malformed part of one that has.
 */
export function routeOf(path: string): Route | InvalidRoute | undefined {
  if (path === '') return { kind: 'base' };
  if (path === '_catalog') return { kind: 'catalog' };
  const match =
    /^(?<name>.+)\/(?:manifests\/(?<reference>[^/]+)|blobs\/(?<uploads>uploads\/?)|blobs\/uploads\/(?<upload>[^/]+)|blobs\/(?<blob>[^/]+)|tags\/(?<tags>list)|referrers\/(?<subject>[^/]+))$/.exec(
      path,
    );
  const parts = match?.groups;
  if (parts === undefined) return undefined;
  const name = parts.name ?? '';
  if (name.length > 256 || !nameShape.test(name)) return { invalid: 'name' };
  if (parts.uploads !== undefined) return { kind: 'uploads', name };
  if (parts.tags !== undefined) return { kind: 'tags', name };
  if (parts.upload !== undefined) {
    return uploadShape.test(parts.upload) ? { kind: 'upload', name, id: parts.upload } : undefined;
  }
  return contentRoute(name, parts);
}

function contentRoute(
  name: string,
  parts: Readonly<Record<string, string | undefined>>,
): Route | InvalidRoute {
  if (parts.reference !== undefined) {
    const reference = decoded(parts.reference);
    if (reference.includes(':') ? isDigest(reference) : tagShape.test(reference)) {
      return { kind: 'manifest', name, reference };
    }
    return { invalid: reference.includes(':') ? 'digest' : 'tag' };
  }
  const digest = decoded(parts.blob ?? parts.subject ?? '');
  if (!isDigest(digest)) return { invalid: 'digest' };
  return parts.blob === undefined
    ? { kind: 'referrers', name, digest }
    : { kind: 'blob', name, digest };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
