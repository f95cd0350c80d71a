import type { Kind } from './matcher-kind.ts';

/** A number within bounds, such as `[">", 0, "<=", 5]`. */
export const numeric: Kind = {
  refuses: refusesNumeric,
  holds: (operand, value) =>
    typeof value === 'number' &&
    comparisonsOf(operand).every(([sign, limit]) => signs[sign]?.(value, limit) ?? false),
};

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
  if (operand.length > 4) return 'Bad numeric range operator';
  for (let at = 0; at < operand.length; at += 2) {
    const [sign, limit] = [operand[at], operand[at + 1]];
    if (typeof sign !== 'string' || !Object.hasOwn(signs, sign)) {
      return `Bad numeric range operator: ${sign}`;
    }
    if (typeof limit !== 'number' || Math.abs(limit) > 5_000_000_000) {
      return `Value of ${sign} must be numeric`;
    }
  }
  if (operand.length < 4) return undefined;
  const [first, from, second, to] = operand as [string, number, string, number];
  if (!first.startsWith('>')) return `Bad numeric range operator: ${first}`;
  if (!second.startsWith('<')) return `Bad numeric range operator: ${second}`;
  return from >= to ? 'Bottom must be less than top' : undefined;
}
