type Plain = string | number | boolean | null;

/** One of the things a field may be: a value, or an expression such as `{"prefix": "sha256:"}`. */
export type Matcher = Plain | { readonly [kind: string]: unknown };

interface Kind {
  /** Why an operand is not one of this kind; undefined when it is. */
  refuses(operand: unknown): string | undefined;
  holds(operand: unknown, value: unknown): boolean;
}

const needsText = (kind: string) => (operand: unknown) =>
  typeof operand === 'string' ? undefined : `${kind} match pattern must be a string`;

const onText = (kind: string, test: (value: string, operand: string) => boolean): Kind => ({
  refuses: needsText(kind),
  holds: (operand, value) => typeof value === 'string' && test(value, String(operand)),
});

/** The expressions that are understood (EventBridge User Guide, "Comparison operators"). */
export const matchers: Readonly<Record<string, Kind>> = {
  prefix: onText('prefix', (value, operand) => value.startsWith(operand)),
  suffix: onText('suffix', (value, operand) => value.endsWith(operand)),
  'equals-ignore-case': onText(
    'equals-ignore-case',
    (value, operand) => value.toLowerCase() === operand.toLowerCase(),
  ),
  wildcard: onText('wildcard', matchesWildcard),
  exists: {
    refuses: (operand) =>
      typeof operand === 'boolean'
        ? undefined
        : 'exists match pattern must be either true or false.',
    holds: (operand, value) => (value !== undefined) === operand,
  },
  numeric: {
    refuses: refusesNumeric,
    holds: (operand, value) =>
      typeof value === 'number' &&
      comparisonsOf(operand).every(([sign, limit]) => signs[sign]?.(value, limit) ?? false),
  },
  'anything-but': {
    refuses(operand) {
      if (isExpression(operand)) {
        const [[kind, inner] = ['', undefined], ...more] = Object.entries(operand);
        const known = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(kind);
        if (!known || more.length > 0) return 'Unsupported anything-but pattern';
        return matchers[kind]?.refuses(inner);
      }
      const values = Array.isArray(operand) ? operand : [operand];
      const isPlain = values.every((one) => typeof one === 'string' || typeof one === 'number');
      return isPlain && values.length > 0
        ? undefined
        : 'Inside anything but list, start|null|boolean is not supported.';
    },
    holds(operand, value) {
      if (value === undefined) return false;
      if (isExpression(operand)) return !check(operand, value);
      return !(Array.isArray(operand) ? operand : [operand]).includes(value);
    },
  },
};

/** Whether a value of an event is what the matcher asks for; undefined stands for a field that is not there. */
export function check(matcher: Matcher, value: unknown): boolean {
  if (!isExpression(matcher)) return value === matcher;
  const [kind = ''] = Object.keys(matcher);
  return matchers[kind]?.holds(matcher[kind], value) ?? false;
}

/** `*` stands for any characters; in linear time, whatever the text. */
function matchesWildcard(value: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return value === pattern;
  if (!value.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return value.length - last.length >= at && value.endsWith(last);
}

function isExpression(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The comparisons of a `numeric` expression such as `[">", 0, "<=", 5]`. */
function comparisonsOf(operand: unknown): [sign: string, limit: number][] {
  const parts = Array.isArray(operand) ? operand : [];
  return Array.from({ length: Math.floor(parts.length / 2) }, (_none, pair) => [
    String(parts[2 * pair]),
    Number(parts[2 * pair + 1]),
  ]);
}

const signs: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

function refusesNumeric(operand: unknown): string | undefined {
  if (!Array.isArray(operand)) return 'Value of numeric must be an array.';
  if (operand.length === 0) return 'Invalid member in numeric match: ]';
  if (operand.length % 2 === 1 || operand.length > 4) return 'Bad numeric range operator';
  const isWhole = operand.every((part, at) =>
    at % 2 === 0
      ? typeof part === 'string' && Object.hasOwn(signs, part)
      : typeof part === 'number' && Math.abs(part) <= 5_000_000_000,
  );
  if (!isWhole) return 'Bad numeric range operator';
  if (operand.length === 4) {
    const [first, from, second, to] = operand as [string, number, string, number];
    if (!first.startsWith('>') || !second.startsWith('<')) return 'Bad numeric range operator';
    if (from >= to) return 'Bottom must be less than top';
  }
  return undefined;
}
