import { type Field, fieldsOf, hasLeaf } from './fields.ts';
import { isObject } from './matcher-kind.ts';
import { allowsAbsence, check, type Matcher } from './matchers.ts';
import type { Condition, Pattern } from './pattern-syntax.ts';

export { PatternError, parsePattern } from './pattern-syntax.ts';

/**
 * Whether an event has, in every field that the pattern names, one of the values it lists. A list in an event stands
 * for each of its elements; fields of one list must match in the same element.
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  const fields = fieldsOf(isObject(event) ? event : {});
  return pattern.some((conditions) => {
    const present = [...conditions.values()].filter(
      ({ path, matchers }) => !matchers.some(allowsAbsence) || hasLeaf(fields, path),
    );
    return holds(treeOf(present), fields);
  });
}

/** What has to hold for a field and for the fields below it. */
interface Tree {
  matchers: readonly Matcher[] | undefined;
  readonly below: Map<string, Tree>;
}

function treeOf(conditions: readonly Condition[]): Tree {
  const root: Tree = { matchers: undefined, below: new Map() };
  for (const { path, matchers } of conditions) {
    let at = root;
    for (const name of path) {
      const next = at.below.get(name) ?? { matchers: undefined, below: new Map() };
      at.below.set(name, next);
      at = next;
    }
    at.matchers = matchers;
  }
  return root;
}

function holds({ matchers, below }: Tree, field: Field | undefined): boolean {
  if (field === undefined) return false;
  if (Array.isArray(field)) return field.some((one) => holds({ matchers, below }, one));
  if (field instanceof Map) {
    return (
      matchers === undefined && [...below].every(([name, tree]) => holds(tree, field.get(name)))
    );
  }
  return below.size === 0 && (matchers?.some((matcher) => check(matcher, field)) ?? false);
}
