import { repositoryArn } from '../../names/repository.ts';
import type { Spec, SpecCache } from '../types.ts';
import { registryAddress } from './addresses.ts';
import { type Granted, grantingStatements, rolesIn } from './granting.ts';
import { isOwn } from './repository-policies.ts';
import { ownerTag, type Resource } from './resource.ts';
import { actionsOf, importActions, oneOrMany } from './statements.ts';

/** The description by which a template is known as a spec's. */
export function templateDescription(spec: { readonly name: string }): string {
  return `${ownerTag}=${spec.name}`;
}

/** How the Sids of a spec's statements in the policy of a registry begin: no other spec's begin so. */
function registrySid(spec: { readonly name: string }): string {
  // Sids have letters and digits only, and names of specs no upper case.
  return `Hawser${spec.name.replaceAll('-', 'Q')}Import`;
}

/** Whether a Sid is of one of a spec's statements in the policy of a registry. */
export function isRegistrySid(spec: { readonly name: string }, sid: string): boolean {
  const start = registrySid(spec);
  return sid.startsWith(start) && /^\d+(ByName|Organization)?$/.test(sid.slice(start.length));
}

/**
 * The caches, the templates of the repositories that they make, and what lets other accounts pull through them: the policy
 * of the registry, which decides also about repositories that are not there yet (ECR User Guide, "Private registry
 * permissions"; since its second version about every action).
 */
export function cacheResources(spec: Spec): Resource[] {
  return [...spec.caches.flatMap((one) => ruleAndTemplate(spec, one)), ...registryPolicies(spec)];
}

function ruleAndTemplate(spec: Spec, cache: SpecCache): Resource[] {
  const { prefix, account, region, upstream, credentials, mutability, lifecycle } = cache;
  const template = registryAddress(cache, 'creation-template', prefix);
  const description = templateDescription(spec);
  const base = { account: account.id, region };
  return [
    {
      ...base,
      kind: 'creation-template',
      address: template,
      dependsOn: [],
      reason: `is what cache ${prefix} makes repositories from`,
      properties: { prefix, description, mutability, lifecycle, policy: undefined },
    },
    {
      ...base,
      kind: 'cache-rule',
      address: registryAddress(cache, 'cache-rule', prefix),
      // What the first pull makes is made from the template.
      dependsOn: [template],
      reason: `fills repositories under ${prefix}/ from ${upstream}`,
      properties: { prefix, upstream, credentials },
    },
  ];
}

/** A statement for each grant, about the names that it has: those of the grant, and no others. */
function registryPolicies(spec: Spec): Resource[] {
  const registries = Map.groupBy(spec.caches, ({ account, region }) => `${account.id}/${region}`);
  return [...registries.values()].flatMap((caches): Resource[] => {
    const [first] = caches;
    const shared = spec.grants.flatMap((grant) => {
      const named = caches.filter((one) => grant.caches.includes(one));
      const others = grant.by.filter((one) => !named.some((cache) => isOwn(one, cache)));
      if (named.length === 0 || others.length === 0) return [];
      return [{ named, granted: others.map((grantee): Granted => ({ grantee, grant })), grant }];
    });
    if (first === undefined || shared.length === 0) return [];
    const { account, region } = first;
    const statements = shared.flatMap(({ named, granted, grant }, index) => {
      const arns = grant.patterns
        .filter((pattern) => named.some(({ prefix }) => pattern.startsWith(`${prefix}/`)))
        .map((name) => repositoryArn({ registryId: account.id, region, name }));
      const Action = [...actionsOf.pull, ...importActions].sort();
      const sid = `${registrySid(spec)}${index}`;
      return grantingStatements(granted, { sid, Action, Resource: oneOrMany(arns) }, region);
    });
    return [
      {
        kind: 'registry-policy',
        address: registryAddress(first, 'registry-policy', 'this'),
        account: account.id,
        region,
        dependsOn: [...new Set(shared.flatMap(({ granted }) => rolesIn(granted)))],
        reason: 'lets other accounts pull through caches',
        properties: { statements, others: [] },
      },
    ];
  });
}
