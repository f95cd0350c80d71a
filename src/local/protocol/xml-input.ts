import { childAt, parseXml, type XmlElement } from '../../aws/client/xml.ts';
import { AwsError } from './aws-error.ts';
import { type Model, shapeOf, type Value } from './model.ts';
import { fromQuery, type RestMatch } from './rest.ts';

/**
 * Decodes the input of a REST operation with a body in XML: members come in the path, in the query and in the body.
 * @throws AwsError `InvalidInput` where the body is no XML or a member can't be read as its type.
 */
export function parseRestXmlInput(
  model: Model,
  shapeName: string,
  { labels }: RestMatch,
  query: URLSearchParams,
  body: Buffer,
): Value {
  const document = body.length === 0 ? undefined : read(body);
  const members = Object.entries(shapeOf(model, shapeName).members ?? {});
  const entries = members.map(([member, target]) => {
    const name = target.locationName ?? member;
    if (target.location === 'uri') return [member, labels[name]] as const;
    if (target.location === 'querystring') {
      return [member, fromQuery(shapeOf(model, target.shape), query, name)] as const;
    }
    const element = document && childAt(document, name);
    return [member, element && decode(model, target.shape, element)] as const;
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function read(body: Buffer): XmlElement {
  try {
    return parseXml(body.toString());
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid('The body is no XML.');
    throw error;
  }
}

function decode(model: Model, name: string, element: XmlElement): Value {
  const shape = shapeOf(model, name);
  switch (shape.type) {
    case 'structure':
      return Object.fromEntries(
        Object.entries(shape.members ?? {}).flatMap(([member, target]) => {
          const child = childAt(element, target.locationName ?? member);
          return child === undefined ? [] : [[member, decode(model, target.shape, child)] as const];
        }),
      );
    case 'list':
      return element.children.map((child) => decode(model, shape.member?.shape ?? '', child));
    case 'boolean':
      return element.text.trim() === 'true';
    case 'integer':
    case 'long': {
      const number = Number(element.text);
      if (element.text.trim() === '' || !Number.isSafeInteger(number)) {
        throw invalid(`${element.name} is not a whole number`);
      }
      return number;
    }
    default:
      return element.text;
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}
