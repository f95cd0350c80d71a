import { isRegistrySid, templateDescription } from '../../spec/graph/caches.ts';
import type { Graph } from '../../spec/graph/graph.ts';
import type { SpecAccount } from '../../spec/types.ts';
import type { Current } from './current.ts';
import type { ObservedRegistry } from './types.ts';

/** The caches of a registry. Whose a rule is shows in the template of its prefix: neither has tags. */
export function cachesIn(
  graph: Graph,
  account: SpecAccount,
  { region, caches, templates, policy }: ObservedRegistry,
): Current[] {
  const at = (kind: string, name: string) => ({
    address: `${account.name}/${region}/${kind}/${name}`,
    account: account.id,
    region,
  });
  const ownership = (prefix: string) => ({
    owner: ownerIn(templates.get(prefix)?.description ?? ''),
    adopted: false,
  });
  const { own, others } = splitPolicy(graph, policy);
  return [
    ...[...templates].map(
      ([prefix, template]): Current => ({
        ...at('creation-template', prefix),
        ...ownership(prefix),
        kind: 'creation-template',
        properties: { prefix, ...template },
      }),
    ),
    ...[...caches].map(
      ([prefix, cache]): Current => ({
        ...at('cache-rule', prefix),
        ...ownership(prefix),
        kind: 'cache-rule',
        properties: { prefix, ...cache },
      }),
    ),
    ...(policy === undefined
      ? []
      : [
          {
            ...at('registry-policy', 'this'),
            owner: own.length === 0 ? undefined : graph.name,
            adopted: false,
            kind: 'registry-policy' as const,
            properties: { statements: own, others },
          },
        ]),
  ];
}

function ownerIn(description: string): string | undefined {
  const start = templateDescription({ name: '' });
  return description.startsWith(start) ? description.slice(start.length) : undefined;
}

/** The statements of the spec in the policy of a registry, and those of others. */
function splitPolicy(graph: Graph, policy: object | undefined) {
  const { Statement = [] } = (policy ?? {}) as { Statement?: object | object[] };
  const all = [Statement].flat();
  const isOwn = (one: object) => isRegistrySid(graph, (one as { Sid?: string }).Sid ?? '');
  return { own: all.filter(isOwn), others: all.filter((one) => !isOwn(one)) };
}
