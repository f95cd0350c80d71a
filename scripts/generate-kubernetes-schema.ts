// Writes down the fields of the Kubernetes objects that the local API server keeps, with their types, as
// the Kubernetes project publishes them in its client (@kubernetes/client-node, Apache-2.0):
// `node scripts/generate-kubernetes-schema.ts`. The API server checks what it is given against this table.
import { writeFileSync } from 'node:fs';
import * as client from '@kubernetes/client-node';

interface Attribute {
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}
type Model = { readonly attributeTypeMap?: readonly Attribute[] };

/** Kind as it stands in an object, and the client's name for its type. */
const kinds: Readonly<Record<string, string>> = {
  ConfigMap: 'V1ConfigMap',
  Deployment: 'V1Deployment',
  Event: 'CoreV1Event',
  Lease: 'V1Lease',
  MutatingWebhookConfiguration: 'V1MutatingWebhookConfiguration',
  Namespace: 'V1Namespace',
  Node: 'V1Node',
  Pod: 'V1Pod',
  ReplicaSet: 'V1ReplicaSet',
  Secret: 'V1Secret',
  ServiceAccount: 'V1ServiceAccount',
  ValidatingWebhookConfiguration: 'V1ValidatingWebhookConfiguration',
};

/** Maps whose values are quantities, for which Kubernetes takes a number as well as a text. */
const quantities = new Set(['limits', 'requests', 'capacity', 'allocatable', 'allocatedResources']);

const models = client as unknown as Readonly<Record<string, Model>>;
const types: Record<string, Record<string, string>> = {};

function shapeOf(field: Attribute): string {
  const list = /^Array<(.+)>$/.exec(field.type)?.[1];
  if (list !== undefined) return `[]${scalar(list, field.format)}`;
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(field.type)?.[1];
  if (map === undefined) return scalar(field.type, field.format);
  return `{}${quantities.has(field.baseName) ? 'quantity' : scalar(map, field.format)}`;
}

function scalar(type: string, format: string): string {
  switch (type) {
    case 'string':
      return format === 'byte' ? 'bytes' : 'string';
    case 'boolean':
    case 'any':
      return type;
    case 'number':
      return format === 'int32' || format === 'int64' ? format : 'double';
    case 'Date':
    case 'V1MicroTime':
      return 'time';
    case 'IntOrString':
      return 'intOrString';
    default:
      add(type);
      return type;
  }
}

function add(type: string): void {
  if (types[type] !== undefined) return;
  const model = models[type];
  if (model?.attributeTypeMap === undefined) throw new Error(`no model for the type ${type}`);
  const fields: Record<string, string> = {};
  types[type] = fields;
  for (const field of model.attributeTypeMap) fields[field.baseName] = shapeOf(field);
}

for (const type of Object.values(kinds)) add(type);
const sorted = Object.fromEntries(Object.entries(types).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(
  'src/k8s-api/schema.generated.ts',
  `// Written by scripts/generate-kubernetes-schema.ts.

/** The type of each kind's objects. */
export const kinds: Readonly<Record<string, string>> = ${JSON.stringify(kinds, null, 2)};

/**
 * The fields of each type, with their shapes: a scalar or another type, after \`[]\` in a list, after \`{}\` in
 * a map.
 */
export const types: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(sorted, null, 1)};
`,
);
