import type { Graph } from '../../spec/graph/graph.ts';
import {
  adoptedTag,
  ownerTag,
  type ResourceKind,
  type ResourceOf,
} from '../../spec/graph/resource.ts';
import { policyNameOf } from '../../spec/graph/role-policies.ts';
import type { SpecAccount } from '../../spec/types.ts';
import { cachesIn } from './current-caches.ts';
import type { Observed, ObservedAccount, ObservedRegistry, ObservedRole } from './types.ts';

/** A resource as it is, in the form of one that a spec wants. */
export type CurrentOf<Kind extends ResourceKind> = Pick<
  ResourceOf<Kind>,
  'kind' | 'address' | 'account' | 'region' | 'properties'
> &
  Ownership;

export type Current = { readonly [Kind in ResourceKind]: CurrentOf<Kind> }[ResourceKind];

interface Ownership {
  /** The spec that made it, or took it over. */
  readonly owner: string | undefined;
  /** Whether it was there before a spec took it over. */
  readonly adopted: boolean;
}

/** What is there of what a graph is about, and of what its spec made before. By address. */
export function currentResources(graph: Graph, observed: Observed): Map<string, Current> {
  const all = graph.accounts.flatMap((account) => [
    ...inIam(graph, account, observed.accounts.get(account.id)),
    ...[...observed.registries.values()]
      .filter((registry) => registry.account === account.id)
      .flatMap((registry) => [
        ...inRegistry(account, registry),
        ...cachesIn(graph, account, registry),
      ]),
  ]);
  return new Map(all.map((one) => [one.address, one]));
}

function inRegistry(account: SpecAccount, { region, repositories }: ObservedRegistry): Current[] {
  return [...repositories.values()].flatMap((repository): Current[] => {
    const { name, tags, policy, lifecycle, encryption } = repository;
    const base = { account: account.id, region, ...ownershipOf(tags) };
    const at = (kind: string) => `${account.name}/${region}/${kind}/${name}`;
    const { type, key } = encryption;
    return [
      {
        ...base,
        kind: 'repository',
        address: at('repository'),
        properties: {
          name,
          mutability: repository.mutability,
          exclusions: repository.exclusions,
          scanOnPush: repository.scanOnPush,
          encryption: key === undefined ? type : `${type} ${key}`,
          tags,
        },
      },
      ...(policy === undefined
        ? []
        : [
            {
              ...base,
              kind: 'repository-policy' as const,
              address: at('repository-policy'),
              properties: { repository: name, document: policy },
            },
          ]),
      ...(lifecycle === undefined
        ? []
        : [
            {
              ...base,
              kind: 'lifecycle-policy' as const,
              address: at('lifecycle-policy'),
              properties: { repository: name, document: lifecycle },
            },
          ]),
    ];
  });
}

function inIam(graph: Graph, account: SpecAccount, seen: ObservedAccount | undefined): Current[] {
  if (seen === undefined) return [];
  const wanted = new Set(graph.resources.map(({ address }) => address));
  const of = (kind: ResourceKind, name: string) => `${account.name}/${kind}/${name}`;
  const at = (kind: ResourceKind, name: string) => ({
    address: of(kind, name),
    account: account.id,
    region: undefined,
  });
  const roles = [...seen.roles.values()].flatMap((role): Current[] => {
    const made = role.tags[ownerTag] === graph.name || wanted.has(of('role', role.name));
    const own = { ...ownershipOf(role.tags) };
    if (!made)
      return ownPolicy(graph, role).map((one) => ({ ...one, ...at(one.kind, one.name), ...own }));
    return [
      {
        ...at('role', role.name),
        ...own,
        kind: 'role',
        properties: { name: role.name, description: '', trust: role.trust, tags: role.tags },
      },
      ...[...role.inline].map(([name, document]) => ({
        ...at('role-policy', `${role.name}/${name}`),
        ...own,
        kind: 'role-policy' as const,
        properties: { role: role.name, name, document },
      })),
      ...role.attached.map((policyArn) => ({
        ...at('role-policy-attachment', `${role.name}/${nameOf(policyArn)}`),
        ...own,
        kind: 'role-policy-attachment' as const,
        properties: { role: role.name, policyArn },
      })),
      ...role.profiles
        .filter((name) => name === role.name && !seen.profiles.has(name))
        .map((name) => ({
          ...at('instance-profile', name),
          ...own,
          kind: 'instance-profile' as const,
          properties: { name, role: role.name, tags: {} },
        })),
    ];
  });
  const profiles = [...seen.profiles].map(
    ([name, { role, tags }]): Current => ({
      ...at('instance-profile', name),
      ...ownershipOf(tags),
      kind: 'instance-profile',
      properties: { name, role, tags },
    }),
  );
  const providers = [...seen.providers].map(
    ([issuer, { audiences, tags }]): Current => ({
      ...at('oidc-provider', issuer),
      ...ownershipOf(tags),
      kind: 'oidc-provider',
      properties: { issuer, audiences, tags },
    }),
  );
  return [...roles, ...profiles, ...providers];
}

/** What the spec put on a role that it did not make. */
function ownPolicy(graph: Graph, { name: role, inline }: ObservedRole) {
  const name = policyNameOf(graph);
  const document = inline.get(name);
  if (document === undefined) return [];
  return [
    { kind: 'role-policy' as const, name: `${role}/${name}`, properties: { role, name, document } },
  ];
}

function ownershipOf(tags: Readonly<Record<string, string>>): Ownership {
  return { owner: tags[ownerTag], adopted: tags[adoptedTag] !== undefined };
}

/** The last part of the ARN of a policy. */
function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
