import { ANY, STAR } from '../../../iam/match/glob.ts';
import { globSearch } from '../../../iam/match/glob-search.ts';
import type { Call } from '../../core/call.ts';
import { turnTaking } from '../../core/turns.ts';
import { AwsError } from '../../protocol/aws-error.ts';
import type { OwnedRecord } from '../../state.ts';
import { ec2Errors } from './errors.ts';
import { type Kind, networkOf, notFound, ownOf } from './kind.ts';

export interface Filter {
  readonly Name?: string;
  readonly Values?: readonly string[];
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

export interface Paging {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** What all kinds are described by. */
type Described<Document extends OwnedRecord> = Pick<
  Kind<Document>,
  'filters' | 'notFound' | 'notFoundText'
>;

/**
 * One page of what the caller has of one kind.
 * @param ids those asked for by id; undefined or none asks for all.
 * @throws AwsError when an id is of nothing, or a filter is unknown.
 */
export async function describeKind<Document extends OwnedRecord>(
  kind: Kind<Document>,
  call: Call,
  ids: readonly string[] | undefined,
  filters: readonly Filter[] | undefined,
  paging: Paging,
): Promise<Page<Document>> {
  return describeAmong(kind, call, ownOf(kind, call), ids, filters, paging);
}

/** Like `describeKind`, among resources that are found in another way. */
export async function describeAmong<Document extends OwnedRecord>(
  kind: Described<Document>,
  call: Call,
  all: readonly Document[],
  ids: readonly string[] = [],
  filters: readonly Filter[] = [],
  paging: Paging = {},
): Promise<Page<Document>> {
  const asked = new Set(ids);
  const known = new Set(all.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw notFound(kind, missing);
  const wanted = asked.size === 0 ? all : all.filter(({ id }) => asked.has(id));
  return pageOf(await filtered(kind, call, wanted, filters), paging);
}

/**
 * Those that pass all filters: a filter's values are alternatives, with `*` and `?` as wildcards. Long filters of many
 * resources are compared in turns.
 */
export async function filtered<Document extends OwnedRecord>(
  { filters: known }: Pick<Kind<Document>, 'filters'>,
  call: Call,
  documents: readonly Document[],
  filters: readonly Filter[],
): Promise<readonly Document[]> {
  const network = networkOf(call);
  const tests = filters.map(({ Name = '', Values = [] }) => ({
    valuesOf: valuesOf<Document>(Name, known),
    matches: matcherOfAny([...new Set(Values)]),
  }));
  const giveWay = turnTaking();
  async function passes(document: Document): Promise<boolean> {
    for (const { valuesOf, matches } of tests) {
      if (!(await matchesAny(valuesOf(document, network), matches, giveWay))) return false;
    }
    return true;
  }
  const passing: Document[] = [];
  for (const document of documents) if (await passes(document)) passing.push(document);
  return passing;
}

async function matchesAny(
  values: readonly (string | number | boolean | undefined)[],
  matches: (value: string) => boolean,
  giveWay: () => Promise<void>,
): Promise<boolean> {
  for (const value of values) {
    if (value !== undefined && matches(String(value))) return true;
    await giveWay();
  }
  return false;
}

function valuesOf<Document extends OwnedRecord>(
  name: string,
  known: Kind<Document>['filters'],
): Kind<Document>['filters'][string] {
  if (name.startsWith('tag:')) return ({ tags }) => [tags[name.slice('tag:'.length)]];
  if (name === 'tag-key') return ({ tags }) => Object.keys(tags);
  if (name === 'owner-id') return ({ accountId }) => [accountId];
  const values = Object.hasOwn(known, name) ? known[name] : undefined;
  if (values === undefined) throw ec2Errors.invalid(`The filter '${name}' is invalid`);
  return values;
}

/** Whether a value matches one of a filter's; resources that have the same value are compared once. */
function matcherOfAny(patterns: readonly string[]): (value: string) => boolean {
  const tests = patterns.map(filterTest);
  const known = new Map<string, boolean>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const matches = tests.some((test) => test(value));
    known.set(value, matches);
    return matches;
  };
}

/** The test of a filter's value: `*` stands for any characters, `?` for one, and either for itself after a backslash. */
function filterTest(pattern: string): (value: string) => boolean {
  const glob: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at];
    if (sign === '\\' && at + 1 < pattern.length) glob.push(pattern.charCodeAt(++at));
    else glob.push(sign === '*' ? STAR : sign === '?' ? ANY : pattern.charCodeAt(at));
  }
  return globSearch(glob);
}

const mostResults = 1_000;

/** @throws AwsError `InvalidNextToken`. */
export function pageOf<Item>(
  items: readonly Item[],
  { MaxResults = mostResults, NextToken }: Paging,
): Page<Item> {
  const start = NextToken === undefined ? 0 : offsetOf(NextToken);
  const end = start + MaxResults;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? Buffer.from(`offset ${end}`).toString('base64url') : undefined,
  };
}

function offsetOf(token: string): number {
  const [, digits] = /^offset (\d{1,9})$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (digits === undefined) {
    throw new AwsError('InvalidNextToken', `Invalid value '${token}' for nextToken.`);
  }
  return Number(digits);
}
