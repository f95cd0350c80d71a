import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { type Problem, SpecError } from '../errors.ts';
import type { Spec, SpecAccount } from '../types.ts';
import { readAccount } from './accounts.ts';
import { readCache } from './caches.ts';
import { readGrant } from './grants.ts';
import { type Field, type Fields, Reader } from './reader.ts';
import { readRepository } from './repositories.ts';
import { readRole } from './roles.ts';

export interface SpecFile {
  /** As messages name it. */
  readonly name: string;
  readonly text: string;
}

const sections = ['name', 'accounts', 'repositories', 'caches', 'roles', 'grants'] as const;
type Section = (typeof sections)[number];
type Part = readonly [Reader, Fields<Section>];

/**
 * Reads a spec from its files; what they declare is put together.
 * @throws SpecError with every problem, each with its line and column.
 */
export function readSpec(files: readonly SpecFile[]): Spec {
  const problems: Problem[] = [];
  const parts = files.flatMap((file) => sectionsOf(file, problems));
  const each = <Value>(
    section: Exclude<Section, 'name'>,
    read: (reader: Reader, field: Field) => Value | undefined,
  ): Value[] =>
    parts.flatMap(([reader, fields]) =>
      reader.items(fields[section]).flatMap((field) => read(reader, field) ?? []),
    );
  const name = readName(parts);
  const accounts = each('accounts', readAccount);
  const repositories = each('repositories', (reader, field) =>
    readRepository(reader, field, accounts),
  );
  const caches = each('caches', (reader, field) => readCache(reader, field, accounts));
  const roles = each('roles', (reader, field) => readRole(reader, field, accounts));
  refuseTwice(accounts, ({ name: one }) => `account ${one}`, problems);
  refuseTwice(accounts, ({ id }) => `account ${id}`, problems);
  refuseTwice(
    repositories,
    (one) => `repository ${one.name} in ${inAccount(one)} ${one.region}`,
    problems,
  );
  refuseTwice(caches, (one) => `cache ${one.prefix} in ${inAccount(one)} ${one.region}`, problems);
  refuseTwice(roles, (one) => `role ${one.name} in ${inAccount(one)}`, problems);
  // A grant that names something misread would only be complained of a second time.
  const declared = { accounts, repositories, caches, roles };
  const grants =
    problems.length > 0
      ? []
      : each('grants', (reader, field) => readGrant(reader, field, declared));
  if (problems.length > 0 || name === undefined) throw new SpecError(inOrder(problems));
  return { name, accounts, repositories, caches, roles, grants };
}

function sectionsOf({ name, text }: SpecFile, problems: Problem[]): Part[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines });
  const all = Array.isArray(documents) ? (documents as Document[]) : [];
  for (const { message, pos } of all.flatMap(({ errors }) => errors)) {
    const { line, col } = lines.linePos(pos[0]);
    const [first = ''] = message.split('\n');
    const words = first.replace(/ at line \d+, column \d+:?$/, '');
    problems.push({ file: name, line, column: col, message: words, hint: 'Correct the YAML.' });
  }
  if (all.length === 0) {
    const hint = `Give it ${sections.join(', ')}.`;
    problems.push({ file: name, line: 1, column: 1, message: 'the file declares nothing', hint });
  }
  if (problems.length > 0) return [];
  return all.flatMap((document) => {
    const reader = new Reader(document, lines, name, problems);
    const fields = reader.fields(reader.root(), sections);
    return fields === undefined ? [] : [[reader, fields] as const];
  });
}

const nameShape = /^[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?$/;

function readName(parts: readonly Part[]): string | undefined {
  const named = parts.filter(([, { name }]) => name !== undefined);
  const [first] = named;
  if (first === undefined) {
    for (const [reader, { own }] of parts.slice(0, 1)) {
      reader.complain(own, 'the spec lacks "name"', 'Add name:, by which its resources are known.');
    }
    return undefined;
  }
  const what = 'a name of at most 48 lower-case letters, digits and -';
  const names = named.map(([reader, { name }]) => reader.text(name, nameShape, what));
  for (const [index, [reader, { name, own }]] of named.entries()) {
    if (names[index] !== names[0]) {
      reader.complain(name ?? own, 'two files give the spec two names', 'Leave one of them out.');
    }
  }
  return names[0];
}

function inAccount({ account }: { readonly account: SpecAccount }): string {
  return account.name;
}

function refuseTwice<Each extends { readonly at: Problem | Omit<Problem, 'message' | 'hint'> }>(
  all: readonly Each[],
  nameOf: (each: Each) => string,
  problems: Problem[],
): void {
  const seen = new Set<string>();
  for (const each of all) {
    const name = nameOf(each);
    // IAM takes names that differ in case only for one (CreateRole, "RoleName").
    if (seen.has(name.toLowerCase())) {
      const { file, line, column } = each.at;
      problems.push({
        file,
        line,
        column,
        message: `${name} is declared twice`,
        hint: 'Remove one.',
      });
    }
    seen.add(name.toLowerCase());
  }
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
}
