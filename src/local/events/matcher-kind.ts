/** A kind of match expression, such as `prefix`. */
export interface Kind {
  /** Why an operand is invalid for this kind; undefined when it is valid. */
  refuses(operand: unknown): string | undefined;
  /** Whether a leaf of an event matches the operand. */
  holds(operand: unknown, value: unknown): boolean;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
