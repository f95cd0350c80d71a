import { json, text } from '../actions/print/hcl.ts';

/** A nested block: its own attributes. */
export interface Nested {
  readonly nested: Readonly<Record<string, string>>;
}

/** Attributes by name, as HCL expressions, and nested blocks. */
export type Body = Readonly<Record<string, string | Nested | readonly Nested[]>>;

export function raw(nested: Readonly<Record<string, string>>): Nested {
  return { nested };
}

/** A block of HCL, laid out as `terraform fmt` does. @param head such as `provider "aws"`. */
export function block(head: string, body: Body): string {
  const entries = Object.entries(body);
  const attributes = entries.flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const blocks = entries.flatMap(([name, value]) =>
    typeof value === 'string' ? [] : [value].flat().map((one) => [name, one as Nested] as const),
  );
  return [
    `${head} {`,
    ...aligned(attributes).map((line) => `  ${line}`),
    ...blocks.flatMap(([name, { nested }]) => [
      '',
      `  ${name} {`,
      ...aligned(Object.entries(nested)).map((line) => `    ${line}`),
      '  }',
    ]),
    '}',
  ].join('\n');
}

/** An attribute of several lines stands by itself; those around it are aligned with one another. */
function aligned(attributes: readonly (readonly [string, string])[]): string[] {
  const lines: string[] = [];
  let group: (readonly [string, string])[] = [];
  const flush = (): void => {
    const width = Math.max(0, ...group.map(([name]) => name.length));
    lines.push(...group.map(([name, value]) => `${name.padEnd(width)} = ${value}`));
    group = [];
  };
  for (const [name, value] of attributes) {
    if (!value.includes('\n')) {
      group.push([name, value]);
      continue;
    }
    flush();
    lines.push(`${name} = ${value}`);
  }
  flush();
  return lines;
}

export function list(values: readonly string[]): string {
  return `[${values.map(text).join(', ')}]`;
}

export function tagMap(tags: Readonly<Record<string, string>>): string {
  const names = Object.keys(tags).map(text);
  const width = Math.max(0, ...names.map(({ length }) => length));
  const lines = Object.values(tags).map(
    (value, index) => `    ${(names[index] ?? '').padEnd(width)} = ${text(value)}`,
  );
  return `{\n${lines.join('\n')}\n  }`;
}

/** A document through jsonencode, spaced as `terraform fmt` has it. */
export function encoded(document: object): string {
  return json(document).replace(/^(\s*"(?:[^"\\]|\\.)*"): /gm, '$1 : ');
}
