import { allResources } from './resources.ts';
import { kinds, types } from './schema.generated.ts';

/** OpenAPI types of the scalars in the schema. */
const scalars: Readonly<Record<string, object>> = {
  string: { type: 'string' },
  boolean: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  double: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
  time: { type: 'string', format: 'date-time' },
  intOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  quantity: { type: 'string' },
  any: { type: 'object' },
};

/** The schemas of every kind, for `kubectl explain`. Descriptions are omitted. */
export function openApiSchemas(): Readonly<Record<string, object>> {
  const kindOf = new Map(Object.entries(kinds).map(([kind, type]) => [type, kind]));
  return Object.fromEntries(
    Object.entries(types).map(([type, fields]) => {
      const resource = allResources.find(({ kind }) => kind === kindOf.get(type));
      const { group = '', version = '', kind = '' } = resource ?? {};
      return [
        nameOf(type),
        {
          type: 'object',
          properties: Object.fromEntries(
            Object.entries(fields).map(([name, shape]) => [name, property(shape)]),
          ),
          ...(resource === undefined
            ? {}
            : { 'x-kubernetes-group-version-kind': [{ group, version, kind }] }),
        },
      ];
    }),
  );
}

function property(shape: string): object {
  const element = shape.slice(2);
  if (shape.startsWith('[]')) return { type: 'array', items: property(element) };
  if (shape.startsWith('{}')) return { type: 'object', additionalProperties: property(element) };
  return scalars[shape] ?? { allOf: [{ $ref: `#/components/schemas/${nameOf(shape)}` }] };
}

/** A type's name as API servers give it, with the package before the last dot, which `kubectl explain` leaves out. */
function nameOf(type: string): string {
  const [, group = '', name = type] = /^([A-Z][a-z]*)?V1([A-Z].*)$/.exec(type) ?? [];
  return `io.k8s.api.${group === '' ? '' : `${group.toLowerCase()}.`}v1.${name}`;
}
