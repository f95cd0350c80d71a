import type { Collection, Entry } from '../../../storage/metadata.ts';
import { ecrErrors } from './errors.ts';

export interface Paging {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** Reads a token that an earlier page gave out. @throws AwsError for anything else. */
function afterOf(nextToken: string | undefined): string | undefined {
  if (nextToken === undefined) return undefined;
  const after = Buffer.from(nextToken, 'base64url').toString();
  if (Buffer.from(after).toString('base64url') !== nextToken) {
    throw ecrErrors.invalidParameter('nextToken', 'Invalid token');
  }
  return after;
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
        return { entries: found, nextToken: Buffer.from(last).toString('base64url') };
      }
      found.push(entry);
    }
    if (step.length <= maxResults) return { entries: found };
    after = step.at(-1)?.key;
  }
}
