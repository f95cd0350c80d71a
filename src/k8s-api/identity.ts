import type { IncomingHttpHeaders } from 'node:http';
import type { ResourceRequest } from './request.ts';
import { groupVersion, type Resource } from './resources.ts';
import { ApiError } from './status.ts';

/** The caller, as SelfSubjectReview returns it. */
export interface User {
  readonly username: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

const masters = 'system:masters';
const authenticated = 'system:authenticated';

/** The caller with the cluster's token. */
const administrator: User = { username: 'hawser', groups: [masters, authenticated] };

const extraHeader = 'impersonate-extra-';

/**
 * The user of a request: the one that `kubectl --as` names, with the groups that a real API server adds
 * (apiserver, endpoints/filters/impersonation), or the cluster's administrator.
 * @throws ApiError BadRequest for a user without a name, InternalError for groups or other properties without a user.
 */
export function userOf(headers: IncomingHttpHeaders): User {
  const username = textOf(headers['impersonate-user']);
  const uid = textOf(headers['impersonate-uid']);
  const groups = textsOf(headers['impersonate-group']);
  const extra = Object.entries(headers)
    .filter(([name]) => name.startsWith(extraHeader))
    .map(([name, value]) => [decoded(name.slice(extraHeader.length)), textsOf(value)] as const);
  if (username === '') {
    if (headers['impersonate-user'] !== undefined) {
      throw new ApiError(
        'BadRequest',
        'the header Impersonate-User names nobody: leave it out, or name a user',
      );
    }
    if (groups.length === 0 && uid === '' && extra.length === 0) return administrator;
    const asked = [
      ...groups.map((name) => `{Kind:Group,Namespace:,Name:${name}}`),
      ...(uid === '' ? [] : [`{Kind:UID,Namespace:,Name:${uid}}`]),
      ...extra.map(([name]) => `{Kind:UserExtra,Name:${name}}`),
    ].join(' ');
    throw new ApiError('InternalError', `requested [${asked}] without impersonating a user`);
  }
  return {
    username,
    groups: groupsOf(username, groups),
    ...(uid === '' ? {} : { uid }),
    ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra) }),
  };
}

/**
 * There is no RBAC in the emulated cluster, and so no role bindings: the administrator and members of
 * `system:masters` may do everything; other users may do what a real cluster allows everyone: discovery, and
 * reviews of themselves.
 * @throws ApiError Forbidden
 */
export function authorize({ username, groups }: User, request: ResourceRequest): void {
  if (groups.includes(masters)) return;
  const { resource, namespace, name, subresource } = request;
  const at = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = subresource === '' ? resource.plural : `${resource.plural}/${subresource}`;
  const named = name === '' ? '' : ` "${name}"`;
  throw new ApiError(
    'Forbidden',
    `${qualified(resource)}${named} is forbidden: User "${username}" cannot ${verbOf(request)} resource "${what}" in API group "${resource.group}" ${at}`,
    {
      ...(name === '' ? {} : { name }),
      ...(resource.group === '' ? {} : { group: resource.group }),
      kind: resource.plural,
    },
  );
}

/** Whether everything is allowed, as self-subject reviews report. */
export function mayDoAll({ groups }: User): boolean {
  return groups.includes(masters);
}

function groupsOf(username: string, asked: readonly string[]): string[] {
  const [, namespace] = /^system:serviceaccount:([^:]+):[^:]+$/.exec(username) ?? [];
  const given =
    asked.length === 0 && namespace !== undefined
      ? ['system:serviceaccounts', `system:serviceaccounts:${namespace}`]
      : asked;
  const everybody = username === 'system:anonymous' ? 'system:unauthenticated' : authenticated;
  return [...new Set([...given, everybody])];
}

const verbs: Readonly<Record<string, readonly [ofOne: string, ofAll: string]>> = {
  GET: ['get', 'list'],
  POST: ['create', 'create'],
  PUT: ['update', 'update'],
  PATCH: ['patch', 'patch'],
  DELETE: ['delete', 'deletecollection'],
};

function verbOf({ method, name, query }: ResourceRequest): string {
  const [ofOne, ofAll] = verbs[method] ?? ['get', 'list'];
  if (method === 'GET' && ['true', '1'].includes(query.get('watch') ?? '')) return 'watch';
  return name === '' ? ofAll : ofOne;
}

function qualified(resource: Resource): string {
  const { plural, group } = resource;
  return groupVersion(resource).includes('/') ? `${plural}.${group}` : plural;
}

function textOf(value: string | string[] | undefined): string {
  return textsOf(value)[0] ?? '';
}

/** Node joins the values of a repeated header. */
function textsOf(value: string | string[] | undefined): string[] {
  return [value ?? []]
    .flat()
    .flatMap((text) => text.split(', '))
    .filter((text) => text !== '');
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
