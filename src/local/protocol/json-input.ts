import { excessOf } from '../../text/json-structure.ts';
import { AwsError } from './aws-error.ts';
import { type Model, shapeOf, type Value } from './model.ts';
import { dateOf } from './timestamp.ts';

/** Deeper nesting than any operation takes; guards against JSON made to exhaust the stack. */
const maxDepth = 50;
/** More values than any operation's input has, in which a manifest is a single text. */
const bounds = { depth: 2 * maxDepth, values: 20_000 };

/**
 * Decodes the body of a JSON 1.1 request by the operation's input shape. Unknown members are ignored,
 * as AWS does.
 * @throws AwsError `SerializationException` when it is not JSON or a member has the wrong type.
 */
export function parseJsonInput(model: Model, shapeName: string, body: Buffer): Value {
  return decode(model, shapeName, parsed(body), 0);
}

/** The members of a body, as they came. @throws AwsError `SerializationException` for what is no object. */
export function readJsonBody(body: Buffer): Readonly<Record<string, unknown>> {
  return object(parsed(body));
}

/** Decodes one value by its shape. @throws AwsError `SerializationException` for one of the wrong type. */
export function decodeJson(model: Model, shapeName: string, given: unknown): Value {
  return decode(model, shapeName, given, 0);
}

function parsed(body: Buffer): unknown {
  if (excessOf(body, bounds) !== undefined) throw malformed();
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString());
  } catch {
    throw malformed();
  }
}

function decode(model: Model, name: string, given: unknown, depth: number): Value {
  if (depth > maxDepth) throw malformed();
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure': {
      const source = object(given);
      return Object.fromEntries(
        Object.entries(shape.members ?? {})
          .filter(([member]) => source[member] !== undefined && source[member] !== null)
          .map(([member, { shape: target }]) => [
            member,
            decode(model, target, source[member], depth + 1),
          ]),
      );
    }
    case 'list': {
      if (!Array.isArray(given)) throw malformed('Start of list found where not expected');
      const target = shape.member?.shape ?? '';
      return given.map((item) => decode(model, target, item, depth + 1));
    }
    case 'map': {
      const target = shape.value?.shape ?? '';
      return Object.fromEntries(
        Object.entries(object(given)).map(([key, item]) => [
          key,
          decode(model, target, item, depth + 1),
        ]),
      );
    }
    case 'string':
      return typed(given, 'string');
    case 'boolean':
      return typed(given, 'boolean');
    case 'blob':
      return Buffer.from(typed(given, 'string'), 'base64');
    case 'timestamp': {
      const time = dateOf(typed(given, 'number') * 1000);
      if (time === undefined) throw malformed('The timestamp is out of range');
      return time;
    }
    case 'integer':
    case 'long': {
      const number = typed(given, 'number');
      if (!Number.isSafeInteger(number)) {
        throw malformed(`NUMBER_VALUE can not be converted to a ${nameOf(shape.type)}`);
      }
      return number;
    }
    default:
      return typed(given, 'number');
  }
}

function nameOf(type: 'integer' | 'long'): string {
  return type === 'integer' ? 'Integer' : 'Long';
}

function object(given: unknown): Record<string, unknown> {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    throw malformed('Start of structure or map found where not expected.');
  }
  return given as Record<string, unknown>;
}

interface Primitives {
  string: string;
  number: number;
  boolean: boolean;
}

function typed<Name extends keyof Primitives>(given: unknown, name: Name): Primitives[Name] {
  const names = { string: 'String', number: 'Long', boolean: 'Boolean' };
  if (typeof given === name) return given as Primitives[Name];
  const kind = typeof given;
  const found = kind === 'number' ? 'NUMBER_VALUE' : kind === 'boolean' ? 'TRUE_VALUE' : undefined;
  throw malformed(
    found === undefined ? undefined : `${found} can not be converted to a ${names[name]}`,
  );
}

function malformed(message = ''): AwsError {
  return new AwsError('SerializationException', message);
}
