import { isObject } from './matcher-kind.ts';
import { type Matcher, refusesExpression } from './matchers.ts';

/** Why a text is not a valid event pattern. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/** The values of which a field must have one. */
export interface Condition {
  readonly path: readonly string[];
  readonly matchers: readonly Matcher[];
}

/** Conditions that must all hold, by the path in dotted form. */
export type Alternative = ReadonlyMap<string, Condition>;

/** An object of a pattern: conditions, and for each `$or` the objects of which one must match. */
interface Conjunction {
  readonly conditions: Map<string, Condition>;
  readonly choices: Conjunction[][];
}

/** Deeper than any event of AWS; protects the stack. */
const maxDepth = 50;
/** Most combinations of `$or` (EventBridge User Guide, "Or" matching). */
const maxAlternatives = 1_000;

/** The alternatives of an event pattern; one without `$or` has one. */
export type Pattern = readonly Alternative[];

/**
 * Parses an event pattern. Source: EventBridge User Guide, "Creating Amazon EventBridge event patterns"; Event
 * Ruler, its matcher.
 * @throws PatternError with EventBridge's kind of reason.
 */
export function parsePattern(text: string): Pattern {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PatternError('Filter is not valid JSON');
  }
  const whole: Conjunction = { conditions: new Map(), choices: [] };
  collect(whole, value, [], 0);
  return expand(whole);
}

function collect(into: Conjunction, value: unknown, above: readonly string[], depth: number): void {
  if (depth > maxDepth) throw new PatternError('Filter is nested too deeply');
  if (!isObject(value)) throw new PatternError('Filter is not an object');
  const entries = Object.entries(value);
  if (entries.length === 0) throw new PatternError('Empty objects are not allowed');
  for (const [name, inner] of entries) {
    if (name === '$or') {
      into.choices.push(choiceOf(inner, above, depth + 1));
      continue;
    }
    // A dotted name is the same as nested ones.
    const path = [...above, ...name.split('.')];
    if (path.length > maxDepth) throw new PatternError('Filter is nested too deeply');
    const at = path.join('.');
    if (Array.isArray(inner)) into.conditions.set(at, { path, matchers: matchersOf(inner, at) });
    else if (isObject(inner)) collect(into, inner, path, depth + 1);
    else throw new PatternError(`"${at}" must be an object or an array`);
  }
}

function choiceOf(value: unknown, above: readonly string[], depth: number): Conjunction[] {
  if (!Array.isArray(value)) throw new PatternError('It must be an Array followed with $or.');
  if (!value.every(isObject)) {
    throw new PatternError('Only JSON object is allowed in array of $or relationship.');
  }
  if (value.length < 2) {
    throw new PatternError('There must have at least 2 Objects in $or relationship.');
  }
  return value.map((one) => {
    const alternative: Conjunction = { conditions: new Map(), choices: [] };
    collect(alternative, one, above, depth);
    return alternative;
  });
}

/** Every combination of the choices, so that fields of one list are compared across all of them. */
function expand({ conditions, choices }: Conjunction): readonly Alternative[] {
  let all: Alternative[] = [conditions];
  for (const choice of choices) {
    const options = choice.flatMap(expand);
    if (all.length * options.length > maxAlternatives) {
      throw new PatternError(`There are more than ${maxAlternatives} combinations of $or`);
    }
    all = all.flatMap((one) => options.map((option) => new Map([...one, ...option])));
  }
  return all;
}

function matchersOf(values: readonly unknown[], path: string): readonly Matcher[] {
  if (values.length === 0) throw new PatternError('Empty arrays are not allowed');
  return values.map((value) => {
    if (Array.isArray(value)) {
      throw new PatternError(
        `Match value must be String, number, true, false, or null at "${path}"`,
      );
    }
    const wrong = isObject(value) ? refusesExpression(value) : undefined;
    if (wrong !== undefined) throw new PatternError(wrong);
    return value as Matcher;
  });
}
