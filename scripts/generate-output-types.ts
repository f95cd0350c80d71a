// Writes the types of what operations return, from AWS's models: `npm run types:outputs`. An output names each of its
// members, also one that has no value: an operation that leaves one out does not compile. Below that, what the model
// does not require may be left out, as AWS does where there is nothing to say.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Model, Shape } from '../src/local/protocol/model.ts';

const services = 'src/local/services';

const scalars: Readonly<Partial<Record<Shape['type'], string>>> = {
  string: 'string',
  integer: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  boolean: 'boolean',
  timestamp: 'Date',
  blob: 'Uint8Array',
};

function typeOf(model: Model, name: string | undefined): string {
  const shape = model.shapes[name ?? ''];
  if (name === undefined || shape === undefined) throw new Error(`the model has no shape ${name}`);
  if (shape.type === 'structure') return name;
  if (shape.type === 'map') return `Readonly<Record<string, ${typeOf(model, shape.value?.shape)}>>`;
  if (shape.type !== 'list') return scalars[shape.type] ?? 'never';
  const item = typeOf(model, shape.member?.shape);
  return item.startsWith('readonly ') ? `readonly (${item})[]` : `readonly ${item}[]`;
}

/** The structures that an output is made of, each after those that need it. */
function structuresOf({ shapes }: Model, names: readonly string[]): string[] {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    if (found.has(name)) continue;
    const shape = shapes[name];
    if (shape?.type === 'structure') found.add(name);
    const below = [
      ...Object.values(shape?.members ?? {}),
      ...(shape?.member === undefined ? [] : [shape.member]),
      ...(shape?.value === undefined ? [] : [shape.value]),
    ];
    open.push(...below.map((member) => member.shape));
  }
  return [...found];
}

function interfaceOf(model: Model, name: string, isOutput: boolean): string {
  const { members = {}, required = [] } = model.shapes[name] ?? { type: 'structure' };
  const lines = Object.entries(members).map(([member, { shape }]) => {
    const type = typeOf(model, shape);
    if (required.includes(member)) return `  readonly ${member}: ${type};`;
    return `  readonly ${member}${isOutput ? '' : '?'}: ${type} | undefined;`;
  });
  return `export interface ${name} {\n${lines.join('\n')}\n}\n`;
}

export function outputTypes(model: Model): string {
  const operations = Object.values(model.operations);
  const outputs = operations.map(
    ({ name, output }) => `  readonly ${name}: ${output?.shape ?? 'Nothing'};`,
  );
  const own = operations.flatMap(({ output }) => output?.shape ?? []);
  return [
    "// What operations return, by AWS's model. Written by scripts/generate-output-types.ts.\n",
    '/** An operation that returns nothing. */\nexport type Nothing = Readonly<Record<string, never>>;\n',
    `/** Outputs by operation. */\nexport interface Outputs {\n${outputs.join('\n')}\n}\n`,
    ...structuresOf(model, own).map((name) => interfaceOf(model, name, own.includes(name))),
  ].join('\n');
}

if (import.meta.main) {
  for (const service of readdirSync(services)) {
    const model = JSON.parse(readFileSync(join(services, service, 'model.json'), 'utf8')) as Model;
    writeFileSync(join(services, service, 'outputs.generated.ts'), outputTypes(model));
  }
}
