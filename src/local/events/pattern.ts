import { check, type Matcher, matchers } from './matchers.ts';

/** Why a text is no event pattern. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

export type Pattern = { readonly [field: string]: Pattern | readonly Matcher[] };

/** Deeper patterns than any event of AWS has; guards the stack. */
const maxDepth = 50;

/**
 * Reads an event pattern.
 * Source: EventBridge User Guide, "Creating Amazon EventBridge event patterns".
 * @throws PatternError with EventBridge's kind of reason.
 */
export function parsePattern(text: string): Pattern {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PatternError('Filter is not valid JSON');
  }
  return patternOf(value, '', 0);
}

function patternOf(value: unknown, path: string, depth: number): Pattern {
  if (depth > maxDepth) throw new PatternError('Filter is nested too deeply');
  if (!isObject(value)) throw new PatternError('Filter is not an object');
  const entries = Object.entries(value);
  if (entries.length === 0) throw new PatternError('Empty objects are not allowed');
  return Object.fromEntries(
    entries.map(([field, inner]) => {
      const at = path === '' ? field : `${path}.${field}`;
      if (!Array.isArray(inner)) {
        if (isObject(inner)) return [field, patternOf(inner, at, depth + 1)];
        throw new PatternError(`"${at}" must be an object or an array`);
      }
      if (inner.length === 0) throw new PatternError('Empty arrays are not allowed');
      return [field, inner.map((matcher) => matcherOf(matcher, at))];
    }),
  );
}

function matcherOf(value: unknown, path: string): Matcher {
  if (!isObject(value)) {
    if (Array.isArray(value))
      throw new PatternError(
        `Match value must be String, number, true, false, or null at "${path}"`,
      );
    return value as Matcher;
  }
  const [[kind, operand] = ['', undefined], ...more] = Object.entries(value);
  if (more.length > 0) throw new PatternError('Only one key allowed in match expression');
  if (!Object.hasOwn(matchers, kind)) throw new PatternError(`Unrecognized match type ${kind}`);
  const wrong = matchers[kind]?.refuses(operand);
  if (wrong !== undefined) throw new PatternError(wrong);
  return value as Matcher;
}

/** Whether an event has, in every field that the pattern names, one of the values it lists. */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, inner]) => {
    const value = isObject(event) && Object.hasOwn(event, field) ? event[field] : undefined;
    if (!Array.isArray(inner)) return matchesPattern(inner as Pattern, value);
    // An array in an event stands for each of its values.
    const values = Array.isArray(value) ? value : [value];
    return inner.some((matcher) => values.some((one) => check(matcher, one)));
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
