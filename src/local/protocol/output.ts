import { type MemberModel, type Model, type Shape, shapeOf, type Value } from './model.ts';

/** Writes an output as JSON 1.1 does: timestamps as epoch seconds, blobs as base64. */
export function toJson(value: Value | undefined): string {
  return JSON.stringify(plain(value) ?? {});
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

/** Writes an output as the Query protocols do, members in the order of the model. */
export function toXml(model: Model, shapeName: string, value: Value): string {
  const shape = shapeOf(model, shapeName);
  const given = value as Readonly<Record<string, Value | undefined>>;
  return Object.entries(shape.members ?? {})
    .map(([member, target]) => element(model, target, target.locationName ?? member, given[member]))
    .join('');
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
      return toXml(model, name, value);
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
