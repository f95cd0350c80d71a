import type { Graph } from '../../spec/graph/graph.ts';
import type { SpecAccount } from '../../spec/types.ts';
import type { SpecAccess } from '../accounts.ts';
import { PlanError, reasonOf } from '../errors.ts';
import { observeRegistry } from './ecr.ts';
import { observeIam } from './iam.ts';
import type { Observed } from './types.ts';

/**
 * Looks at everything that a graph is about, in all accounts at once.
 * @throws PlanError `NOT_OBSERVED`: a plan from half of the facts would be wrong.
 */
export async function observe(graph: Graph, access: SpecAccess): Promise<Observed> {
  const [accounts, registries] = await Promise.all([
    Promise.all(
      graph.accounts.map((one) => looking(one, () => observeAccount(graph, one, access))),
    ),
    Promise.all(
      graph.accounts.map((one) => looking(one, () => observeRegistries(graph, one, access))),
    ),
  ]);
  return {
    accounts: new Map(accounts.map((one) => [one.id, one])),
    registries: new Map(registries.flat().map((one) => [`${one.account}/${one.region}`, one])),
  };
}

async function looking<Value>(
  { name, id }: SpecAccount,
  look: () => Promise<Value>,
): Promise<Value> {
  try {
    return await look();
  } catch (cause) {
    throw new PlanError(
      'NOT_OBSERVED',
      `account ${name} (${id}) could not be looked at: ${reasonOf(cause)}`,
      'Nothing was touched. docs/spec.md lists the permissions that plan needs.',
      { cause },
    );
  }
}

function observeAccount({ resources }: Graph, { id }: SpecAccount, access: SpecAccess) {
  const own = resources.filter(({ account }) => account === id);
  return observeIam(access.of(id), {
    profiles: own.flatMap((one) => (one.kind === 'instance-profile' ? [one.properties.name] : [])),
    issuers: own.flatMap((one) => (one.kind === 'oidc-provider' ? [one.properties.issuer] : [])),
  });
}

function observeRegistries({ name, resources }: Graph, account: SpecAccount, access: SpecAccess) {
  const own = resources.flatMap((one) =>
    one.kind === 'repository' && one.account === account.id ? [one] : [],
  );
  const regions = [...new Set([account.region, ...own.map(({ region }) => region ?? '')])];
  return Promise.all(
    regions.map((region) => {
      const here = own.filter((one) => one.region === region);
      const declared = new Set(here.map(({ properties }) => properties.name));
      return observeRegistry(access.of(account.id), { region, declared, owner: name });
    }),
  );
}
