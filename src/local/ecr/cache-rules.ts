import { decidingPrefix } from '../../ecr/upstreams.ts';
import type { RepositoryName } from '../../names/repository.ts';
import type { PullThroughCacheRuleRecord, State } from '../state.ts';

/** The rule for a repository's name: the one with the longest prefix; `ROOT` matches what no other rule does. */
export function cacheRuleFor(
  state: State,
  { registryId, region, name }: RepositoryName,
): PullThroughCacheRuleRecord | undefined {
  const rules = state.pullThroughCacheRules
    .list({ prefix: `${registryId}/${region} ` })
    .map(({ document }) => document);
  const prefixes = rules.map(({ ecrRepositoryPrefix }) => ecrRepositoryPrefix);
  const prefix = decidingPrefix(prefixes, name);
  return rules.find(({ ecrRepositoryPrefix }) => ecrRepositoryPrefix === prefix);
}
