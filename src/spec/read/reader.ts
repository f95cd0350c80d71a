import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
} from 'yaml';
import { nearest } from '../../names/nearest.ts';
import type { Place, Problem } from '../errors.ts';

/** A value of a spec file, with the path by which messages name it. */
export interface Field {
  readonly node: Node | null;
  readonly path: string;
  /** Where it is, or where it would have been. */
  readonly at: Place;
}

/** The members of a mapping. */
export type Fields<Name extends string> = Readonly<Partial<Record<Name, Field>>> & {
  readonly own: Field;
};

/** Reads the values of one file, and collects what is wrong with them: one reading tells everything. */
export class Reader {
  readonly #document: Document;
  readonly #lines: LineCounter;
  readonly #file: string;
  readonly #problems: Problem[];

  constructor(document: Document, lines: LineCounter, file: string, problems: Problem[]) {
    this.#document = document;
    this.#lines = lines;
    this.#file = file;
    this.#problems = problems;
  }

  root(): Field {
    return this.#field(this.#document.contents as Node | null, '', 0);
  }

  complain({ at }: { readonly at: Place }, message: string, hint: string): undefined {
    this.#problems.push({ ...at, message, hint });
    return undefined;
  }

  /** The members of a mapping that may have those, and no others. */
  fields<Name extends string>(
    field: Field,
    known: readonly Name[],
    required: readonly NoInfer<Name>[] = [],
  ): Fields<Name> | undefined {
    const { node } = field;
    if (!isMap(node)) {
      return this.complain(field, `${named(field)} must be a mapping`, `Give it ${list(known)}.`);
    }
    const found: Partial<Record<Name, Field>> = {};
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const path = field.path === '' ? key : `${field.path}.${key}`;
      const offset = pair.key?.range?.[0] ?? 0;
      const value = this.#field(pair.value, path, offset);
      if (known.includes(key as Name)) found[key as Name] = value;
      else this.#unknown({ ...value, at: this.#at(offset) }, key, known);
    }
    const missing = required.filter((name) => found[name] === undefined);
    for (const name of missing) {
      this.complain(field, `${named(field)} lacks "${name}"`, `Add ${name}: to it.`);
    }
    return missing.length > 0 ? undefined : { ...found, own: field };
  }

  /** One member of a mapping, by which it is known what others it may have. */
  member(field: Field, name: string): Field | undefined {
    if (!isMap(field.node)) return undefined;
    const pair = (field.node.items as Pair<Node, Node | null>[]).find(
      ({ key }) => isScalar(key) && key.value === name,
    );
    const offset = pair?.key?.range?.[0] ?? 0;
    return pair && this.#field(pair.value, `${field.path}.${name}`, offset);
  }

  #unknown(field: Field, key: string, known: readonly string[]): void {
    const [meant] = nearest(key, known, 1, 3);
    const hint = meant === undefined ? `Known here: ${list(known)}.` : `Did you mean ${meant}?`;
    this.complain(field, `unknown key "${key}"`, hint);
  }

  /** The items of a sequence; none where it was left out. */
  items(field: Field | undefined): Field[] {
    if (field === undefined) return [];
    const { node } = field;
    if (!isSeq(node)) {
      this.complain(field, `${named(field)} must be a list`, 'Begin each item with "- ".');
      return [];
    }
    return (node.items as Node[]).map((item, index) =>
      this.#field(item, `${field.path}[${index}]`, item?.range?.[0] ?? node.range?.[0] ?? 0),
    );
  }

  /** A text that fits a pattern. @param what it has to be, for the message. */
  text(field: Field | undefined, pattern: RegExp, what: string): string | undefined {
    if (field === undefined) return undefined;
    const value = isScalar(field.node) ? field.node.value : undefined;
    if (typeof value === 'string' && pattern.test(value)) return value;
    const unquoted = typeof value === 'number' || typeof value === 'boolean';
    return this.complain(
      field,
      `${named(field)} must be ${what}`,
      unquoted ? 'Put it into quotes: YAML reads it as something else.' : `Write ${what}.`,
    );
  }

  choice<Value extends string>(
    field: Field | undefined,
    values: readonly Value[],
  ): Value | undefined {
    if (field === undefined) return undefined;
    const value = isScalar(field.node) ? String(field.node.value) : '';
    const found = values.find((one) => one === value);
    if (found !== undefined) return found;
    const [meant] = nearest(value, values, 1, 3);
    const hint = meant === undefined ? `Choose one of ${list(values)}.` : `Did you mean ${meant}?`;
    return this.complain(field, `${named(field)} cannot be "${value}"`, hint);
  }

  flag(field: Field | undefined): boolean | undefined {
    if (field === undefined) return undefined;
    const value = isScalar(field.node) ? field.node.value : undefined;
    if (typeof value === 'boolean') return value;
    return this.complain(field, `${named(field)} must be true or false`, 'Write true or false.');
  }

  count(field: Field | undefined): number | undefined {
    if (field === undefined) return undefined;
    const value = isScalar(field.node) ? field.node.value : undefined;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
    return this.complain(field, `${named(field)} must be a whole number above 0`, 'Such as 14.');
  }

  texts(field: Field | undefined, pattern: RegExp, what: string): string[] {
    return this.items(field).flatMap((item) => this.text(item, pattern, what) ?? []);
  }

  /** A mapping from texts to texts, such as tags. */
  record(field: Field | undefined): Record<string, string> {
    if (field === undefined) return {};
    if (!isMap(field.node)) {
      this.complain(field, `${named(field)} must be a mapping`, 'Write each as KEY: VALUE.');
      return {};
    }
    const found: Record<string, string> = {};
    for (const pair of field.node.items as Pair<Node, Node | null>[]) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const value = this.#field(pair.value, `${field.path}.${key}`, pair.key?.range?.[0] ?? 0);
      const text = this.text(value, /^[\s\S]{0,256}$/, 'a text of at most 256 characters');
      if (text !== undefined) found[key] = text;
    }
    return found;
  }

  /** Any value as plain JSON; undefined, with a complaint, where its aliases have no end or too many parts. */
  json(field: Field): unknown {
    try {
      return JSON.parse(
        JSON.stringify(field.node?.toJS(this.#document, { maxAliasCount: 100 }) ?? null),
      );
    } catch {
      const what = `${named(field)} has aliases that lead back to it, or too many of them`;
      return this.complain(field, what, 'Write it without aliases.');
    }
  }

  #field(node: Node | null, path: string, offset: number): Field {
    const value = isAlias(node) ? (node.resolve(this.#document) ?? null) : node;
    return { node: value, path, at: this.#at(node?.range?.[0] ?? offset) };
  }

  #at(offset: number): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

function named({ path }: Field): string {
  return path === '' ? 'the spec' : `"${path}"`;
}

function list(names: readonly string[]): string {
  return names.join(', ');
}
