import { matchesWildcard } from '../../ecr/mutability.ts';
import { addOnAccountOf } from '../../names/add-on-registries.ts';
import { repositoryArn } from '../../names/repository.ts';
import type { Access, Grantee, Spec, SpecAccount, SpecGrant } from '../types.ts';
import { addressOf } from './addresses.ts';
import type { ResourceOf } from './resource.ts';
import { actionsOf, importActions, oneOrMany, tokenStatement, Version } from './statements.ts';

type RoleGrantee = Extract<Grantee, { kind: 'role' }>;

/** A role of an account of the spec, and what it is granted. */
interface Holder {
  readonly account: SpecAccount;
  readonly name: string;
  readonly grants: readonly SpecGrant[];
  readonly addOnRegions: readonly string[];
  readonly isMade: boolean;
}

/** Name of the inline policy that a spec puts on roles. */
export function policyNameOf(spec: { readonly name: string }): string {
  return `hawser-${spec.name}`;
}

/**
 * The identity side of grants: one inline policy for each role of an account of the spec, with the token, and the
 * pulls and pushes that are declared for it. Nodes also keep the registry of EKS add-ons in reach: without it a node
 * loses its network plugin and its pause image.
 */
export function rolePolicies(spec: Spec): ResourceOf<'role-policy'>[] {
  return holdersOf(spec).map((holder) => ({
    kind: 'role-policy',
    address: addressOf(holder.account, 'role-policy', `${holder.name}/${policyNameOf(spec)}`),
    account: holder.account.id,
    region: undefined,
    dependsOn: holder.isMade ? [addressOf(holder.account, 'role', holder.name)] : [],
    reason: reasonOf(holder),
    properties: {
      role: holder.name,
      name: policyNameOf(spec),
      document: { Version, Statement: statementsOf(holder) },
    },
  }));
}

function reasonOf({ name, grants }: Holder): string {
  const what = grants.map(({ access, patterns }) => `${access} ${patterns.join(', ')}`);
  return what.length === 0
    ? `lets role ${name} pull add-ons of EKS`
    : `lets role ${name} ${what.join('; ')}`;
}

function holdersOf(spec: Spec): Holder[] {
  const holders = new Map<string, Holder>();
  for (const role of spec.roles) {
    const addOnRegions = role.kind === 'node' ? role.regions : [];
    if (role.kind !== 'node' && !isGranted(spec, role.account, role.name)) continue;
    const { account, name } = role;
    holders.set(`${account.id}/${name}`, { account, name, grants: [], addOnRegions, isMade: true });
  }
  for (const grant of spec.grants) {
    for (const grantee of grant.by) {
      if (grantee.kind !== 'role' || grantee.account === undefined) continue;
      const key = `${grantee.account.id}/${grantee.name}`;
      const { account, name } = grantee;
      const known = holders.get(key) ?? {
        account,
        name,
        grants: [],
        addOnRegions: [],
        isMade: false,
      };
      holders.set(key, { ...known, grants: [...new Set([...known.grants, grant])] });
    }
  }
  return [...holders.values()];
}

function isGranted(spec: Spec, account: SpecAccount, name: string): boolean {
  const is = (one: Grantee): one is RoleGrantee =>
    one.kind === 'role' && one.account === account && one.name === name;
  return spec.grants.some(({ by }) => by.some(is));
}

function statementsOf({ grants, addOnRegions }: Holder): object[] {
  const granting = (access: Access): object[] => {
    const arns = [
      ...new Set(grants.filter((one) => one.access === access).flatMap(resourcesOf)),
    ].sort();
    if (arns.length === 0) return [];
    const Sid = access === 'pull' ? 'Pull' : 'Push';
    return [{ Sid, Effect: 'Allow', Action: actionsOf[access], Resource: oneOrMany(arns) }];
  };
  const addOns = addOnRegions.flatMap((region) => {
    const registryId = addOnAccountOf(region);
    return registryId === undefined ? [] : [repositoryArn({ registryId, region, name: '*' })];
  });
  return [
    tokenStatement,
    ...granting('pull'),
    ...importing(grants),
    ...granting('push'),
    ...(addOns.length === 0
      ? []
      : [
          {
            Sid: 'EksAddOns',
            Effect: 'Allow',
            Action: actionsOf.pull,
            Resource: oneOrMany(addOns),
          },
        ]),
  ];
}

/** What the first pull of an image through a cache needs besides. */
function importing(grants: readonly SpecGrant[]): object[] {
  const arns = [...new Set(grants.flatMap(cachedResourcesOf))].sort();
  if (arns.length === 0) return [];
  return [{ Sid: 'Import', Effect: 'Allow', Action: importActions, Resource: oneOrMany(arns) }];
}

function cachedResourcesOf({ patterns, caches }: SpecGrant): string[] {
  return caches.flatMap(({ account, region, prefix }) =>
    patterns
      .filter((pattern) => pattern.startsWith(`${prefix}/`))
      .map((pattern) => repositoryArn({ registryId: account.id, region, name: pattern })),
  );
}

/** ARNs of what a grant names: the patterns themselves, in each registry in which they name something. */
function resourcesOf(grant: SpecGrant): string[] {
  const { patterns, repositories } = grant;
  const named = repositories.flatMap(({ account, region, name }) =>
    patterns
      .filter((pattern) => matchesWildcard(pattern, name))
      .map((pattern) => repositoryArn({ registryId: account.id, region, name: pattern })),
  );
  return [...named, ...cachedResourcesOf(grant)];
}
