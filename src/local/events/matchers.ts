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
