import { type Field, fieldsOf, hasLeaf } from './fields.ts';
import type { Steps } from './in-turns.ts';
import { isObject } from './matcher-kind.ts';
import { allowsAbsence, check, type Matcher } from './matchers.ts';
import type { Condition, Pattern } from './pattern-syntax.ts';

export { PatternError, parsePattern } from './pattern-syntax.ts';

/**
 * Whether an event has, in every field that the pattern names, one of the values it lists. A list in an event stands
 * for each of its elements; fields of one list must match in the same element.
 */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  const steps = matching(pattern, matchable(event));
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** An event in the form that patterns are matched against. */
export function matchable(event: unknown): Field | undefined {
  return fieldsOf(isObject(event) ? event : {});
}

/** The same, in steps that yield to others: events may be large, and patterns costly. */
export function* matching(pattern: Pattern, fields: Field | undefined): Steps<boolean> {
  const effort = { spent: 0 };
  for (const conditions of pattern) {
    const present = [...conditions.values()].filter(
      ({ path, matchers }) => !matchers.some(allowsAbsence) || hasLeaf(fields, path),
    );
    if (yield* holds(treeOf(present), fields, effort)) return true;
    yield;
  }
  return false;
}

/** The condition on a field and on the fields below it. */
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

/** Matchers that are evaluated in one step on a text of up to a thousand characters. */
const perStep = 2_000;

interface Effort {
  spent: number;
}

function* holds(tree: Tree, field: Field | undefined, effort: Effort): Steps<boolean> {
  if (field === undefined) return false;
  if (Array.isArray(field)) {
    for (const one of field) if (yield* holds(tree, one, effort)) return true;
    return false;
  }
  const { matchers, below } = tree;
  if (field instanceof Map) {
    if (matchers !== undefined) return false;
    for (const [name, inner] of below) {
      if (!(yield* holds(inner, field.get(name), effort))) return false;
    }
    return true;
  }
  if (below.size > 0 || matchers === undefined) return false;
  effort.spent += matchers.length * (1 + (typeof field === 'string' ? field.length / 1_000 : 0));
  if (effort.spent > perStep) {
    effort.spent = 0;
    yield;
  }
  return matchers.some((matcher) => check(matcher, field));
}
