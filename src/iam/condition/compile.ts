import type { ConditionEntry } from '../document/model.ts';
import type { Resolve } from '../match/template.ts';
import { compileTest, type Test } from './comparison.ts';
import type { RequestContext } from './context.ts';
import { type Operator, operatorOf } from './operator.ts';

export interface Condition {
  readonly holds: (context: RequestContext, resolve: Resolve) => boolean;
  /** Every key it may read, including variables, as the policy spells them. */
  readonly keys: readonly string[];
}

/**
 * Compiles one operator-and-key of a Condition element (IAM User Guide, "Condition operators" and
 * "Multivalued context keys"):
 *
 * - the values of the policy are alternatives; for a negated operator none of them may match;
 * - an absent key fails a positive operator, passes a negated one, and passes any with IfExists;
 * - ForAllValues passes and ForAnyValue fails when the key is absent or holds nothing but "";
 * - a key with several values never matches without a set operator.
 */
export function compileCondition(entry: ConditionEntry, variables: boolean): Condition {
  const operator = operatorOf(entry.operator);
  const { key } = entry;
  const lowerKey = key.toLowerCase();
  if (operator === undefined) return { holds: () => false, keys: [] };
  if (operator.comparison === 'Null') return nullCondition(entry, lowerKey);
  const tests = entry.values.map((value) => compileTest(operator.comparison, value, variables));
  const passes = matcher(tests, operator.negated);
  const onValues = operator.set === undefined ? single(passes) : asSet(operator, passes);
  const whenAbsent = absent(operator);
  return {
    holds: (context, resolve) => {
      const value = context.get(key, lowerKey);
      return value === undefined ? whenAbsent : onValues(value, resolve);
    },
    keys: [key, ...tests.flatMap((test) => test.variables)],
  };
}

type ValueTest = (value: string, resolve: Resolve) => boolean;
type ValuesTest = (value: string | readonly string[], resolve: Resolve) => boolean;

function matcher(tests: readonly Test[], negated: boolean): ValueTest {
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) {
    const { passes } = only;
    return negated ? (value, resolve) => !passes(value, resolve) : passes;
  }
  return (value, resolve) => {
    for (const test of tests) if (test.passes(value, resolve)) return !negated;
    return negated;
  };
}

function single(passes: ValueTest): ValuesTest {
  return (value, resolve) => {
    if (typeof value === 'string') return passes(value, resolve);
    const [only] = value;
    return value.length === 1 && only !== undefined && passes(only, resolve);
  };
}

function asSet(operator: Operator, passes: ValueTest): ValuesTest {
  const forAll = operator.set === 'ForAllValues';
  return (value, resolve) => {
    const values = typeof value === 'string' ? [value] : value;
    if (values.every((one) => one === '')) return forAll;
    return forAll
      ? values.every((one) => passes(one, resolve))
      : values.some((one) => passes(one, resolve));
  };
}

function absent(operator: Operator): boolean {
  if (operator.ifExists) return true;
  if (operator.set !== undefined) return operator.set === 'ForAllValues';
  return operator.negated;
}

/** `"true"`: the key must be absent; `"false"`: it must be there. */
function nullCondition(entry: ConditionEntry, lowerKey: string): Condition {
  const wanted = new Set(entry.values.map((value) => value.toLowerCase()));
  return {
    holds: (context) => {
      const isAbsent = context.get(entry.key, lowerKey) === undefined;
      return wanted.has(String(isAbsent));
    },
    keys: [entry.key],
  };
}
