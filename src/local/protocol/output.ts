import { type MemberModel, type Model, type Shape, shapeOf, type Value } from './model.ts';

/**
 * Writes an output as JSON 1.1 does: timestamps as epoch seconds, blobs as base64.
 * @returns pieces, so that others may have their turn between the items of a long list.
 */
export function* toJson(value: Value | undefined): Generator<string> {
  const members = Object.entries(value ?? {}).filter(([, inner]) => inner !== undefined);
  let before = '{';
  for (const [key, inner] of members) {
    yield `${before}${JSON.stringify(key)}:`;
    if (Array.isArray(inner)) yield* jsonItems(inner);
    else yield JSON.stringify(plain(inner));
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}

function* jsonItems(items: readonly Value[]): Generator<string> {
  let before = '[';
  for (const item of items) {
    yield before + (JSON.stringify(plain(item)) ?? 'null');
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

function plain(value: Value | undefined): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
  }
  return value;
}

/**
 * Writes an output as the Query protocols do, members in the order of the model.
 * @returns pieces, as `toJson` does.
 */
export function* toXml(model: Model, shapeName: string, value: Value): Generator<string> {
  const shape = shapeOf(model, shapeName);
  const given = value as Readonly<Record<string, Value | undefined>>;
  for (const [member, target] of Object.entries(shape.members ?? {})) {
    const name = target.locationName ?? member;
    const inner = given[member];
    if (!Array.isArray(inner)) {
      yield element(model, target, name, inner);
      continue;
    }
    const { flattened, member: item } = shapeOf(model, target.shape);
    if (flattened === true) {
      yield element(model, target, name, inner);
      continue;
    }
    yield `<${name}>`;
    const itemName = item?.locationName ?? 'member';
    for (const one of inner) yield element(model, item ?? { shape: '' }, itemName, one);
    yield `</${name}>`;
  }
}

function element(
  model: Model,
  target: MemberModel,
  name: string,
  value: Value | undefined,
): string {
  if (value === undefined || value === null) return '';
  const shape = shapeOf(model, target.shape);
  if (shape.type === 'list' && shape.flattened === true) return list(model, shape, name, value);
  return `<${name}>${content(model, target.shape, shape, value)}</${name}>`;
}

function content(model: Model, name: string, shape: Shape, value: Value): string {
  switch (shape.type) {
    case 'structure':
      return [...toXml(model, name, value)].join('');
    case 'list':
      return list(model, shape, shape.member?.locationName ?? 'member', value);
    case 'map':
      return Object.entries(value as Readonly<Record<string, Value>>)
        .map(([key, inner]) => {
          const entry = element(model, shape.value ?? { shape: '' }, 'value', inner);
          return `<entry><key>${escapeXml(key)}</key>${entry}</entry>`;
        })
        .join('');
    default:
      return escapeXml(scalar(value));
  }
}

function list(model: Model, shape: Shape, name: string, value: Value): string {
  const member = shape.member ?? { shape: '' };
  return (value as readonly Value[]).map((item) => element(model, member, name, item)).join('');
}

function scalar(value: Value): string {
  if (value instanceof Date) return value.toISOString().replace(/\.\d{3}Z$/, 'Z');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

export function escapeXml(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => named[sign] ?? sign);
}
