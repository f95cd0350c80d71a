import type {
  Access,
  Grantee,
  Spec,
  SpecAccount,
  SpecCache,
  SpecRepository,
  SpecRole,
} from '../types.ts';
import { cacheResources } from './caches.ts';
import { ordered } from './order.ts';
import { repositoryResources } from './repositories.ts';
import { repositoryPolicies } from './repository-policies.ts';
import type { Resource } from './resource.ts';
import { rolePolicies } from './role-policies.ts';
import { roleResources } from './roles.ts';
import { refuseTooLarge } from './sizes.ts';

/** A pull or push that the spec declares. */
export interface DeclaredAccess {
  readonly access: Access;
  readonly grantee: Grantee;
  /** A repository; of a cache, one that it may make. */
  readonly repository: Pick<SpecRepository, 'account' | 'region' | 'name'>;
  /** Set where it is pulled through a cache. */
  readonly cache?: SpecCache;
}

/** What a spec wants to be there: every output is made from this. */
export interface Graph {
  readonly name: string;
  readonly accounts: readonly SpecAccount[];
  /** Each after everything that it depends on. */
  readonly resources: readonly Resource[];
  readonly declared: readonly DeclaredAccess[];
  /** The roles that it makes. */
  readonly roles: readonly SpecRole[];
}

/**
 * Compiles a spec. Both sides of a grant come from its one line: the policy of the role and, across accounts, that of
 * the repository, which depends on the role that it names.
 * @throws SpecError for a policy that would be longer than AWS takes.
 */
export function compileSpec(spec: Spec): Graph {
  const resources = ordered([
    ...roleResources(spec),
    ...repositoryResources(spec),
    ...cacheResources(spec),
    ...rolePolicies(spec),
    ...repositoryPolicies(spec),
  ]);
  refuseTooLarge(spec, resources);
  const { name, accounts, roles } = spec;
  return { name, accounts, resources, declared: declaredBy(spec), roles };
}

function declaredBy({ grants }: Spec): DeclaredAccess[] {
  const found = new Map<string, DeclaredAccess>();
  for (const { access, by, patterns, repositories, caches } of grants) {
    const cached = caches.flatMap((cache) =>
      patterns
        .filter((pattern) => pattern.startsWith(`${cache.prefix}/`))
        .map((pattern) => ({ ...cache, name: pattern.replaceAll('*', 'any'), cache })),
    );
    for (const grantee of by) {
      for (const repository of repositories) {
        found.set(keyOf(access, grantee, repository), { access, grantee, repository });
      }
      for (const { account, region, name, cache } of cached) {
        const repository = { account, region, name };
        found.set(keyOf(access, grantee, repository), { access, grantee, repository, cache });
      }
    }
  }
  return [...found.values()];
}

function keyOf(
  access: Access,
  grantee: Grantee,
  { account, region, name }: DeclaredAccess['repository'],
): string {
  return `${access} ${idOf(grantee)} ${account.id}/${region}/${name}`;
}

function idOf(grantee: Grantee): string {
  switch (grantee.kind) {
    case 'role':
      return grantee.arn;
    case 'account':
      return grantee.accountId;
    case 'organization':
      return grantee.id;
  }
}
