import { AwsError } from './aws-error.ts';
import { decodeJson, readJsonBody } from './json-input.ts';
import { type Model, type Shape, shapeOf, type Value } from './model.ts';

/** An operation that a request's method and path ask for, with what the path says of its input. */
export interface RestMatch {
  readonly operationName: string;
  /** By the label's name in the path. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Finds the operation of a REST service. Source: Smithy, `http` trait.
 * @param path without query, as it was sent.
 */
export function matchRest(model: Model, method: string, path: string): RestMatch | undefined {
  const segments = segmentsOf(path);
  for (const [operationName, { http }] of Object.entries(model.operations)) {
    if (http === undefined || http.method !== method) continue;
    const template = segmentsOf(http.requestUri);
    const labels = labelsOf(template, segments);
    if (labels !== undefined) return { operationName, labels };
  }
  return undefined;
}

/** A slash at the end of a path means nothing. */
function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, '').split('/').slice(1);
}

function labelsOf(
  template: readonly string[],
  segments: readonly string[],
): Record<string, string> | undefined {
  if (template.length !== segments.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [at, part] of template.entries()) {
    const segment = segments[at] ?? '';
    const label = /^\{(\w+)\+?\}$/.exec(part)?.[1];
    if (label === undefined) {
      if (part !== segment) return undefined;
      continue;
    }
    const text = decoded(segment);
    if (text === undefined || text === '') return undefined;
    labels[label] = text;
  }
  return labels;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/**
 * Decodes the input of a REST operation with a JSON body: members come in the path, in the query and in the body.
 * @throws AwsError `SerializationException` where a member can't be read as its type.
 */
export function parseRestJsonInput(
  model: Model,
  shapeName: string,
  { labels }: RestMatch,
  query: URLSearchParams,
  body: Buffer,
): Value {
  const members = shapeOf(model, shapeName).members ?? {};
  const inBody = readJsonBody(body);
  const entries = Object.entries(members).map(([member, target]) => {
    const name = target.locationName ?? member;
    if (target.location === 'uri') return [member, labels[name]] as const;
    const shape = shapeOf(model, target.shape);
    if (target.location === 'querystring') return [member, fromQuery(shape, query, name)] as const;
    const given = inBody[member];
    const value =
      given === undefined || given === null ? undefined : decodeJson(model, target.shape, given);
    return [member, value] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A member of the query. @throws AwsError `SerializationException` for what is not of its type. */
export function fromQuery(shape: Shape, query: URLSearchParams, name: string): Value | undefined {
  if (shape.type === 'list') return query.has(name) ? query.getAll(name) : undefined;
  const text = query.get(name);
  if (text === null) return undefined;
  if (shape.type === 'boolean') return text === 'true';
  if (shape.type !== 'integer' && shape.type !== 'long') return text;
  const number = Number(text);
  if (text === '' || !Number.isSafeInteger(number)) {
    throw new AwsError('SerializationException', `${name} is not a whole number`);
  }
  return number;
}
