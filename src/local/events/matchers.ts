import { anythingBut } from './anything-but.ts';
import { cidr } from './cidr.ts';
import { isObject, type Kind } from './matcher-kind.ts';
import { numeric } from './numeric.ts';
import { textMatchers } from './text-matchers.ts';

type Plain = string | number | boolean | null;

/** One of the values that a field may have, or an expression such as `{"prefix": "sha256:"}`. */
export type Matcher = Plain | { readonly [kind: string]: unknown };

/** The supported expressions (EventBridge User Guide, "Comparison operators"). */
const matchers: Readonly<Record<string, Kind>> = {
  ...textMatchers,
  exists: {
    refuses: (operand) =>
      typeof operand === 'boolean'
        ? undefined
        : 'exists match pattern must be either true or false.',
    // Called for leaves that exist; `allowsAbsence` handles those that do not.
    holds: (operand) => operand === true,
  },
  numeric,
  cidr,
  'anything-but': anythingBut,
};

/** Why an expression is invalid; undefined when it is valid. */
export function refusesExpression(value: Readonly<Record<string, unknown>>): string | undefined {
  const [[kind, operand] = ['', undefined], ...more] = Object.entries(value);
  if (more.length > 0) return 'Only one key allowed in match expression';
  if (!Object.hasOwn(matchers, kind)) return `Unrecognized match type ${kind}`;
  return matchers[kind]?.refuses(operand);
}

/** Whether a leaf of an event matches. */
export function check(matcher: Matcher, value: unknown): boolean {
  if (!isObject(matcher)) return value === matcher;
  const [kind = ''] = Object.keys(matcher);
  return matchers[kind]?.holds(matcher[kind], value) ?? false;
}

/** Whether a matcher matches a field that does not exist. */
export function allowsAbsence(matcher: Matcher): boolean {
  return isObject(matcher) && matcher.exists === false;
}
