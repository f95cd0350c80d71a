import type { Collection, Entry } from '../../../storage/metadata.ts';
import { turnTaking } from '../../core/turns.ts';
import { apiErrors } from './errors.ts';

export interface Paging {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

function tokenOf(after: string): string {
  return Buffer.from(after).toString('base64url');
}

function invalidToken() {
  return apiErrors.invalidParameter('nextToken', 'Invalid token');
}

/** Parses the token of an earlier page. @throws AwsError for anything else. */
function afterOf(nextToken: string | undefined): string | undefined {
  if (nextToken === undefined) return undefined;
  const after = Buffer.from(nextToken, 'base64url').toString();
  if (Buffer.from(after).toString('base64url') !== nextToken) {
    throw invalidToken();
  }
  return after;
}

/**
 * One page of a list in memory: that many entries that are shown, in the list's order.
 * @param show what the page shows of an entry; undefined omits it.
 */
export function pageOf<Entry, Shown>(
  list: readonly Entry[],
  paging: Paging,
  show: (entry: Entry) => Shown | undefined,
): { readonly items: readonly Shown[]; readonly nextToken: string | undefined } {
  const { maxResults = 100 } = paging;
  const items: Shown[] = [];
  const first = offsetOf(paging);
  for (const [offset, entry] of list.slice(first).entries()) {
    const shown = show(entry);
    if (shown === undefined) continue;
    if (items.length === maxResults) return { items, nextToken: tokenOf(String(first + offset)) };
    items.push(shown);
  }
  return { items, nextToken: undefined };
}

/** As `pageOf`, for a list of many entries each of which has to be looked up: yields to other requests. */
export async function pageInTurns<Entry, Shown>(
  list: readonly Entry[],
  paging: Paging,
  show: (entry: Entry) => Shown | undefined,
): Promise<{ readonly items: readonly Shown[]; readonly nextToken: string | undefined }> {
  const { maxResults = 100 } = paging;
  const first = offsetOf(paging);
  const items: Shown[] = [];
  const giveWay = turnTaking();
  for (let at = first; at < list.length; at++) {
    const entry = list[at];
    const shown = entry === undefined ? undefined : show(entry);
    if (shown !== undefined) {
      if (items.length === maxResults) return { items, nextToken: tokenOf(String(at)) };
      items.push(shown);
    }
    await giveWay();
  }
  return { items, nextToken: undefined };
}

function offsetOf({ nextToken }: Paging): number {
  const offset = Number(afterOf(nextToken) ?? 0);
  if (!Number.isSafeInteger(offset) || offset < 0) throw invalidToken();
  return offset;
}

/**
 * One page of a collection: documents that match the filter, in key order. Reads in steps, so that a page of a
 * large repository costs no more than the page; where few match the filter, it yields to other requests.
 */
export async function page<Document>(
  collection: Collection<Document>,
  prefix: string,
  { maxResults = 100, nextToken }: Paging,
  keep: (document: Document) => boolean = () => true,
): Promise<{
  readonly entries: readonly Entry<Document>[];
  readonly nextToken: string | undefined;
}> {
  const giveWay = turnTaking();
  const found: Entry<Document>[] = [];
  let after = afterOf(nextToken);
  for (;;) {
    const step = collection.list({ prefix, limit: maxResults + 1, ...(after ? { after } : {}) });
    for (const entry of step) {
      if (!keep(entry.document)) continue;
      if (found.length === maxResults) {
        const last = found[maxResults - 1]?.key ?? '';
        return { entries: found, nextToken: tokenOf(last) };
      }
      found.push(entry);
    }
    if (step.length <= maxResults) return { entries: found, nextToken: undefined };
    after = step.at(-1)?.key;
    await giveWay();
  }
}
