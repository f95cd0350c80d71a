import { jsonFromValue } from '../json/from-value.ts';
import { type JsonEntry, type JsonNode, member, type Span } from '../json/node.ts';
import { JsonError, parseJson } from '../json/parse.ts';
import type { PolicyDocument, PrincipalEntry, PrincipalType, Statement } from './model.ts';
import { readConditions } from './read-conditions.ts';
import { type OnMisnamed, SyntaxProblem, syntaxProblem } from './syntax-error.ts';

const documentKeys = new Set(['Version', 'Id', 'Statement']);
const statementKeys = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const exclusive = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
  ['Principal', 'NotPrincipal'],
] as const;
const principalTypes = new Set(['AWS', 'Federated', 'Service', 'CanonicalUser']);
const versions = new Set(['2008-10-17', '2012-10-17']);

/**
 * Parses a policy document by the grammar of the policy language (IAM User Guide, "Grammar of the IAM JSON
 * policy language"): known elements only, each once, each of the right shape.
 *
 * @param onMisnamed called for unknown names, which are then skipped; without it they are syntax errors.
 * @throws SyntaxProblem for a syntax error.
 */
export function readDocument(document: string | object, onMisnamed?: OnMisnamed): PolicyDocument {
  const written = readRoot(document);
  if (written.type !== 'object') syntaxProblem('a policy is an object', written);
  const root = onlyKeys(written, documentKeys, onMisnamed);
  const version = optionalString(root, 'Version');
  if (version !== undefined && !versions.has(version)) syntaxProblem('unknown version', root);
  const statement = member(root, 'Statement');
  if (statement === undefined) return syntaxProblem('no Statement', root);
  const items = statement.type === 'array' ? statement.items : [statement];
  if (items.length === 0) syntaxProblem('no statement', statement);
  const statements = items.map((item, index) => readStatement(item, index, onMisnamed));
  return { version, id: optionalString(root, 'Id'), statements, root };
}

function readRoot(document: string | object): JsonNode {
  try {
    return typeof document === 'string' ? parseJson(document) : jsonFromValue(document);
  } catch (error) {
    if (error instanceof JsonError) {
      const known = typeof document === 'string' ? error.position : undefined;
      throw new SyntaxProblem(error.message, known, false);
    }
    throw error;
  }
}

function readStatement(written: JsonNode, index: number, onMisnamed?: OnMisnamed): Statement {
  const tell: OnMisnamed | undefined =
    onMisnamed && ((name) => onMisnamed({ ...name, statement: index }));
  if (written.type !== 'object') return syntaxProblem('a statement is an object', written);
  const node = onlyKeys(written, statementKeys, tell);
  for (const [one, other] of exclusive) {
    if (member(node, one) && member(node, other)) syntaxProblem(`${one} and ${other}`, node);
  }
  return {
    index,
    sid: optionalString(node, 'Sid'),
    effect: readEffect(node),
    actions: optionalStrings(node, 'Action'),
    notActions: optionalStrings(node, 'NotAction'),
    resources: optionalStrings(node, 'Resource'),
    notResources: optionalStrings(node, 'NotResource'),
    principals: readPrincipals(member(node, 'Principal'), tell),
    notPrincipals: readPrincipals(member(node, 'NotPrincipal'), tell),
    conditions: readConditions(member(node, 'Condition'), tell),
    span: node.span,
    elements: elementSpans(node.entries),
  };
}

/** Any letter case is allowed here: `allow` is not a syntax error but fails the later "legacy parsing". */
function readEffect(node: JsonNode): string {
  const effect = optionalString(node, 'Effect');
  if (effect === undefined || !/^(allow|deny)$/i.test(effect)) {
    return syntaxProblem('Effect must be Allow or Deny', node);
  }
  return effect;
}

function readPrincipals(
  node: JsonNode | undefined,
  onMisnamed: OnMisnamed | undefined,
): PrincipalEntry[] | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'string' && node.value === '*') return [{ type: '*', value: '*' }];
  if (node.type !== 'object') return syntaxProblem('a principal is "*" or a map', node);
  return onlyKeys(node, principalTypes, onMisnamed).entries.flatMap((entry) =>
    strings(entry.value).map((value) => ({ type: entry.key as PrincipalType, value })),
  );
}

function elementSpans(entries: readonly JsonEntry[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const { key, value } of entries) if (value.span) spans.set(key, value.span);
  return spans;
}

/** Unknown names are syntax errors, or are read as what they probably mean, or are skipped. */
function onlyKeys<T extends JsonNode>(
  node: T,
  known: ReadonlySet<string>,
  onMisnamed: OnMisnamed | undefined,
): T {
  if (node.type !== 'object' || node.entries.every(({ key }) => known.has(key))) return node;
  const entries = node.entries.flatMap((entry) => {
    const { key: name, value } = entry;
    if (known.has(name)) return [entry];
    if (onMisnamed === undefined) return syntaxProblem(`unknown element ${name}`, value);
    const position = value.span?.start;
    const key = onMisnamed({ what: 'element', name, known: [...known], position });
    return key === undefined ? [] : [{ ...entry, key }];
  });
  return { ...node, entries };
}

function optionalString(node: JsonNode, key: string): string | undefined {
  const value = member(node, key);
  if (value === undefined) return undefined;
  return value.type === 'string' ? value.value : syntaxProblem(`${key} is a string`, value);
}

function optionalStrings(node: JsonNode, key: string): string[] | undefined {
  const value = member(node, key);
  return value === undefined ? undefined : strings(value);
}

/** One string or a list of them. IAM ignores a null in a list, so it is dropped here. */
function strings(node: JsonNode): string[] {
  const items = node.type === 'array' ? node.items : [node];
  const kept = node.type === 'array' ? items.filter((item) => item.type !== 'null') : items;
  return kept.map((item) =>
    item.type === 'string' ? item.value : syntaxProblem('expected a string', item),
  );
}
