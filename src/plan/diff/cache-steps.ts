import type { Change } from '../../actions/index.ts';
import type { Resource, ResourceOf } from '../../spec/graph/resource.ts';
import type { Current } from '../observe/current.ts';

const cacheKinds = ['cache-rule', 'creation-template', 'registry-policy'] as const;
type CacheKind = (typeof cacheKinds)[number];
type CurrentCache = Extract<Current, { kind: CacheKind }>;

export function isOfCache(one: Resource): one is ResourceOf<CacheKind>;
export function isOfCache(one: Current): one is CurrentCache;
export function isOfCache({ kind }: { readonly kind: string }): boolean {
  return (cacheKinds as readonly string[]).includes(kind);
}

const Version = '2012-10-17';

/** The calls that make something of a cache as it is wanted. @param current what is there, if anything. */
export function cacheSteps(wanted: ResourceOf<CacheKind>, current: Current | undefined): Change[] {
  const { account, region = '', reason } = wanted;
  const base = { account, region, reason, reversibility: 'reversible' } as const;
  switch (wanted.kind) {
    case 'cache-rule': {
      const { prefix, upstream, credentials } = wanted.properties;
      const given = credentials === undefined ? {} : { credentials };
      return current === undefined
        ? [{ ...base, kind: 'create-cache-rule', prefix, upstream, ...given }]
        : [{ ...base, kind: 'set-cache-credentials', prefix, ...given }];
    }
    case 'creation-template': {
      const { lifecycle, policy, ...rest } = wanted.properties;
      const kind = current === undefined ? 'create-creation-template' : 'update-creation-template';
      const texts = {
        ...(lifecycle === undefined ? {} : { lifecycle }),
        ...(policy === undefined ? {} : { policy }),
      };
      return [{ ...base, kind, ...rest, ...texts }];
    }
    case 'registry-policy': {
      const others = current?.kind === 'registry-policy' ? current.properties.others : [];
      const document = { Version, Statement: [...others, ...wanted.properties.statements] };
      if (current?.kind !== 'registry-policy') {
        return [{ ...base, kind: 'put-registry-policy', document }];
      }
      const before = { Version, Statement: [...others, ...current.properties.statements] };
      return [{ ...base, kind: 'put-registry-policy', document, before }];
    }
  }
}

/** The calls that remove it. The statements of others in the policy of a registry stay. */
export function cacheRemoval(current: CurrentCache, reason: string): Change[] {
  const { account, region = '' } = current;
  const base = { account, region, reason, reversibility: 'reversible' } as const;
  switch (current.kind) {
    case 'cache-rule':
      return [{ ...base, kind: 'delete-cache-rule', prefix: current.properties.prefix }];
    case 'creation-template':
      return [{ ...base, kind: 'delete-creation-template', prefix: current.properties.prefix }];
    case 'registry-policy': {
      const { others } = current.properties;
      if (others.length === 0) return [{ ...base, kind: 'delete-registry-policy' }];
      return [{ ...base, kind: 'put-registry-policy', document: { Version, Statement: others } }];
    }
  }
}
