// What is in a local AWS, as far as a spec can be about it: for comparing ways that lead to it.
import type { Fact } from '../../src/chain/fact.ts';
import type { World } from '../../src/chain/world.ts';
import { canonicalPolicy } from '../../src/plan/diff/same.ts';
import { observeRegistry } from '../../src/plan/observe/ecr.ts';
import { observeIam } from '../../src/plan/observe/iam.ts';

/** @param registry account and Region with the repositories. */
export async function stateOf(
  endpoint: string,
  accounts: readonly string[],
  registry: readonly [account: string, region: string],
) {
  const access = (accountId: string) => ({
    endpoint,
    environment: {},
    accountId,
    credentials: async () => ({ accessKeyId: accountId, secretAccessKey: 'x' }),
  });
  const world = (await (await fetch(`${endpoint}/_hawser/world`)).json()) as World;
  const [account, region] = registry;
  const { repositories, caches, templates, policy } = await observeRegistry(access(account), {
    region,
    declared: new Set(),
  });
  const roles = await Promise.all(
    accounts.map(async (id) => [
      ...(await observeIam(access(id), { profiles: [], issuers: [] })).roles,
    ]),
  );
  return {
    caches: [...caches].sort(([a], [b]) => a.localeCompare(b)),
    templates: [...templates].sort(([a], [b]) => a.localeCompare(b)),
    registryPolicy: policy && canonicalPolicy(policy),
    repositories: [...repositories.values()].map((one) => ({
      ...one,
      policy: one.policy && canonicalPolicy(one.policy),
    })),
    roles: roles
      .flat()
      .map(([name, role]) => ({
        name,
        trust: canonicalPolicy(role.trust),
        inline: [...role.inline].map(([policy, document]) => [policy, canonicalPolicy(document)]),
        attached: [...role.attached].sort(),
        profiles: role.profiles,
        tags: Object.entries(role.tags).sort(),
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    profiles: knownOf(world.instanceProfiles),
  };
}

function knownOf<Value>(facts: Readonly<Record<string, Fact<Value>>>) {
  return Object.entries(facts).sort(([a], [b]) => a.localeCompare(b));
}
