import { schemaErrors } from './error.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** @throws LifecyclePolicyError unless the value is an object. */
export function asObject(value: unknown): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw schemaErrors.type(value, 'object');
}

/** @throws LifecyclePolicyError naming every field that is missing. */
export function required(fields: Fields, names: readonly string[]): void {
  const missing = names.filter((name) => !Object.hasOwn(fields, name));
  if (missing.length > 0) throw schemaErrors.missing(missing);
}

/** @throws LifecyclePolicyError naming every unknown field. */
export function onlyKnown(fields: Fields, names: readonly string[]): void {
  const unknown = Object.keys(fields).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw schemaErrors.unknown(unknown);
}

/** @throws LifecyclePolicyError unless the value is one of the allowed ones. */
export function oneOf<Choice extends string>(value: unknown, possible: readonly Choice[]): Choice {
  const found = possible.find((choice) => choice === value);
  if (found === undefined) throw schemaErrors.notInEnum(value, possible);
  return found;
}

/** @throws LifecyclePolicyError unless the value is a whole number of at least 1. */
export function positive(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw schemaErrors.type(value, 'integer');
  }
  if (value < 1) throw schemaErrors.tooLow(value, 1);
  return value;
}

/** @throws LifecyclePolicyError unless the value is a list of non-empty strings. */
export function texts(value: unknown): readonly string[] {
  if (!Array.isArray(value)) throw schemaErrors.type(value, 'array');
  return value.map((entry) => {
    if (typeof entry !== 'string') throw schemaErrors.type(entry, 'string');
    if (entry === '') throw schemaErrors.emptyString();
    return entry;
  });
}
