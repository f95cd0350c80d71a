import { AwsError } from './aws-error.ts';
import { type Model, shapeOf, type Value } from './model.ts';
import { dateOf } from './timestamp.ts';

/** Far more list members than any operation takes; `Foo.member.999999999` must not allocate them. */
const maxListLength = 10_000;

/**
 * Decodes the parameters of a Query request (`Action=…&Tags.member.1.Key=…`) by the input shape.
 * Source: AWS Query protocol; the EC2 variant leaves out `.member` and capitalises location names.
 * @throws AwsError `MalformedInput` when a parameter can't be read as its type.
 */
export function parseQueryInput(model: Model, shapeName: string, form: URLSearchParams): Value {
  return decode({ model, ...read(form) }, shapeName, '') ?? {};
}

/** The parameters, looked through once: a form may have tens of thousands. */
interface Source {
  readonly model: Model;
  /** The first value of each name. */
  readonly form: ReadonlyMap<string, string>;
  /** The indexes that follow a prefix. */
  readonly indexes: ReadonlyMap<string, ReadonlySet<number>>;
}

/** No input has members below so many names. */
const deepest = 20;

function read(form: URLSearchParams): Pick<Source, 'form' | 'indexes'> {
  const values = new Map<string, string>();
  const indexes = new Map<string, Set<number>>();
  for (const [name, value] of form) {
    if (!values.has(name)) values.set(name, value);
    let dot = name.indexOf('.');
    for (let depth = 0; dot >= 0 && depth < deepest; depth++) {
      const next = name.indexOf('.', dot + 1);
      const part = name.slice(dot + 1, next < 0 ? undefined : next);
      if (/^[ +]*\d/.test(part)) noteIndex(indexes, name.slice(0, dot), Number.parseInt(part, 10));
      dot = next;
    }
  }
  return { form: values, indexes };
}

function noteIndex(indexes: Map<string, Set<number>>, prefix: string, index: number): void {
  const found = indexes.get(prefix) ?? new Set<number>();
  indexes.set(prefix, found);
  if (found.size < maxListLength) found.add(index);
}

function decode(source: Source, name: string, path: string): Value | undefined {
  const { model, form } = source;
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure':
      return decodeStructure(source, name, path);
    case 'list': {
      const target = shape.member?.shape ?? '';
      const ec2 = model.metadata.protocol === 'ec2';
      const prefix =
        ec2 || shape.flattened === true
          ? path
          : `${path}.${shape.member?.locationName ?? 'member'}`;
      const items: Value[] = [];
      for (const index of indexesOf(source, prefix)) {
        const item = decode(source, target, `${prefix}.${index}`);
        if (item !== undefined) items.push(item);
      }
      return items.length > 0 || form.has(path) ? items : undefined;
    }
    case 'map': {
      const prefix = shape.flattened === true ? path : `${path}.entry`;
      const entries = indexesOf(source, prefix).map((index) => [
        form.get(`${prefix}.${index}.${shape.key?.locationName ?? 'key'}`) ?? '',
        decode(source, shape.value?.shape ?? '', `${prefix}.${index}.value`) ?? '',
      ]);
      return entries.length > 0 ? (Object.fromEntries(entries) as Value) : undefined;
    }
    default: {
      const text = form.get(path);
      return text === undefined ? undefined : scalar(shape.type, text, path);
    }
  }
}

function decodeStructure(source: Source, name: string, path: string): Value | undefined {
  const shape = shapeOf(source.model, name);
  const members = Object.entries(shape.members ?? {}).flatMap(([member, target]) => {
    const located = target.locationName ?? member;
    const label =
      source.model.metadata.protocol === 'ec2'
        ? located.charAt(0).toUpperCase() + located.slice(1)
        : located;
    const value = decode(source, target.shape, path === '' ? label : `${path}.${label}`);
    return value === undefined ? [] : [[member, value] as const];
  });
  if (members.length === 0 && path !== '' && !source.form.has(path)) return undefined;
  return Object.fromEntries(members);
}

/** The indexes N for which some parameter starts with `prefix.N`, ascending. */
function indexesOf({ indexes }: Source, prefix: string): number[] {
  return [...(indexes.get(prefix) ?? [])].sort((a, b) => a - b);
}

function scalar(type: string, text: string, path: string): Value {
  switch (type) {
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw malformed(path);
      return text === 'true';
    case 'integer':
    case 'long':
    case 'float':
    case 'double': {
      const number = Number(text);
      const isWhole = type === 'integer' || type === 'long';
      if (text.trim() === '' || !Number.isFinite(number)) throw malformed(path);
      if (isWhole && !Number.isSafeInteger(number)) throw malformed(path);
      return number;
    }
    case 'timestamp': {
      const time = dateOf(Date.parse(text));
      if (time === undefined) throw malformed(path);
      return time;
    }
    case 'blob':
      return Buffer.from(text, 'base64');
    default:
      return text;
  }
}

function malformed(path: string): AwsError {
  return new AwsError('MalformedInput', `Malformed value for parameter ${path}`);
}
