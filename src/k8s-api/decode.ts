import type { Stored } from './object-store.ts';
import { groupVersion, type Resource } from './resources.ts';
import { parseScalar, scalars } from './scalars.ts';
import { kinds, types } from './schema.generated.ts';
import { ApiError } from './status.ts';

/** An object with only the fields of its kind, each of the right type. */
export interface Decoded {
  readonly object: Stored;
  /** Paths of the fields that the kind does not have, which `object` omits. */
  readonly unknownFields: readonly string[];
}

/** The position of a value in the object, for messages. */
interface Place {
  /** As strict decoding writes it: `spec.containers[0].image`. */
  readonly path: string;
  /** As Go's JSON decoder writes it: the type of the struct, and the path without positions. */
  readonly struct: string;
  readonly field: string;
}

/**
 * Decodes an object as Go's decoder does: a null is an absent field, and a null in a list is an empty value.
 * Kind and version are those of the resource: a body may omit them, an object always has them. Every object is
 * decoded here before it is stored.
 * @throws ApiError BadRequest for a value of the wrong type, with the API server's message.
 */
export function decodeObject(resource: Resource, value: unknown): Decoded {
  const unknownFields: string[] = [];
  const type = kinds[resource.kind] ?? '';
  try {
    const root = { path: '', struct: resource.kind, field: '' };
    const object = decodeStruct(type, value, root, unknownFields);
    const metadata = { name: '', ...(object.metadata as object | undefined) };
    const { kind } = resource;
    const typed = { ...object, apiVersion: groupVersion(resource), kind, metadata };
    return { object: typed as unknown as Stored, unknownFields };
  } catch (error) {
    if (!(error instanceof TypeMismatch)) throw error;
    throw new ApiError('BadRequest', `${cannotBeHandled(resource)}: ${error.message}`);
  }
}

/** The API server's answer to unknown fields, when the client asks for strict validation. */
export function strictDecodingError(resource: Resource, fields: readonly string[]): ApiError {
  const causes = unknownFieldTexts(fields).join(', ');
  return new ApiError(
    'BadRequest',
    `${cannotBeHandled(resource)}: strict decoding error: ${causes}`,
  );
}

export function unknownFieldTexts(fields: readonly string[]): string[] {
  return fields.map((field) => `unknown field ${JSON.stringify(field)}`);
}

function cannotBeHandled({ kind, version }: Resource): string {
  return `${kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind}`;
}

class TypeMismatch extends Error {
  override readonly name = 'TypeMismatch';
}

function decodeStruct(
  type: string,
  value: unknown,
  place: Place,
  unknownFields: string[],
): Record<string, unknown> {
  if (!isObject(value)) throw mismatch(value, type, place);
  const fields = types[type] ?? {};
  const decoded: [string, unknown][] = [];
  for (const [name, inner] of Object.entries(value)) {
    const path = place.path === '' ? name : `${place.path}.${name}`;
    const shape = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (shape === undefined) unknownFields.push(path);
    else if (inner !== null) {
      const field = place.field === '' ? name : `${place.field}.${name}`;
      const at = { path, field, struct: goName(type) };
      decoded.push([name, decodeShape(shape, inner, at, unknownFields)]);
    }
  }
  return Object.fromEntries(decoded);
}

function decodeShape(
  shape: string,
  value: unknown,
  place: Place,
  unknownFields: string[],
): unknown {
  const element = shape.slice(2);
  if (shape.startsWith('[]')) {
    if (!Array.isArray(value)) throw mismatch(value, shape, place);
    if (element === 'string' && areTexts(value)) return value;
    return value.map((item, at) =>
      decodeOne(element, item, { ...place, path: `${place.path}[${at}]` }, unknownFields),
    );
  }
  if (shape.startsWith('{}')) {
    if (!isObject(value)) throw mismatch(value, shape, place);
    if (element === 'string' && areTexts(Object.values(value))) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        decodeOne(element, item, { ...place, path: `${place.path}.${key}` }, unknownFields),
      ]),
    );
  }
  return decodeOne(shape, value, place, unknownFields);
}

/** The most frequent lists and maps, which are used unchanged: they may contain thousands of texts. */
function areTexts(values: readonly unknown[]): boolean {
  return values.every((one) => typeof one === 'string');
}

function decodeOne(type: string, value: unknown, place: Place, unknownFields: string[]): unknown {
  const scalar = scalars[type];
  if (scalar === undefined) return decodeStruct(type, value ?? {}, place, unknownFields);
  if (value === null) return scalar.zero;
  const parsed = parseScalar(type, value);
  if ('value' in parsed) return parsed.value;
  throw parsed.problem === undefined
    ? mismatch(value, type, place)
    : new TypeMismatch(parsed.problem);
}

function mismatch(value: unknown, shape: string, { struct, field }: Place): TypeMismatch {
  const where = field === '' ? 'Go value' : `Go struct field ${struct}.${field}`;
  return new TypeMismatch(
    `json: cannot unmarshal ${jsonKind(value)} into ${where} of type ${goType(shape)}`,
  );
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`;
  return typeof value;
}

function goType(shape: string): string {
  if (shape.startsWith('[]')) return `[]${goType(shape.slice(2))}`;
  if (shape.startsWith('{}')) return `map[string]${goType(shape.slice(2))}`;
  return scalars[shape]?.goType ?? `v1.${goName(shape)}`;
}

function goName(type: string): string {
  return type.replace(/^(Core)?V1/, '');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
