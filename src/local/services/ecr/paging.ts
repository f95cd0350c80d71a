import type { Collection, Entry } from '../../../storage/metadata.ts';
import { ecrErrors } from './errors.ts';

export interface Paging {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

function tokenOf(after: string): string {
  return Buffer.from(after).toString('base64url');
}

function invalidToken() {
  return ecrErrors.invalidParameter('nextToken', 'Invalid token');
}

/** Reads a token that an earlier page gave out. @throws AwsError for anything else. */
function afterOf(nextToken: string | undefined): string | undefined {
  if (nextToken === undefined) return undefined;
  const after = Buffer.from(nextToken, 'base64url').toString();
  if (Buffer.from(after).toString('base64url') !== nextToken) {
    throw invalidToken();
  }
  return after;
}

/**
 * One page of a list that is at hand: as many entries as have something to show, in the list's order.
 * @param show what the page shows of an entry; undefined leaves it out.
 */
export function pageOf<Entry, Shown>(
  list: readonly Entry[],
  { maxResults = 100, nextToken }: Paging,
  show: (entry: Entry) => Shown | undefined,
): { readonly items: readonly Shown[]; readonly nextToken?: string } {
  const items: Shown[] = [];
  const first = Number(afterOf(nextToken) ?? 0);
  if (!Number.isSafeInteger(first) || first < 0) throw invalidToken();
  for (const [offset, entry] of list.slice(first).entries()) {
    const shown = show(entry);
    if (shown === undefined) continue;
    if (items.length === maxResults) return { items, nextToken: tokenOf(String(first + offset)) };
    items.push(shown);
  }
  return { items };
}

/**
 * One page of a collection: as many documents as pass the filter, in key order.
 * Reads in steps, so that a page of a large repository costs no more than the page.
 */
export function page<Document>(
  collection: Collection<Document>,
  prefix: string,
  { maxResults = 100, nextToken }: Paging,
  keep: (document: Document) => boolean = () => true,
): { readonly entries: readonly Entry<Document>[]; readonly nextToken?: string } {
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
    if (step.length <= maxResults) return { entries: found };
    after = step.at(-1)?.key;
  }
}
