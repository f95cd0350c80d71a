import { type Model, type Shape, shapeOf, type Value } from './model.ts';

/** A constraint of the service model that an input breaks. */
export interface Violation {
  /** Path of the member, such as `tags.1.member.key`, first letter as the model has it. */
  readonly path: string;
  readonly value: Value | undefined;
  /** AWS's words for the constraint, such as `Member must not be null`. */
  readonly constraint: string;
  /** The list that the value is a plain item of: some services say all that its items have to satisfy. */
  readonly list?: { readonly path: string; readonly value: Value; readonly constraints: string };
}

/** The longest text that is held against a pattern; longer values break a length limit anyway. */
const patternLimit = 20_000;

const patterns = new Map<string, RegExp>();

/**
 * Checks a decoded input against the model: required members, enumerations, lengths, ranges, patterns.
 * @returns what is broken, in the order of the model's members; empty when the input is well-formed.
 */
export function violations(model: Model, shapeName: string, value: Value): Violation[] {
  const found: Violation[] = [];
  visit(model, shapeName, value, '', found);
  return found;
}

function visit(model: Model, name: string, value: Value, path: string, found: Violation[]): void {
  const shape = shapeOf(model, name);
  const breaks = (constraint: string): void => void found.push({ path, value, constraint });
  if (shape.type === 'structure') {
    const given = value as Readonly<Record<string, Value | undefined>>;
    for (const [member, { shape: target }] of Object.entries(shape.members ?? {})) {
      const at = path === '' ? member : `${path}.${member}`;
      const inner = given[member];
      if (inner !== undefined && inner !== null) visit(model, target, inner, at, found);
      else if (shape.required?.includes(member)) {
        found.push({ path: at, value: undefined, constraint: 'Member must not be null' });
      }
    }
  } else if (shape.type === 'list') {
    const items = value as readonly Value[];
    checkSize(shape, items.length, 'length', breaks);
    const member = shape.member?.shape;
    if (member === undefined) return;
    const plain = plainConstraints(shapeOf(model, member));
    for (const [index, item] of items.entries()) {
      const inner: Violation[] = [];
      visit(model, member, item, `${path}.${index + 1}.member`, inner);
      const list = { path, value, constraints: plain ?? '' };
      found.push(...(plain === undefined ? inner : inner.map((one) => ({ ...one, list }))));
    }
  } else if (typeof value === 'string') {
    checkText(shape, value, breaks);
  } else if (value instanceof Uint8Array) {
    checkSize(shape, value.length, 'length', breaks);
  } else if (typeof value === 'number') {
    checkSize(shape, value, 'value', breaks);
  }
}

/** What a text has to satisfy as an item of a list, in AWS's order; undefined for other items. */
function plainConstraints({ type, enum: values, max, min, pattern }: Shape): string | undefined {
  if (type !== 'string') return undefined;
  const all = [
    ...(values === undefined ? [] : [`Member must satisfy enum value set: [${values.join(', ')}]`]),
    ...(max === undefined ? [] : [`Member must have length less than or equal to ${max}`]),
    ...(min === undefined ? [] : [`Member must have length greater than or equal to ${min}`]),
    ...(pattern === undefined
      ? []
      : [`Member must satisfy regular expression pattern: ${pattern}`, 'Member must not be null']),
  ];
  return `Member must satisfy constraint: [${all.join(', ')}]`;
}

function checkText(shape: Shape, value: string, breaks: (constraint: string) => void): void {
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    breaks(`Member must satisfy enum value set: [${shape.enum.join(', ')}]`);
  }
  checkSize(shape, [...value].length, 'length', breaks);
  if (shape.pattern !== undefined && value.length <= patternLimit) {
    if (!patternOf(shape.pattern).test(value)) {
      breaks(`Member must satisfy regular expression pattern: ${shape.pattern}`);
    }
  }
}

function checkSize(
  { min, max }: Shape,
  size: number,
  what: 'length' | 'value',
  breaks: (constraint: string) => void,
): void {
  if (min !== undefined && size < min) {
    breaks(`Member must have ${what} greater than or equal to ${min}`);
  }
  if (max !== undefined && size > max) {
    breaks(`Member must have ${what} less than or equal to ${max}`);
  }
}

/** The models' patterns are Java's and hold for the whole value. */
function patternOf(source: string): RegExp {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  const body = source.replace(/^\^|\$$/g, '').replaceAll('\\p{XDigit}', '[0-9a-fA-F]');
  const made = new RegExp(`^(?:${body})$`, /\\[pu]\{?/.test(body) ? 'u' : '');
  patterns.set(source, made);
  return made;
}
