import { matchesWildcard } from '../../ecr/mutability.ts';
import type { FilterRecord } from '../state.ts';

/** Whether a rule's filters take a repository in. A rule without filters is about all of them. */
export function matchesFilters(
  filters: readonly FilterRecord[] | undefined,
  name: string,
): boolean {
  return (
    filters === undefined ||
    filters.some(({ filter, filterType }) =>
      filterType === 'PREFIX_MATCH' ? name.startsWith(filter) : matchesWildcard(filter, name),
    )
  );
}
