import { isObject, type Kind } from './matcher-kind.ts';
import { textMatchers } from './text-matchers.ts';

const listOf = (operand: unknown): readonly unknown[] =>
  Array.isArray(operand) ? operand : [operand];

/** `{"anything-but": …}`: values, or one expression on texts with a text or a list of them. */
export const anythingBut: Kind = {
  refuses: (operand) => (isObject(operand) ? refusesExpression(operand) : refusesValues(operand)),
  holds(operand, value) {
    if (!isObject(operand)) return !listOf(operand).includes(value);
    return Object.entries(operand).every(
      ([kind, texts]) => !listOf(texts).some((text) => textMatchers[kind]?.holds(text, value)),
    );
  },
};

const noValue = 'Value of anything-but must be an array or single string/number value.';

function refusesValues(operand: unknown): string | undefined {
  if (operand === null || typeof operand === 'boolean') return noValue;
  const kinds = new Set(listOf(operand).map((value) => typeof value));
  if ([...kinds].some((kind) => kind !== 'string' && kind !== 'number')) {
    return 'Inside anything but list, start|null|boolean is not supported.';
  }
  return kinds.size === 1
    ? undefined
    : 'Inside anything but list, either all values are number or string, mixed type is not supported';
}

function refusesExpression(operand: Readonly<Record<string, unknown>>): string | undefined {
  const [[kind, inner] = ['', undefined], ...more] = Object.entries(operand);
  if (!Object.hasOwn(textMatchers, kind)) return `Unsupported anything-but pattern: ${kind}`;
  if (more.length > 0) return 'Only one key allowed in match expression';
  const texts = listOf(inner);
  if (texts.length === 0) return 'Empty arrays are not allowed';
  const isAffix = kind === 'prefix' || kind === 'suffix';
  for (const text of texts) {
    if (isAffix && isObject(text)) return noValue;
    if (kind === 'equals-ignore-case' && typeof text !== 'string') {
      return 'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.';
    }
    if (isAffix && typeof text !== 'string') return 'prefix/suffix match pattern must be a string';
    if (isAffix && text === '') return 'Null prefix/suffix not allowed';
    const wrong = textMatchers[kind]?.refuses(text);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}
