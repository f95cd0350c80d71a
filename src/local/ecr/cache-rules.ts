import type { RepositoryName } from '../../names/repository.ts';
import type { PullThroughCacheRuleRecord, State } from '../state.ts';
import { isUnder } from './create-repository.ts';

/** The rule for a repository's name: the one with the longest prefix; `ROOT` matches what no other rule does. */
export function cacheRuleFor(
  state: State,
  { registryId, region, name }: RepositoryName,
): PullThroughCacheRuleRecord | undefined {
  const length = ({ ecrRepositoryPrefix: prefix }: PullThroughCacheRuleRecord): number =>
    prefix === 'ROOT' ? 0 : prefix.length;
  return state.pullThroughCacheRules
    .list({ prefix: `${registryId}/${region} ` })
    .map(({ document }) => document)
    .filter(({ ecrRepositoryPrefix }) => isUnder(ecrRepositoryPrefix, name))
    .sort((a, b) => length(b) - length(a))[0];
}
