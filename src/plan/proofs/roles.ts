import { type Fact, known } from '../../chain/fact.ts';
import type { NamedPolicy, RoleFacts, World } from '../../chain/world.ts';
import type { ResourceKind } from '../../spec/graph/resource.ts';
import type { Current, CurrentOf } from '../observe/current.ts';
import type { Observed, ObservedRole } from '../observe/types.ts';
import type { Surroundings } from './facts.ts';

type Documents = ReadonlyMap<string, object>;

/** What a state says of roles, by `account/name`. */
interface Parts {
  readonly inline: ReadonlyMap<string, readonly CurrentOf<'role-policy'>[]>;
  readonly attached: ReadonlyMap<string, readonly CurrentOf<'role-policy-attachment'>[]>;
}

/**
 * The roles of a state. Those that are no part of it have the policies that were seen, and of the spec's own what the
 * state says.
 * @param elsewhere roles that no resource is about.
 */
export function rolesOf(
  all: readonly Current[],
  observed: Observed,
  elsewhere: readonly (readonly [account: string, ObservedRole])[],
  { managed }: Surroundings,
  policyName: string,
): World['roles'] {
  const parts: Parts = {
    inline: byRole(all, 'role-policy'),
    attached: byRole(all, 'role-policy-attachment'),
  };
  const facts: Record<string, Fact<RoleFacts>> = {};
  for (const one of all) {
    if (one.kind !== 'role') continue;
    const { name, trust, tags } = one.properties;
    const key = `${one.account}/${name}`;
    const there = observed.accounts.get(one.account)?.roles.get(name);
    const arn = there?.arn ?? `arn:aws:iam::${one.account}:role/${name}`;
    const attached = (parts.attached.get(key) ?? []).map(({ properties }) => properties.policyArn);
    const policies = [...ownPolicies(parts, key), ...managedPolicies(attached, managed)];
    facts[arn] = known({
      arn,
      trust: JSON.stringify(trust),
      policies,
      tags,
      ...boundary(there, managed),
    });
  }
  for (const [account, role] of elsewhere) {
    const others = [...role.inline].filter(([name]) => name !== policyName);
    const policies = [
      ...others.map(([name, document]) => ({ name, document: JSON.stringify(document) })),
      ...ownPolicies(parts, `${account}/${role.name}`),
      ...managedPolicies(role.attached, managed),
    ];
    const { arn, trust, tags } = role;
    facts[arn] = known({
      arn,
      trust: JSON.stringify(trust),
      policies,
      tags,
      ...boundary(role, managed),
    });
  }
  return facts;
}

function ownPolicies({ inline }: Parts, key: string): NamedPolicy[] {
  return (inline.get(key) ?? []).map(({ properties: { name, document } }) => ({
    name,
    document: JSON.stringify(document),
  }));
}

function managedPolicies(arns: readonly string[], managed: Documents): NamedPolicy[] {
  return arns.flatMap((name) => {
    const document = managed.get(name);
    return document === undefined ? [] : [{ name, document: JSON.stringify(document) }];
  });
}

function boundary(
  role: ObservedRole | undefined,
  managed: Documents,
): { readonly boundary?: NamedPolicy } {
  if (role?.boundary === undefined) return {};
  const [policy] = managedPolicies([role.boundary], managed);
  return policy === undefined ? {} : { boundary: policy };
}

function byRole<Kind extends Extract<ResourceKind, 'role-policy' | 'role-policy-attachment'>>(
  all: readonly Current[],
  kind: Kind,
): Map<string, CurrentOf<Kind>[]> {
  const found = new Map<string, CurrentOf<Kind>[]>();
  for (const one of all) {
    if (one.kind !== kind) continue;
    const key = `${one.account}/${(one.properties as { role: string }).role}`;
    found.set(key, [...(found.get(key) ?? []), one as unknown as CurrentOf<Kind>]);
  }
  return found;
}
