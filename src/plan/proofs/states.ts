import type { Graph } from '../../spec/graph/graph.ts';
import { policyNameOf } from '../../spec/graph/role-policies.ts';
import type { ResourceChange } from '../diff/types.ts';
import type { Current } from '../observe/current.ts';
import type { Observed, ObservedRole } from '../observe/types.ts';
import type { Surroundings } from './facts.ts';
import type { State } from './world.ts';

/** The state as it is, and as it will be when every change is made. */
export function statesOf(
  graph: Graph,
  observed: Observed,
  current: ReadonlyMap<string, Current>,
  changes: readonly ResourceChange[],
  around: Surroundings,
): { readonly before: State; readonly after: State } {
  const shared = {
    observed,
    elsewhere: rolesElsewhere(graph, observed, current),
    around,
    policyName: policyNameOf(graph),
  };
  const gone = new Set(changes.flatMap((one) => (one.action === 'delete' ? [one.address] : [])));
  const wanted = graph.resources.map((one): Current => {
    const there = current.get(one.address);
    const tags = {
      ...(there !== undefined && 'tags' in there.properties ? there.properties.tags : {}),
      ...('tags' in one.properties ? one.properties.tags : {}),
    };
    const properties = 'tags' in one.properties ? { ...one.properties, tags } : one.properties;
    if (one.kind === 'registry-policy' && there?.kind === 'registry-policy') {
      const all = { ...one.properties, others: there.properties.others };
      return { ...one, properties: all, owner: graph.name, adopted: false };
    }
    // A key that ECR chose is known only where the repository is there.
    const kept =
      one.kind === 'repository' && there?.kind === 'repository'
        ? { ...properties, encryption: encryptionOf(one.properties.encryption, there) }
        : properties;
    return { ...one, properties: kept, owner: graph.name, adopted: false } as Current;
  });
  const addresses = new Set(wanted.map(({ address }) => address));
  const left = [...current.values()].filter(
    ({ address }) => !addresses.has(address) && !gone.has(address),
  );
  return {
    before: { ...shared, resources: [...current.values()] },
    after: { ...shared, resources: [...left, ...wanted] },
  };
}

function encryptionOf(wanted: string, there: Extract<Current, { kind: 'repository' }>): string {
  const { encryption } = there.properties;
  return wanted === 'KMS' && encryption.startsWith('KMS ') ? encryption : wanted;
}

function rolesElsewhere(
  { accounts }: Graph,
  observed: Observed,
  current: ReadonlyMap<string, Current>,
): (readonly [string, ObservedRole])[] {
  return accounts.flatMap(({ name, id }) =>
    [...(observed.accounts.get(id)?.roles.values() ?? [])]
      .filter((role) => !current.has(`${name}/role/${role.name}`))
      .map((role) => [id, role] as const),
  );
}
