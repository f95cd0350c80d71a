import { ANY, globMatches, STAR } from '../../../iam/match/glob.ts';
import type { Call } from '../../core/call.ts';
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
export function describeKind<Document extends OwnedRecord>(
  kind: Kind<Document>,
  call: Call,
  ids: readonly string[] | undefined,
  filters: readonly Filter[] | undefined,
  paging: Paging,
): Page<Document> {
  return describeAmong(kind, call, ownOf(kind, call), ids, filters, paging);
}

/** Like `describeKind`, among resources that are found in another way. */
export function describeAmong<Document extends OwnedRecord>(
  kind: Described<Document>,
  call: Call,
  all: readonly Document[],
  ids: readonly string[] = [],
  filters: readonly Filter[] = [],
  paging: Paging = {},
): Page<Document> {
  const asked = new Set(ids);
  const known = new Set(all.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw notFound(kind, missing);
  const wanted = asked.size === 0 ? all : all.filter(({ id }) => asked.has(id));
  return pageOf(filtered(kind, call, wanted, filters), paging);
}

/** Those that pass all filters: a filter's values are alternatives, with `*` and `?` as wildcards. */
export function filtered<Document extends OwnedRecord>(
  { filters: known }: Pick<Kind<Document>, 'filters'>,
  call: Call,
  documents: readonly Document[],
  filters: readonly Filter[],
): readonly Document[] {
  const network = networkOf(call);
  const tests = filters.map(({ Name = '', Values = [] }) => {
    const matches = [...new Set(Values)].map(filterTest);
    const values = valuesOf<Document>(Name, known);
    return (document: Document): boolean =>
      values(document, network).some(
        (value) => value !== undefined && matches.some((one) => one(String(value))),
      );
  });
  return documents.filter((document) => tests.every((test) => test(document)));
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

/** The test of a filter's value: `*` stands for any characters, `?` for one, and either for itself after a backslash. */
function filterTest(pattern: string): (value: string) => boolean {
  const glob: number[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at];
    if (sign === '\\' && at + 1 < pattern.length) glob.push(pattern.charCodeAt(++at));
    else glob.push(sign === '*' ? STAR : sign === '?' ? ANY : pattern.charCodeAt(at));
  }
  return (value) => globMatches(glob, value);
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
