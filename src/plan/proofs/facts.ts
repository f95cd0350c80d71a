import { GetPolicyCommand, GetPolicyVersionCommand, IAMClient } from '@aws-sdk/client-iam';
import type { World } from '../../chain/world.ts';
import type { Access } from '../../evidence/aws/accounts.ts';
import { observeCachePrefixes } from '../../evidence/aws/cache-rules.ts';
import { observeKey } from '../../evidence/aws/key.ts';
import { observeAccount } from '../../evidence/aws/organization.ts';
import { observeRegistryPolicy } from '../../evidence/aws/repository.ts';
import { accountOf } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { partitionOf } from '../../names/partitions.ts';
import type { Graph } from '../../spec/graph/graph.ts';
import type { SpecAccess } from '../accounts.ts';
import { inParallel } from '../observe/in-parallel.ts';
import type { Observed } from '../observe/types.ts';
import { placeOf } from './places.ts';

/** What decides about pulls beside what a spec is about. */
export type Surroundings = Pick<
  World,
  'accounts' | 'registryPolicies' | 'cachePrefixes' | 'keys'
> & {
  /** Documents of managed policies, by ARN. */
  readonly managed: ReadonlyMap<string, object>;
};

/** Looks at it: once for each account, registry, key and managed policy that a declared pull meets. */
export async function observeSurroundings(
  graph: Graph,
  observed: Observed,
  access: SpecAccess,
): Promise<Surroundings> {
  const pulled = graph.declared.filter((one) => one.access === 'pull');
  const places = new Map<string, EcrImage>();
  const callers = new Set<string>();
  for (const { grantee, repository } of pulled) {
    const place = placeOf(repository);
    places.set(place.registryKey, place);
    callers.add(repository.account.id);
    if (grantee.kind === 'role') callers.add(grantee.accountId);
  }
  const [region = 'us-east-1'] = graph.accounts.map((one) => one.region);
  const each = <Value>(items: Iterable<string>, look: (item: string) => Promise<Value>) =>
    inParallel(8, [...items], async (item) => [item, await look(item)] as const);
  const registry = <Value>(look: (from: Access, place: EcrImage) => Promise<Value>) =>
    inParallel(8, [...places.values()], async (place) => {
      return [place.registryKey, await look(access.of(place.registryId), place)] as const;
    });
  const [accounts, registryPolicies, cachePrefixes, keys, managed] = await Promise.all([
    each(callers, (id) => observeAccount(access.accounts, id, partitionOf(region).id)),
    registry(observeRegistryPolicy),
    registry(observeCachePrefixes),
    each(keysOf(observed, graph), (arn) => observeKey(access.of(accountOf(arn) ?? ''), arn)),
    missingPolicies(graph, observed, access),
  ]);
  return {
    accounts: Object.fromEntries(accounts),
    registryPolicies: Object.fromEntries(registryPolicies),
    cachePrefixes: Object.fromEntries(cachePrefixes),
    keys: Object.fromEntries(keys),
    managed,
  };
}

function keysOf({ registries }: Observed, graph: Graph): Set<string> {
  const there = [...registries.values()].flatMap(({ repositories }) =>
    [...repositories.values()].flatMap(({ encryption }) => encryption.key ?? []),
  );
  const wanted = graph.resources.flatMap((one) => {
    const [, key] = one.kind === 'repository' ? one.properties.encryption.split(' ') : [];
    return key ?? [];
  });
  return new Set([...there, ...wanted]);
}

/** The managed policies that are attached, with those that the spec attaches for the first time. */
async function missingPolicies(
  graph: Graph,
  observed: Observed,
  access: SpecAccess,
): Promise<Map<string, object>> {
  const known = new Map([...observed.accounts.values()].flatMap(({ managed }) => [...managed]));
  const missing = new Map(
    graph.resources.flatMap((one) =>
      one.kind === 'role-policy-attachment' && !known.has(one.properties.policyArn)
        ? [[one.properties.policyArn, one.account] as const]
        : [],
    ),
  );
  await inParallel(8, [...missing], async ([PolicyArn, account]) => {
    const client = new IAMClient({ region: 'us-east-1', ...access.of(account) });
    const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
    const { PolicyVersion } = await client.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }),
    );
    const text = decodeURIComponent(PolicyVersion?.Document ?? '{}');
    known.set(PolicyArn, JSON.parse(text) as object);
  });
  return known;
}
