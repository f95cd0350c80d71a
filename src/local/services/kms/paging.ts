import { AwsError } from '../../protocol/aws-error.ts';

export interface Paging {
  readonly Limit?: number;
  readonly Marker?: string;
}

/** How many items a page has where nothing is said, and at most. */
interface PageSize {
  readonly usual: number;
  readonly most: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly Truncated: boolean;
  readonly NextMarker: string | undefined;
}

/**
 * One page of a list.
 * @throws AwsError `ValidationException` for a limit beyond the operation's, `InvalidMarkerException` for a marker that
 * no page gave out.
 */
export function pageOf<Item>(
  all: readonly Item[],
  { Limit, Marker }: Paging,
  { usual, most }: PageSize,
): Page<Item> {
  const limit = Limit ?? usual;
  if (limit > most) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${most}`,
    );
  }
  const start = Marker === undefined ? 0 : offsetOf(Marker);
  const end = start + limit;
  const Truncated = end < all.length;
  return {
    items: all.slice(start, end),
    Truncated,
    NextMarker: Truncated ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}

function offsetOf(marker: string): number {
  const text = Buffer.from(marker, 'base64url').toString();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new AwsError('InvalidMarkerException', 'The marker is not one of an earlier answer.');
}
