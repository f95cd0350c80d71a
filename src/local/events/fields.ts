import { isObject } from './matcher-kind.ts';

/** A document by its fields: an object as a map, in which `"a.b"` is the same field as `b` of `a`. */
export type Field = ReadonlyMap<string, Field> | readonly Field[] | Leaf;
type Leaf = string | number | boolean | null;

/** Deeper than any pattern; deeper fields are omitted, which protects the stack. */
const maxDepth = 500;

/** @returns undefined for what is not JSON, or nested too deeply. */
export function fieldsOf(value: unknown, depth = 0): Field | undefined {
  if (depth > maxDepth) return undefined;
  if (Array.isArray(value)) {
    return value.flatMap((one) => fieldsOf(one, depth + 1) ?? []);
  }
  if (!isObject(value)) return value as Leaf | undefined;
  const fields = new Map<string, Field>();
  for (const [name, inner] of Object.entries(value)) {
    const [first = '', ...rest] = name.split('.');
    const field = fieldsOf(inner, depth + 1 + rest.length);
    if (field === undefined) continue;
    put(
      fields,
      first,
      rest.reduceRight<Field>((below, part) => new Map([[part, below]]), field),
    );
  }
  return fields;
}

function put(fields: Map<string, Field>, name: string, field: Field): void {
  const known = fields.get(name);
  fields.set(name, known === undefined ? field : merged(known, field));
}

function merged(known: Field, added: Field): Field {
  if (!(known instanceof Map) || !(added instanceof Map)) return [known, added];
  const both = new Map<string, Field>(known);
  for (const [name, field] of added) put(both, name, field);
  return both;
}

/** Whether there is a scalar value at a path. Lists stand for their elements. */
export function hasLeaf(field: Field | undefined, path: readonly string[]): boolean {
  if (field === undefined) return false;
  if (Array.isArray(field)) return field.some((one) => hasLeaf(one, path));
  const [first, ...rest] = path;
  if (field instanceof Map) return first !== undefined && hasLeaf(field.get(first), rest);
  return first === undefined;
}
