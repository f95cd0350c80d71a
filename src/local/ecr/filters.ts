import { matchesWildcard } from '../../ecr/mutability.ts';
import type { FilterRecord } from '../state.ts';

/** Whether a rule's filters match a repository. A rule without filters matches all of them. */
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
